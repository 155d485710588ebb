"""Highlights: both backends enclose what they found in control signs, which normalised text does not hold."""

import re

START, END = "\u0002", "\u0003"
# Put in by the embedded backend to part what its tokenizer would not; no character of the text.
BREAK = "\u001f"
_SIGNS = re.compile(f"([{START}{END}{BREAK}])")


def offsets_of(marked: str) -> tuple[tuple[int, int], ...]:
    """Return the code-point offsets, in the text without any of these signs, of what START and END enclose."""
    offsets: list[tuple[int, int]] = []
    position = start = 0
    for piece in _SIGNS.split(marked):
        if piece == START:
            start = position
        elif piece == END:
            if offsets and offsets[-1][1] == start:
                start = offsets.pop()[0]
            offsets.append((start, position))
        elif piece != BREAK:
            position += len(piece)
    return tuple(offsets)
