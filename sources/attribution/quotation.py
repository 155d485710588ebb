"""How a content is given: quoted word for word, in the writer's words, or partly in each."""

import re
from collections.abc import Sequence

from sources.attribution.pieces import quoted_spans
from sources.attribution.types import Mode, Span

_WORD = re.compile(r"\w+")
_SINGLE = re.compile(r"(?<!\w)[\u2018'](?=\w)[^\u2018\u201c\u201d\"\n]{2,600}?(?<=[\w.,!?])[\u2019'](?!\w)")
_DIRECT_SHARE = 0.9


def marked_spans(text: str) -> list[Span]:
    """Return the stretches of a text that stand in double or single quotation marks, in order, apart."""
    double = quoted_spans(text)
    single = [match.span() for match in _SINGLE.finditer(text)]
    merged: list[Span] = []
    for start, end in sorted(double + single):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def mode_of(text: str, content: Sequence[Span], marked: Sequence[Span]) -> Mode:
    """Return the mode of a content, given the quoted stretches of its text: direct from nine words in ten quoted."""
    words = inside = 0
    at = 0
    for start, end in content:
        for match in _WORD.finditer(text, start, end):
            words += 1
            while at < len(marked) and marked[at][1] <= match.start():
                at += 1
            inside += at < len(marked) and marked[at][0] <= match.start()
    if not inside:
        return "indirect"
    return "direct" if inside >= _DIRECT_SHARE * words else "mixed"
