"""Direct, indirect and mixed."""

import pytest

from sources.attribution.quotation import marked_spans, mode_of


def mode(text: str, content: str) -> str:
    start = text.index(content)
    return mode_of(text, [(start, start + len(content))], marked_spans(text))


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("“We will win,” he said.", "“We will win,”", "direct"),
        ("'We will win,' he said.", "'We will win,'", "direct"),
        ("‘We don’t know,’ he said.", "‘We don’t know,’", "direct"),
        ('"We will win," he said.', "We will win", "direct"),
        ("He said that they would win.", "that they would win", "indirect"),
        ("He said that it was “a great day” for all.", "that it was “a great day” for all", "mixed"),
        ("He said the people's will is the party's will.", "the people's will is the party's will", "indirect"),
        ("He called it: “unclosed and never", "“unclosed and never", "direct"),
    ],
)
def test_the_mode_follows_from_the_quotation_marks(text: str, content: str, expected: str) -> None:
    assert mode(text, content) == expected


def test_a_content_in_two_parts_is_judged_as_one() -> None:
    text = "“We will win,” he said, “and soon.”"
    assert mode_of(text, [(0, 14), (24, 35)], marked_spans(text)) == "direct"


def test_a_content_without_words_is_indirect() -> None:
    assert mode_of("…", [(0, 1)], []) == "indirect"
