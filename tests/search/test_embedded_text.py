from hypothesis import given
from hypothesis import strategies as st

from factcheck.core.text import normalise
from factcheck.search.backends.embedded.text import fts_text
from factcheck.search.backends.marks import END, START, offsets_of


@given(st.text(max_size=200).map(normalise), st.data())
def test_offsets_lead_back_to_the_text_that_was_given(text: str, data: st.DataObject) -> None:
    indexed = fts_text(text)
    start = data.draw(st.integers(0, len(indexed)))
    end = data.draw(st.integers(start, len(indexed)))
    marked = f"{indexed[:start]}{START}{indexed[start:end]}{END}{indexed[end:]}"
    ((first, last),) = offsets_of(marked)
    assert fts_text(text)[start:end].replace("\u001f", "") == "".join(
        fts_text(character).replace("\u001f", "") for character in fts_text(text).replace("\u001f", "")[first:last]
    )
    assert 0 <= first <= last <= len(text)
