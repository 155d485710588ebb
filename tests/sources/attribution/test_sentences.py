"""The sentence splitter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.attribution import sentences


@given(st.text(max_size=300) | st.text(st.sampled_from(list('Ab. !?"”\n。.U'))))
def test_sentences_cover_all_but_white_space_in_order_and_apart(text: str) -> None:
    spans = sentences(text)
    before = 0
    for start, end in spans:
        assert before <= start < end <= len(text)
        assert not text[before:start].strip()
        assert text[start:end] == text[start:end].strip()
        before = end
    assert not text[before:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Dr. Smith met Sen. Cruz. They spoke.", ["Dr. Smith met Sen. Cruz.", "They spoke."]),
        ("“We won.” He smiled.", ["“We won.”", "He smiled."]),
        ("“Really?” she asked. No answer.", ["“Really?” she asked.", "No answer."]),
        ("It rose 3.5 percent. Wow!", ["It rose 3.5 percent.", "Wow!"]),
        ("J. K. Rowling wrote it. We read it.", ["J. K. Rowling wrote it.", "We read it."]),
        ("He lives in the U.S. The house is big.", ["He lives in the U.S.", "The house is big."]),
        ("The U.S. Senate voted.", ["The U.S. Senate voted."]),
        ("Title without stop\nFirst sentence.", ["Title without stop", "First sentence."]),
        ("He said no. Nobody left. See no. 12 there.", ["He said no.", "Nobody left.", "See no. 12 there."]),
        ("他来了。她走了！", ["他来了。", "她走了！"]),
        ("Wait... what", ["Wait... what"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_full_stop_ends_a_sentence_only_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected
