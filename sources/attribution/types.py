"""What the attribution engine gives: plain immutable values. Offsets are code points into the text, end exclusive."""

from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]

Mode = Literal["direct", "indirect", "mixed"]
"""How the content is given: in quotation marks, in the writer's words, or partly in each."""

Polarity = Literal["asserts", "denies", "not_said"]
"""What the source does: says that it is so, says that it is not so, or is said not to have said it."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """One attribution: who (source), by which words (cue), what (content).

    Each role is an ordered tuple of spans, mostly one. ``source`` is empty where the text names none ("it is said
    that"). The spans of one extraction do not overlap. ``confidence`` is the calibrated probability that content
    and source are both right; ``uncertain`` is true below the cut at which precision reaches 80 percent.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: Mode
    polarity: Polarity
    confidence: float
    uncertain: bool


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """Scores of the sentence ``[start, end)``: the probabilities that it is worth checking and that it is opinion."""

    start: int
    end: int
    checkworthy: float
    opinion: float


@dataclass(frozen=True, slots=True)
class Attributed:
    """What the engine found in one text.

    ``language`` is a two-letter ISO 639-1 code, "und" where the text is too short or has no letters. In a language
    that the engine does not read, ``extractions`` and ``sentences`` are empty. ``model`` is name and version.
    """

    language: str
    extractions: tuple[Extraction, ...]
    sentences: tuple[SentenceScore, ...]
    model: str
