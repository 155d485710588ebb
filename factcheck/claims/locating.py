"""Finds the words of an anchor again in a changed text. Pure: no database.

The words that are looked for run from the first to the last segment of the anchor. Places where they stand exactly
are found by search, places where they stand nearly by voting of character n-grams on the diagonal (position in the
text minus position in the words), then by the normalised indel similarity of the best windows (rapidfuzz). Each place
is ranked by its words and by the text around them, as the W3C TextQuoteSelector has it with prefix and suffix.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from factcheck.core.text import CONTEXT_LENGTH, Segment

ACCEPT_SCORE = 0.9
ACCEPT_MARGIN = 0.1
CONTEXT_IN_PLACE = 0.75
_GRAM = 5
_BUCKET = 16
_COMMON = 100
_LONG, _STRIDE = 60, 3
_SHARE = 0.2
_WINDOWS = 6
_EDGES = 6
_REACH = 60


class Outcome(StrEnum):
    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    ORPHANED = "orphaned"


@dataclass(frozen=True)
class Place:
    """One place of the new text: its words' similarity to those looked for (0 to 1) and that of either context."""

    start: int
    end: int
    score: float
    before: float
    after: float

    @property
    def rank(self) -> float:
        """Words and surroundings together: half for the words alone, a quarter for either side of the context."""
        return self.score * (0.5 + 0.25 * self.before + 0.25 * self.after)

    @property
    def has_context(self) -> bool:
        return max(self.before, self.after) >= CONTEXT_IN_PLACE


@dataclass(frozen=True)
class Located:
    """``segments`` are in the new text, empty unless found; ``score`` is that of the best place, 0 without one."""

    outcome: Outcome
    score: float
    segments: tuple[Segment, ...] = ()
    exact: bool = False


@dataclass
class TextIndex:
    """A text with the places of its n-grams, made once for all anchors that are looked for in it."""

    text: str
    _grams: dict[str, list[int]] = field(default_factory=dict)

    @property
    def grams(self) -> dict[str, list[int]]:
        if not self._grams:
            grams: defaultdict[str, list[int]] = defaultdict(list)
            for position in range(len(self.text) - _GRAM + 1):
                grams[self.text[position : position + _GRAM]].append(position)
            self._grams = dict(grams)
        return self._grams


def locate(*, old_text: str, segments: Sequence[Segment], index: TextIndex) -> Located:
    """Find the words of ``segments`` (in ``old_text``) in the text of ``index``.

    Found: a place with a score of 0.9 and more, at least one side of its context in place, and a rank that leads the
    next place's by 0.1 and more. Ambiguous: there are such words, but which are meant, or whether any, is not sure.
    Orphaned: there are none.
    """
    start, end = segments[0].start, segments[-1].end
    words = old_text[start:end]
    before = old_text[max(0, start - CONTEXT_LENGTH) : start]
    after = old_text[end : end + CONTEXT_LENGTH]
    places = sorted(_places(words, before, after, index), key=lambda place: -place.rank)
    good = [place for place in places if place.score >= ACCEPT_SCORE]
    if not good:
        return Located(Outcome.ORPHANED, max((place.score for place in places), default=0.0))
    best = good[0]
    runner_up = next((place.rank for place in places if place is not best), 0.0)
    if not best.has_context or best.rank - runner_up < ACCEPT_MARGIN:
        return Located(Outcome.AMBIGUOUS, best.score)
    moved = _segments_in(words, [Segment(s.start - start, s.end - start) for s in segments], index.text, best)
    if len(moved) != len(segments):
        return Located(Outcome.AMBIGUOUS, best.score)
    exact = all(
        old_text[old.start : old.end] == index.text[new.start : new.end]
        for old, new in zip(segments, moved, strict=True)
    )
    return Located(Outcome.FOUND, best.score, moved, exact)


def _places(words: str, before: str, after: str, index: TextIndex) -> Iterator[Place]:
    exact = list(_occurrences(words, index.text))
    for start in exact:
        yield _place(start, start + len(words), 1.0, before, after, index.text)
    taken = [(start, start + len(words)) for start in exact]
    for start, end in _near_windows(words, index):
        if any(start < e and s < end for s, e in taken):
            continue
        start, end, score = _fitted(words, index.text, start, end)
        if any(start < e and s < end for s, e in taken):
            continue
        taken.append((start, end))
        yield _place(start, end, score, before, after, index.text)


def _occurrences(words: str, text: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _place(start: int, end: int, score: float, before: str, after: str, text: str) -> Place:
    # A context that the edge of the old text cut short is compared with as much of the new one.
    return Place(
        start,
        end,
        score,
        before=_alike(before, text[max(0, start - (len(before) or 1)) : start]),
        after=_alike(after, text[end : end + (len(after) or 1)]),
    )


def _alike(one: str, other: str) -> float:
    """Similarity of two contexts; none at all (the edge of a text) is like nothing but none."""
    return 1.0 if one == other else Indel.normalized_similarity(one, other)


def _near_windows(words: str, index: TextIndex) -> Iterator[tuple[int, int]]:
    """Yield the windows of the text that share the most n-grams with the words, the best first.

    A window is left out when it shares less than a fifth of those that tell places apart: a score of 0.9 needs more.
    """
    votes: Counter[int] = Counter()
    telling = 0
    for position in range(0, len(words) - _GRAM + 1, _STRIDE if len(words) >= _LONG else 1):
        places = index.grams.get(words[position : position + _GRAM], ())
        # What stands everywhere (" the ") tells no place from another, and there is a lot of it.
        if len(places) > _COMMON:
            continue
        telling += 1
        for place in places:
            bucket = (place - position) // _BUCKET
            votes[bucket] += 1
            votes[bucket + 1] += 1
    for bucket, count in votes.most_common(_WINDOWS):
        if count >= _SHARE * telling:
            start = (bucket - 1) * _BUCKET
            yield max(0, start), min(len(index.text), start + 2 * _BUCKET + len(words))


def _fitted(words: str, text: str, start: int, end: int) -> tuple[int, int, float]:
    """Return the stretch near ``[start, end)`` that is most like the words, cut at word boundaries, and its score."""
    alignment = fuzz.partial_ratio_alignment(words, text[start:end])
    if alignment is None or len(words) > end - start:
        return start, end, Indel.normalized_similarity(words, text[start:end])
    low, high = start + alignment.dest_start, start + alignment.dest_end
    starts, ends = list(_word_edges(text, low)), list(_word_edges(text, high))
    score, _, low, high = max(
        (Indel.normalized_similarity(words, text[a:b]), -(b - a), a, b) for a in starts for b in ends if a < b
    )
    return low, high, score


def _word_edges(text: str, around: int) -> Iterator[int]:
    """Yield the positions next to ``around`` that are not inside of a word, on both sides of it, or itself."""
    found = False
    for steps in (range(around, max(-1, around - _REACH), -1), range(around + 1, min(len(text) + 1, around + _REACH))):
        edges = (p for p in steps if not (0 < p < len(text) and text[p - 1].isalnum() and text[p].isalnum()))
        for position in islice(edges, _EDGES):
            found = True
            yield position
    if not found:
        yield around


def _segments_in(words: str, segments: Sequence[Segment], text: str, place: Place) -> tuple[Segment, ...]:
    """Return segments of the words as they stand at the place; one whose words are gone there is left out."""
    found = text[place.start : place.end]
    if found == words:
        return tuple(Segment(place.start + s.start, place.start + s.end) for s in segments)
    if len(segments) == 1:
        return (Segment(place.start, place.end),)
    blocks = [(op.src_start, op.src_end, op.dest_start) for op in Indel.opcodes(words, found) if op.tag == "equal"]
    moved = []
    for segment in segments:
        kept = [
            (max(a, segment.start) - a + to, min(b, segment.end) - a + to)
            for a, b, to in blocks
            if a < segment.end and segment.start < b
        ]
        if kept:
            moved.append(Segment(place.start + kept[0][0], place.start + kept[-1][1]))
    return tuple(moved)
