"""Asserts, denies, not said."""

import pytest

from sources.attribution.polarity import polarity_of


@pytest.mark.parametrize(
    ("source", "between", "cue", "content", "expected"),
    [
        ("He", " ", "said", "that it rained", "asserts"),
        ("He", " ", "denied", "that it rained", "denies"),
        ("The campaign", " ", "has rejected", "the charge", "denies"),
        ("He", " ", "did not say", "that it rained", "not_said"),
        ("He", " never ", "said", "that it rained", "not_said"),
        ("He", " ", "didn’t deny", "that it rained", "not_said"),
        ("He", " ", "declined to say", "whether it rained", "not_said"),
        ("He", " ", "refused to confirm", "that it rained", "not_said"),
        ("He", " ", "does not think", "it rained", "denies"),
        ("Nobody", " ", "said", "that it rained", "not_said"),
        ("He", ", not amused, ", "said", "that it rained", "asserts"),
        ("No. 10", " ", "said", "that it rained", "asserts"),
    ],
)
def test_the_polarity_follows_from_the_cue_and_its_negation(
    source: str, between: str, cue: str, content: str, expected: str
) -> None:
    text = f"{source}{between}{cue} {content}."
    at = len(source) + len(between)
    spans = [(0, len(source))], [(at, at + len(cue))], [(at + len(cue) + 1, len(text) - 1)]
    assert polarity_of(text, *spans) == expected


def test_a_negation_inside_the_content_does_not_count() -> None:
    text = "“It will not rain,” he said."
    assert polarity_of(text, [(20, 22)], [(23, 27)], [(0, 19)]) == "asserts"


def test_no_cue_asserts() -> None:
    assert polarity_of("Rain.", [], [], [(0, 4)]) == "asserts"
