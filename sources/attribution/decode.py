"""From the network's scores to spans: constrained Viterbi search, vectorised over sequences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sources.attribution.labels import CUE, PAIR_TAGS, ROLE_TAGS, TAGS
from sources.attribution.types import Span

FORBIDDEN = -1e9


def log_softmax(scores: np.ndarray) -> np.ndarray:
    """Return log probabilities over the last axis."""
    top = scores - scores.max(axis=-1, keepdims=True)
    return top - np.log(np.exp(top).sum(axis=-1, keepdims=True))


def pad(rows: Sequence[np.ndarray]) -> np.ndarray:
    """Stack arrays (w, tags) of unlike length into one (rows, longest, tags), filled up with zeros."""
    table = np.zeros((len(rows), max(map(len, rows)), rows[0].shape[1]), dtype=np.float32)
    for at, row in enumerate(rows):
        table[at, : len(row)] = row
    return table


def transitions(size: int, tags: dict[str, tuple[int, int]]) -> np.ndarray:
    """Return (size, size) scores of going from tag to tag: an inside tag follows its own begin or inside only."""
    table = np.zeros((size, size), dtype=np.float32)
    for begin, inside in tags.values():
        table[:, inside] = FORBIDDEN
        table[[begin, inside], inside] = 0.0
    return table


def _role_states() -> list[tuple[int, bool, bool]]:
    """Return the states of the search for roles: (tag, a source was seen before, a content was seen before)."""
    outside, (source, more_source), (content, more_content) = 0, PAIR_TAGS["source"], PAIR_TAGS["content"]
    states = []
    for seen in (False, True):
        states += [(outside, False, seen), (outside, True, seen), (source, False, seen), (more_source, True, seen)]
        states += [(content, seen, False), (content, seen, True), (more_content, seen, True)]
    return states


def _role_moves(states: list[tuple[int, bool, bool]]) -> np.ndarray:
    """Return the scores of going from state to state: a text as one cue sees it has one source at most."""
    table = transitions(5, PAIR_TAGS)
    moves = np.full((len(states), len(states)), FORBIDDEN, dtype=np.float32)
    for i, (tag, source, content) in enumerate(states):
        after = (source or tag in PAIR_TAGS["source"], content or tag in PAIR_TAGS["content"])
        for j, (following, *before) in enumerate(states):
            if tuple(before) == after:
                moves[i, j] = table[tag, following]
    return moves


_TEXT_MOVES = transitions(len(TAGS), ROLE_TAGS)
_TEXT_STARTS = [not tag.startswith("I") for tag in TAGS]
_ROLE_STATES = _role_states()
_ROLE_MOVES = _role_moves(_ROLE_STATES)
_ROLE_STARTS = [
    not source and not content and tag not in (PAIR_TAGS["source"][1], PAIR_TAGS["content"][1])
    for tag, source, content in _ROLE_STATES
]
_ROLE_TAGS_OF_STATES = np.array([tag for tag, _, _ in _ROLE_STATES])
_FURTHER_CONTENT = np.array([tag == PAIR_TAGS["content"][0] and content for tag, _, content in _ROLE_STATES])


def viterbi(scores: np.ndarray, moves: np.ndarray, starts: Sequence[bool]) -> np.ndarray:
    """Return the best sequences (c, w) of states under log scores (c, w, states).

    moves (states, states) is added for each step; a sequence opens with a state that ``starts`` allows.
    """
    count, length, size = scores.shape
    best = np.where(np.array(starts), scores[:, 0], scores[:, 0] + FORBIDDEN)
    back = np.zeros((length, count, size), dtype=np.int8)
    for at in range(1, length):
        routes = best[:, :, None] + moves
        choice = routes.argmax(axis=1)
        back[at] = choice
        best = np.take_along_axis(routes, choice[:, None], axis=1)[:, 0] + scores[:, at]
    paths = np.zeros((count, length), dtype=np.int8)
    paths[:, -1] = best.argmax(axis=1)
    rows = np.arange(count)
    for at in range(length - 1, 0, -1):
        paths[:, at - 1] = back[at, rows, paths[:, at]]
    return paths


def segments(path: np.ndarray, begin: int, inside: int) -> list[Span]:
    """Return the runs of a tag path that open with ``begin`` and go on with ``inside``, as ranges of words."""
    found: list[Span] = []
    for start in np.flatnonzero(path == begin):
        end = int(start) + 1
        while end < len(path) and path[end] == inside:
            end += 1
        found.append((int(start), end))
    return found


@dataclass(frozen=True, slots=True)
class Cue:
    """A candidate cue: words ``[start, end)`` of its window, and the tagger's probability for it."""

    start: int
    end: int
    probability: float


def find_cues(tags: np.ndarray, words: np.ndarray, threshold: float) -> list[list[Cue]]:
    """Return the candidate cues of each window.

    tags (windows, w, 7) log probabilities; words (windows,) how many of the w are real. Candidates are the cues on the
    best tag path, and beside them each word whose probability to begin a cue reaches ``threshold``.
    """
    length = tags.shape[1]
    padding = np.arange(length)[None] >= words[:, None]
    scores = np.where(padding[..., None], np.where(np.arange(len(TAGS)) == 0, 0.0, FORBIDDEN), tags)
    paths = viterbi(scores.astype(np.float32), _TEXT_MOVES, _TEXT_STARTS)
    begin = np.where(padding, 0.0, np.exp(tags[..., CUE]))
    found: list[list[Cue]] = []
    for row, path in enumerate(paths):
        cues = [
            Cue(
                start,
                end,
                float(np.exp(tags[row, start, CUE] + tags[row, start + 1 : end, CUE + 1].sum())) ** (1 / (end - start)),
            )
            for start, end in segments(path, CUE, CUE + 1)
        ]
        taken = np.zeros(length, dtype=bool)
        for cue in cues:
            taken[cue.start : cue.end] = True
        for start in np.flatnonzero((begin[row] >= threshold) & ~taken):
            end = int(start) + 1
            while end < words[row] and not taken[end] and tags[row, end].argmax() == CUE + 1:
                end += 1
            cues.append(Cue(int(start), end, float(begin[row, start])))
        found.append(sorted(cues, key=lambda cue: cue.start))
    return found


def read_roles(pairs: np.ndarray, cues: list[Cue], words: np.ndarray, split_cost: float) -> np.ndarray:
    """Return the best pair-tag paths (c, w) for log probabilities ``pairs`` (c, w, 5), the cues' own words kept free.

    words (c,): how many words the window of each cue has. A path has one source segment at most (annotators mark a
    second one in 1 of 2,000), and each content segment after the first costs ``split_cost``.
    """
    place = np.arange(pairs.shape[1])[None]
    start = np.array([cue.start for cue in cues])[:, None]
    end = np.array([cue.end for cue in cues])[:, None]
    closed = ((place >= start) & (place < end)) | (place >= words[:, None])
    free = np.where(np.arange(5) == 0, 0.0, FORBIDDEN)
    scores = np.where(closed[..., None], free, pairs)[..., _ROLE_TAGS_OF_STATES] - split_cost * _FURTHER_CONTENT
    return _ROLE_TAGS_OF_STATES[viterbi(scores.astype(np.float32), _ROLE_MOVES, _ROLE_STARTS)]
