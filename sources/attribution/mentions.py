"""Widens a source to the whole noun phrase where only the end of it was found."""

import re

from sources.attribution.types import Span

_DOCUMENT = (
    r"(?:statements?|notes?|reports?|memos?|memorand(?:um|a)|letters?|e-?mails?|tweets?|posts?|transcripts?"
    r"|documents?|announcements?|remarks|comments?|messages?|briefs?|readouts?|communiqu\u00e9s?)"
)
_LEAD = re.compile(
    rf"(?:^|(?<=[\s\u201c\"(]))((?:the|a|an|this|that|these|those|one|another)\s+(?:[\w\u2019'-]+\s+){{0,3}}?{_DOCUMENT}"
    r"\s+(?:(?:attributed\s+to|issued\s+by|released\s+by|published\s+by|sent\s+by|written\s+by|made\s+by|from|by)"
    r"\s+(?:the\s+)?))$",
    re.IGNORECASE,
)
_REACH = 80


def whole_phrase(text: str, source: Span, cue: Span, taken: list[Span]) -> Span:
    """Return a source widened to the left to the document that speaks in its owner's name.

    "The official statement attributed to Li Shangfu highlighted": who highlights is the statement, of which the search
    may have found only the owner. Nothing changes where the source does not stand before its cue, or where the words to
    its left belong to a span in ``taken``.
    """
    start, end = source
    if end > cue[0]:
        return source
    match = _LEAD.search(text[max(0, start - _REACH) : start])
    if not match:
        return source
    widened = start - len(match.group(1))
    if any(a < start and b > widened for a, b in taken):
        return source
    return widened, end
