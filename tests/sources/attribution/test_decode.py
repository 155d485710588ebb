"""The search for the best tag path."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sources.attribution.decode import (
    FORBIDDEN,
    Cue,
    find_cues,
    log_softmax,
    pad,
    read_roles,
    segments,
    transitions,
    viterbi,
)
from sources.attribution.labels import PAIR_TAGS

MOVES = transitions(5, PAIR_TAGS)
INSIDES = [inside for _, inside in PAIR_TAGS.values()]
STARTS = [tag not in INSIDES for tag in range(5)]


def best_by_trying(scores: np.ndarray) -> float:
    best = -np.inf
    for path in product(range(5), repeat=len(scores)):
        value = sum(scores[at, tag] for at, tag in enumerate(path))
        value += FORBIDDEN * (path[0] in INSIDES)
        value += sum(MOVES[a, b] for a, b in pairwise(path))
        best = max(best, value)
    return best


@given(seed=st.integers(0, 10_000), length=st.integers(1, 5))
def test_the_search_finds_the_best_path_of_all(seed: int, length: int) -> None:
    scores = log_softmax(np.random.default_rng(seed).normal(size=(1, length, 5)).astype(np.float32) * 3)
    path = viterbi(scores, MOVES, STARTS)[0]
    got = sum(float(scores[0, at, tag]) for at, tag in enumerate(path))
    assert abs(got - best_by_trying(scores[0])) < 1e-3


@given(seed=st.integers(0, 10_000), length=st.integers(1, 30))
def test_an_inside_tag_follows_its_own_kind_only(seed: int, length: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(3, length, 5)).astype(np.float32) * 5
    for path in viterbi(scores, MOVES, STARTS):
        before = 0
        for tag in path:
            assert tag not in INSIDES or before in (tag, tag - 1)
            before = int(tag)


def test_a_search_over_many_sequences_gives_what_each_alone_gives() -> None:
    scores = np.random.default_rng(1).normal(size=(6, 20, 5)).astype(np.float32)
    together = viterbi(scores, MOVES, STARTS)
    alone = [viterbi(scores[at : at + 1], MOVES, STARTS)[0] for at in range(6)]
    assert np.array_equal(together, np.stack(alone))


def test_segments_open_with_begin_and_go_on_with_inside() -> None:
    assert segments(np.array([0, 1, 2, 2, 0, 1, 1, 2, 3, 4]), 1, 2) == [(1, 4), (5, 6), (6, 8)]
    assert segments(np.array([], dtype=np.int8), 1, 2) == []


def test_roles_leave_the_cue_and_the_padding_free() -> None:
    scores = np.full((1, 6, 5), -5.0, dtype=np.float32)
    scores[0, :, 3] = -0.1
    path = read_roles(log_softmax(scores), [Cue(2, 4, 0.9)], np.array([5]), 0.0)[0]
    assert list(path) == [3, 3, 0, 0, 3, 0]


def test_a_likely_word_off_the_best_path_is_a_candidate_cue_too() -> None:
    tags = np.full((1, 4, 7), -8.0, dtype=np.float32)
    tags[0, :, 0] = 0.0
    tags[0, 1, 3] = 4.0
    tags[0, 2, 4] = 4.0
    tags[0, 3, 3] = -0.6
    found = find_cues(log_softmax(tags), np.array([4]), threshold=0.2)[0]
    assert [(cue.start, cue.end) for cue in found] == [(1, 3), (3, 4)]
    assert found[0].probability > 0.9 > 0.5 > found[1].probability > 0.2


def test_padding_stacks_rows_of_unlike_length() -> None:
    table = pad([np.ones((2, 3)), np.ones((1, 3))])
    assert table.shape == (2, 2, 3)
    assert table[1, 1].sum() == 0


@given(seed=st.integers(0, 10_000), length=st.integers(1, 40), cost=st.floats(0, 3))
def test_a_path_has_one_source_at_most(seed: int, length: int, cost: float) -> None:
    scores = log_softmax(np.random.default_rng(seed).normal(size=(2, length, 5)).astype(np.float32) * 4)
    cue = Cue(0, 1, 0.5)
    for path in read_roles(scores, [cue, cue], np.array([length, length]), cost):
        assert len(segments(path, 1, 2)) <= 1
        assert path[0] == 0


def test_a_weak_second_part_of_a_content_is_given_up_where_parts_cost() -> None:
    scores = np.full((1, 6, 5), -9.0, dtype=np.float32)
    scores[0, :, 0] = 0.0
    scores[0, [1, 4], 3] = 0.5
    pairs = log_softmax(scores)
    count = np.array([6])
    assert len(segments(read_roles(pairs, [Cue(0, 1, 0.5)], count, 0.0)[0], 3, 4)) == 2
    assert len(segments(read_roles(pairs, [Cue(0, 1, 0.5)], count, 1.0)[0], 3, 4)) == 1
