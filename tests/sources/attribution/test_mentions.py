"""Widening a source to the document that speaks in its owner's name."""

import pytest

from sources.attribution.mentions import whole_phrase


def widened(text: str, source: str, cue: str, taken: str = "") -> str:
    spans = [(text.index(part), text.index(part) + len(part)) for part in (source, cue)]
    others = [(text.index(taken), text.index(taken) + len(taken))] if taken else []
    start, end = whole_phrase(text, spans[0], spans[1], others)
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        (
            "The official statement attributed to Ann Lee said no.",
            "Ann Lee",
            "The official statement attributed to Ann Lee",
        ),
        ("On Monday a brief note from the bank said no.", "the bank", "a brief note from the bank"),
        ("Statements from the bank said no.", "the bank", "the bank"),
        ("The children from the city said no.", "the city", "the city"),
        ("Ann Lee said no.", "Ann Lee", "Ann Lee"),
    ],
)
def test_a_document_before_its_owner_joins_the_source(text: str, source: str, expected: str) -> None:
    assert widened(text, source, "said") == expected


def test_a_source_behind_its_cue_stays_as_it_is() -> None:
    assert widened("It said no in a note from the bank.", "the bank", "said") == "the bank"


def test_words_of_another_role_are_not_taken() -> None:
    assert widened("“Read a note from” the bank said.", "the bank", "said", "Read a note from") == "the bank"


def test_the_start_of_the_text_is_no_obstacle() -> None:
    assert widened("A memo from Lee said no.", "Lee", "said") == "A memo from Lee"
