"""Texts with their extractions marked in them, so that a test reads like the article that it is about.

``[s …]`` is a source, ``[c …]`` a cue, ``[x …]`` a content; a digit behind the letter tells extractions apart, and one
may stand inside another: ``[s1 Reuters] [c1 reported] [x1 that [s2 Li] [c2 said] [x2 no]].``
"""

import re

from sources.attribution.types import Extraction, Span

_OPEN = re.compile(r"\[([scx])(\d*) ?")


def read_marked(marked: str) -> tuple[str, list[Extraction]]:
    """Return the plain text and its extractions in the order of their numbers."""
    plain = ""
    found: dict[int, dict[str, list[Span]]] = {}
    opened: list[tuple[str, int, int]] = []
    at = 0
    while at < len(marked):
        match = _OPEN.match(marked, at)
        if match:
            opened.append((match[1], int(match[2] or 1), len(plain)))
            at = match.end()
        elif marked[at] == "]" and opened:
            role, number, start = opened.pop()
            found.setdefault(number, {}).setdefault(role, []).append((start, len(plain)))
            at += 1
        else:
            plain += marked[at]
            at += 1
    return plain, [_extraction(found[number]) for number in sorted(found)]


def _extraction(roles: dict[str, list[Span]]) -> Extraction:
    return Extraction(
        source=tuple(sorted(roles.get("s", []))),
        cue=tuple(sorted(roles.get("c", []))),
        content=tuple(sorted(roles["x"])),
        mode="indirect",
        polarity="asserts",
        confidence=0.9,
        uncertain=False,
    )
