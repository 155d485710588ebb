"""A quote is found in a snapshot whatever became of its typography, and only when its letters are there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.core.text import normalise
from factcheck.review.quotes import quote_find, quote_selectors

TEXT = (
    "The minister said: “We won’t close the bridge — not this year.”\n"
    "Asked again, he added that the repair of the foun-\ndations begins in May, and that the ﬁrst lane opens in June."
)


def found(quote: str, text: str = TEXT) -> list[str] | None:
    segments = quote_find(text, quote)
    return None if segments is None else [text[s.start : s.end] for s in segments]


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("We won't close the bridge - not this year", ["We won’t close the bridge — not this year"]),
        ('"We won\'t close the bridge"', ["We won’t close the bridge"]),
        ('year." Asked again', ["year.”\nAsked again"]),
        ("the repair of the foundations begins", ["the repair of the foun-\ndations begins"]),
        ("the first lane opens", ["the ﬁrst lane opens"]),
        ("We won't close … not this year", ["We won’t close", "not this year"]),
        ("the repair of the foundations [...] begins in May", ["the repair of the foun-\ndations", "begins in May"]),
    ],
)
def test_typography_does_not_hide_a_quote(quote: str, words: list[str]) -> None:
    assert found(quote) == words


@pytest.mark.parametrize(
    "quote", ["we won't close", "We will close the bridge", "not this year … We won't close", "", "…", "“”", " \n"]
)
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert found(quote) is None


def test_the_selectors_point_at_the_words_with_what_stands_around_them() -> None:
    segments = quote_find(TEXT, "begins in May")
    position, quote = quote_selectors(TEXT, segments)
    assert TEXT[position["start"] : position["end"]] == quote["exact"] == "begins in May"
    assert quote["prefix"].endswith("dations ")
    assert quote["suffix"].startswith(", and that")


@given(st.text(), st.data())
def test_any_stretch_of_any_text_is_found_where_its_words_stand(raw: str, data: st.DataObject) -> None:
    text = normalise(raw)
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    segments = quote_find(text, quote)
    if segments is not None:
        assert all(0 <= s.start < s.end <= len(text) for s in segments)
        assert [s.start for s in segments] == sorted(s.start for s in segments)


@given(st.lists(st.text("abcdefg", min_size=1), min_size=3), st.data())
def test_white_space_never_decides(words: list[str], data: st.DataObject) -> None:
    space = st.sampled_from([" ", "\n", "  ", "\u00a0", " \n ", "\t"])
    text = "".join(word + data.draw(space) for word in words).strip()
    quote = "".join(word + data.draw(space) for word in words[1:]).strip()
    segments = quote_find(text, quote)
    assert segments is not None
    assert text[segments[0].start : segments[0].end].split() == quote.split()


@given(st.text(max_size=200), st.text(max_size=50))
def test_no_text_and_no_quote_break_it(text: str, quote: str) -> None:
    quote_find(text, quote)
