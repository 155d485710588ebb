"""Normalised text and segments of it.

Every offset in this project is a code-point offset into text that ``normalise`` has produced, end exclusive.
"""

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NORMALISATION = "nfc-lf-1"
CONTEXT_LENGTH = 32
# Bidirectional overrides and isolates can make a text read differently from what it says (CVE-2021-42574); the
# byte order mark and other controls carry no words.
_UNSAFE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|\r|\u0085|\u2028|\u2029")


@dataclass(frozen=True, order=True)
class Segment:
    """A stretch of a text: code-point offsets, end exclusive, never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a segment needs 0 <= start < end, not {self.start}, {self.end}")


def normalise(text: str) -> str:
    """Return the text in NFC, with ``\\n`` line ends, without controls and bidirectional marks, trimmed.

    Lone surrogates become U+FFFD. Idempotent: ``normalise(normalise(t)) == normalise(t)``.
    """
    text = _LONE_SURROGATES.sub("\ufffd", text)
    text = _LINE_ENDS.sub("\n", text)
    text = _UNSAFE.sub("", text)
    return unicodedata.normalize("NFC", text).strip()


def text_sha256(text: str) -> str:
    """Return the hexadecimal SHA-256 of the text's UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def segments_of(spans: Iterable[Sequence[int]]) -> tuple[Segment, ...]:
    """Return spans such as ``[[187, 319]]`` as segments in text order.

    Raises ValueError when a span is empty or two overlap.
    """
    segments = tuple(sorted(Segment(int(start), int(end)) for start, end in spans))
    for left, right in itertools.pairwise(segments):
        if right.start < left.end:
            raise ValueError(f"segments overlap at {right.start}")
    return segments


def segments_text(text: str, segments: Sequence[Segment], joiner: str = " … ") -> str:
    """Return the words of the segments, joined where the text between them is left out."""
    return joiner.join(text[s.start : s.end] for s in segments)


def context(text: str, segments: Sequence[Segment], length: int = CONTEXT_LENGTH) -> tuple[str, str]:
    """Return up to ``length`` code points before the first and after the last segment."""
    start, end = segments[0].start, segments[-1].end
    return text[max(0, start - length) : start], text[end : end + length]
