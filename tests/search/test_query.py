import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.core.errors import InvalidInput
from factcheck.search.language import query_parse
from factcheck.search.query import MAX_CLAUSES, parse

PREFIXES = {"source": "source_names", "title": "title"}


def clauses(text: str) -> list[tuple[str | None, tuple[str, ...]]]:
    query = parse(text, text_prefixes=PREFIXES, keyword_prefixes=["verdict", "source"])
    return [(clause.field, clause.words) for clause in query.clauses]


def test_words_and_phrases_are_clauses_of_their_own() -> None:
    assert clauses('ties "Russia 24" now') == [(None, ("ties",)), (None, ("Russia", "24")), (None, ("now",))]


def test_a_prefix_names_the_field_and_a_text_field_wins_over_a_keyword() -> None:
    assert clauses('source:"Russia 24" title:gas') == [("source_names", ("Russia", "24")), ("title", ("gas",))]


def test_a_keyword_prefix_is_a_filter_and_a_minus_turns_it_round() -> None:
    query = parse("verdict:contested -verdict:verified", text_prefixes=PREFIXES, keyword_prefixes=["verdict"])
    assert (query.filters, query.excluded_filters) == ({"verdict": ("contested",)}, {"verdict": ("verified",)})


def test_the_spelling_of_a_value_does_not_matter() -> None:
    assert query_parse(kind="claim", text="verdict:Contested").filters == {"verdict": ("contested",)}
    assert query_parse(kind="source", text="country:gb").filters == {"country": ("GB",)}


def test_an_unknown_prefix_is_searched_as_a_word_and_said_so() -> None:
    query = parse("verdit:contested", text_prefixes=PREFIXES, keyword_prefixes=["verdict"])
    assert [clause.words for clause in query.clauses] == [("verdit", "contested")]
    assert "verdit" in query.notes[0]


def test_an_address_is_a_phrase_without_a_note() -> None:
    query = parse("https://example.org/a?b=1", text_prefixes=PREFIXES, keyword_prefixes=[])
    assert query.clauses[0].words == ("https", "example", "org", "a", "b", "1")
    assert not query.notes


@pytest.mark.parametrize("text", ['"never closed', "“never closed", "«never closed»"])
def test_a_quotation_mark_that_stays_open_ends_with_the_input(text: str) -> None:
    assert clauses(text) == [(None, ("never", "closed"))]


def test_more_clauses_than_allowed_are_cut_and_said_so() -> None:
    query = parse("a " * 100, text_prefixes=PREFIXES, keyword_prefixes=[])
    assert len(query.clauses) == MAX_CLAUSES
    assert str(MAX_CLAUSES) in query.notes[0]


def test_a_value_that_a_closed_list_lacks_is_an_error_that_names_the_list() -> None:
    with pytest.raises(InvalidInput, match="contested"):
        query_parse(kind="claim", text="verdict:false")


@given(st.text(max_size=200))
def test_any_input_has_a_meaning(text: str) -> None:
    for clause in parse(text, text_prefixes=PREFIXES, keyword_prefixes=["verdict"]).clauses:
        assert clause.words
        assert all(not word.isspace() for word in clause.words)
