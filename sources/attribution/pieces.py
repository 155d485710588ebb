"""Word pieces and words of a text, and the windows that the encoder reads.

Training and inference share this module, so that the model meets the same input in both.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from sources.attribution.types import Span

WINDOW_PIECES = 254
"""Pieces of a window, without the two that open and close it (256 with them)."""

SHAPES = 12
"""Kinds of a piece's outward shape: capitals (3) x starts a line (2) x inside quotation marks (2)."""

CAPITALISED, UPPER, LINE_START, QUOTED = 1, 2, 3, 6

_QUOTE = re.compile('["\u201c\u201d\u201e\u00ab\u00bb\n]')
_SENTENCE_END = frozenset(".!?\u2026")
_CLOSING = frozenset("\"'\u201d\u2019)]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces and words of one text. A word is a run of pieces that belong together, or a single mark.

    ``ids`` (n,) vocabulary numbers of the pieces; ``shapes`` (n,) numbers below `SHAPES`; ``words`` (w,) the piece
    that opens each word; ``starts``, ``ends`` (w,) code-point offsets of the words; ``breaks`` numbers of the words
    that start a line; ``stops`` numbers of the words after which a sentence may end.
    """

    ids: np.ndarray
    shapes: np.ndarray
    words: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    breaks: list[int]
    stops: list[int]

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of words that overlap the code points ``[start, end)``."""
        low = int(np.searchsorted(self.ends, start, side="right"))
        high = int(np.searchsorted(self.starts, end, side="left"))
        return low, max(low, high)

    def opening(self, word: int) -> int:
        """Return the piece that opens a word; the number of pieces for the word after the last."""
        return int(self.words[word]) if word < len(self.words) else len(self.ids)


def quoted_spans(text: str) -> list[Span]:
    """Return the stretches between double quotation marks, marks included, in order.

    A quotation ends at its closing mark or at the end of its line: newspapers reopen a quotation in each
    paragraph and an unclosed mark must not swallow the rest of the article.
    """
    spans: list[Span] = []
    opened = -1
    for match in _QUOTE.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            if opened >= 0:
                spans.append((opened, at))
            opened = -1
        elif opened < 0:
            if mark not in "\u201d\u00bb":
                opened = at
        elif mark not in "\u201c\u201e\u00ab":
            spans.append((opened, at + 1))
            opened = -1
    if opened >= 0:
        spans.append((opened, len(text)))
    return spans


def cut_pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """Cut a text into word pieces and words. Any text is allowed, the empty one too."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets, tokens = encoding.offsets, encoding.tokens
    shapes: list[int] = []
    words: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    breaks: list[int] = []
    stops: list[int] = []
    shape = before = 0
    for i, (token, (start, end)) in enumerate(zip(tokens, offsets, strict=True)):
        if words and start == before and token.startswith("##"):
            ends[-1] = before = end
            shapes.append(shape)
            continue
        word = text[start:end]
        shape = 0
        if word[:1].isupper():
            shape = UPPER if len(word) > 1 and word.isupper() else CAPITALISED
        glued = bool(stops) and stops[-1] == len(words) - 1 and start == before
        if glued:
            stops.pop()
        if word in _SENTENCE_END or (glued and word in _CLOSING):
            stops.append(len(words))
        opens = not words or "\n" in text[before:start]
        if opens:
            breaks.append(len(words))
        shapes.append(shape + LINE_START * opens)
        words.append(i)
        starts.append(start)
        ends.append(end)
        before = end
    pieces = Pieces(
        np.array(encoding.ids, dtype=np.int64),
        np.array(shapes, dtype=np.int64),
        np.array(words, dtype=np.int64),
        np.array(starts, dtype=np.int64),
        np.array(ends, dtype=np.int64),
        breaks,
        stops,
    )
    for start, end in quoted_spans(text):
        low, high = pieces.covering(start, end)
        pieces.shapes[pieces.opening(low) : pieces.opening(high)] += QUOTED
    return pieces


def windows(pieces: Pieces, size: int = WINDOW_PIECES, opening: int | None = None) -> list[Span]:
    """Split a text into windows, given as ranges of words, of whole lines and at most ``size`` pieces.

    A line longer than a window is split after a sentence where one ends in the window's second half, else between
    two words. ``opening`` makes the first window smaller; training shifts windows with it.
    """
    count, start, limit = len(pieces.words), 0, opening or size
    found: list[Span] = []
    while start < count:
        room = int(pieces.words[start]) + limit
        end = count
        if room < len(pieces.ids):
            # the last word whose following word still opens within the room
            end = int(np.searchsorted(pieces.words, room, side="right")) - 1
            end = _cut_before(pieces, start, max(end, start + 1))
        found.append((start, end))
        start, limit = end, size
    return found


def _cut_before(pieces: Pieces, start: int, end: int) -> int:
    """Return the best place to end a window that may hold the words ``[start, end)``."""
    at = bisect_right(pieces.breaks, end) - 1
    if at >= 0 and pieces.breaks[at] > start:
        return pieces.breaks[at]
    at = bisect_left(pieces.stops, end) - 1
    if at >= 0 and pieces.stops[at] >= (start + end) // 2:
        return pieces.stops[at] + 1
    return end
