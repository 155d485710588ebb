"""How surely an extraction is right: a logistic model over what the search saw (Platt 2000, with several inputs)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sources.attribution.labels import PAIR_TAGS
from sources.attribution.types import Span

FEATURES = (
    "bias", "cue", "valid", "content_mean", "content_least", "source_mean", "source_least", "no_source", "edge",
    "length", "parts", "gap", "rival",
)  # fmt: skip
_FLOOR = -8.0
_SAME = 0.5
_LIKELY = 0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible extraction before the cut: ranges of words of the text, and its features."""

    source: tuple[Span, ...]
    cue: Span
    content: tuple[Span, ...]
    features: dict[str, float]


def describe(
    pairs: np.ndarray, path: np.ndarray, cue: float, valid: float, start: int, end: int, words: int
) -> dict[str, float]:
    """Return the features of one extraction.

    pairs (w, 5) log probabilities and path (w,) tags as the cue sees its window; ``cue`` the tagger's probability,
    ``valid`` the reader's log odds; the cue's range ``[start, end)`` and the window's number of ``words``.
    """
    chosen = np.maximum(pairs[np.arange(len(path)), path], _FLOOR)
    content = np.isin(path, PAIR_TAGS["content"])
    source = np.isin(path, PAIR_TAGS["source"])
    begin_source = float(np.exp(pairs[:words, PAIR_TAGS["source"][0]].max()))
    where = np.flatnonzero(content)
    near = int(np.abs(np.concatenate([where - end + 1, where - start])).min()) if len(where) else words
    # how much the free words next to a role wanted to be in it: doubt about the borders
    outside = ~(content | source)
    outside[start:end] = False
    outside[words:] = False
    doubt = 1.0 - np.exp(chosen[outside])
    edges = float(np.sort(doubt)[-4:].sum()) if outside.any() else 0.0
    return {
        "bias": 1.0,
        "cue": float(np.log(max(cue, 1e-4))),
        "valid": float(np.clip(valid, -8, 8)),
        "content_mean": float(chosen[content].mean()) if len(where) else _FLOOR,
        "content_least": float(chosen[content].min()) if len(where) else _FLOOR,
        "source_mean": float(chosen[source].mean()) if source.any() else 0.0,
        "source_least": float(chosen[source].min()) if source.any() else 0.0,
        "no_source": 0.0 if source.any() else float(np.log(max(1e-3, 1.0 - begin_source))) - 0.5,
        "edge": edges,
        "length": float(np.log1p(len(where))),
        "parts": float(np.sum(path == PAIR_TAGS["content"][0]) - 1),
        "gap": float(np.log1p(near)),
        "rival": 0.0 if not source.any() else float(np.sum(path == PAIR_TAGS["source"][0]) - 1),
    }


def probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the calibrated probability in (0, 1) of an extraction."""
    score = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return float(1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))))


def part_ways(candidates: Iterable[Candidate], weights: Mapping[str, float]) -> list[Candidate]:
    """Shorten contents that run on into the next thing the same source says.

    "He described X, stressing that Y" is two attributions of one source. Where a likely cue with the very source of
    another candidate lies in that one's content, the content ends before it: were the second part of what was said, its
    source would be a word of the content.
    """
    found = list(candidates)
    likely = [c for c in found if c.source and probability(c.features, weights) >= _LIKELY]
    parted = []
    for candidate in found:
        cuts = [c.cue[0] for c in likely if c.source == candidate.source and _inside(c.cue, candidate.content)]
        if cuts and (content := _before(candidate.content, min(cuts))):
            candidate = replace(candidate, content=content)
        parted.append(candidate)
    return parted


def _inside(cue: Span, content: Iterable[Span]) -> bool:
    return any(start < cue[0] and cue[1] < end for start, end in content)


def _before(content: Iterable[Span], cut: int) -> tuple[Span, ...]:
    return tuple((start, min(end, cut)) for start, end in content if start < cut)


def settle(candidates: Iterable[Candidate], weights: Mapping[str, float]) -> list[tuple[Candidate, float]]:
    """Give each candidate of a text its confidence, and of those with much the same content keep the surest.

    Contents that run into the same source's next attribution are shortened first.

    Two contents are much the same where at least half of their words are common. Order is kept.
    """
    sure = [(probability(c.features, weights), c) for c in part_ways(candidates, weights)]
    kept: list[tuple[int, frozenset[int]]] = []
    for at in sorted(range(len(sure)), key=lambda at: (-sure[at][0], at)):
        words = frozenset(word for start, end in sure[at][1].content for word in range(start, end))
        if all(len(words & other) < _SAME * len(words | other) for _, other in kept):
            kept.append((at, words))
    return [(sure[at][1], sure[at][0]) for at, _ in sorted(kept)]
