"""Scores and calibration."""

import random
import re
from dataclasses import replace

import numpy as np
import pytest

from sources.attribution.confidence import FEATURES, Candidate, part_ways, probability, settle
from sources.attribution.pieces import Pieces
from sources.attribution.training.calibrate import Judged, best_cut, covered_by, cross_fit, fit, score_at
from sources.attribution.training.scoring import Score, calibration_error, covered, jaccard, pair_up, rates

TEXT = "The Post said it rained all day in Rome."
SPANS = [match.span() for match in re.finditer(r"\w+|\.", TEXT)]
PIECES = Pieces(
    *(np.zeros(len(SPANS), dtype=np.int64) for _ in range(2)),
    np.arange(len(SPANS)),
    np.array([start for start, _ in SPANS]),
    np.array([end for _, end in SPANS]),
    [0],
    [],
)
GOLD = covered(TEXT, {"source": [(0, 8)], "cue": [(9, 13)], "content": [(14, 39)]})


def found(source: tuple[int, int] | None, content: tuple[int, int]) -> dict[str, frozenset[int]]:
    return covered(TEXT, {"source": [source] if source else [], "cue": [(9, 13)], "content": [content]})


def test_words_are_counted_by_where_they_start() -> None:
    assert GOLD["source"] == {0, 4}
    assert GOLD["content"] == {14, 17, 24, 28, 32, 35}


def test_two_empty_sources_agree() -> None:
    assert jaccard(frozenset(), frozenset()) == 1.0
    assert jaccard(frozenset([1]), frozenset()) == 0.0


@pytest.mark.parametrize(
    ("item", "content", "linked", "exact"),
    [
        (found((0, 8), (14, 39)), 1, 1, 1),
        (found((0, 8), (14, 31)), 1, 1, 0),
        (found(None, (14, 39)), 1, 0, 1),
        (found((0, 8), (32, 39)), 0, 0, 0),
    ],
)
def test_an_attribution_is_right_when_content_and_source_meet(
    item: dict[str, frozenset[int]], content: int, linked: int, exact: int
) -> None:
    score = Score()
    score.add([GOLD], [item], [0.9])
    assert (score.content, score.linked, score.exact["content", "hits"]) == (content, linked, exact)


def test_pairs_are_one_to_one_and_best_first() -> None:
    loose, tight = found((0, 8), (14, 31)), found((0, 8), (14, 39))
    assert pair_up([GOLD], [loose, tight]) == [(0, 1)]


def test_rates_of_nothing_are_zero() -> None:
    assert rates(0, 0, 0) == (0.0, 0.0, 0.0)


def test_recall_is_read_where_precision_still_holds() -> None:
    score = Score(gold=10, curve=[(0.9, True), (0.8, True), (0.7, True), (0.6, True), (0.5, False), (0.4, False)])
    assert score.recall_at(0.8) == (40.0, 0.6)


def test_calibration_error_is_the_gap_between_confidence_and_truth() -> None:
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == pytest.approx(0.0)
    assert calibration_error([(0.95, False)] * 4) == pytest.approx(0.95)
    assert calibration_error([]) == 0.0


def made_up(count: int, seed: int = 0) -> list[Judged]:
    """Articles of one attribution each, right or wrong, where one feature tells how likely it is right."""
    chance = random.Random(seed)
    articles = []
    for _ in range(count):
        odds = chance.gauss(0, 2)
        right = chance.random() < probability({"valid": odds}, {"valid": 1.0})
        features = dict.fromkeys(FEATURES, 0.0) | {"bias": 1.0, "valid": odds}
        candidate = Candidate(((0, 2),) if right else (), (2, 3), ((3, 9),), features)
        item = Judged(TEXT, PIECES, [GOLD], [], [candidate])
        articles.append(replace(item, found=[covered_by(item, candidate)]))
    return articles


def test_fitted_confidence_is_calibrated_on_articles_it_has_not_seen() -> None:
    articles = made_up(1500)
    score = score_at(articles, cross_fit(articles), 0.0)
    assert calibration_error(score.curve) < 0.05
    assert fit(articles)["valid"] == pytest.approx(1.0, abs=0.2)


def test_the_cut_of_best_f1_leaves_out_what_is_likely_wrong() -> None:
    articles = made_up(300)
    weights = [fit(articles)] * len(articles)
    cut = best_cut(articles, weights)
    best, everything = score_at(articles, weights, cut), score_at(articles, weights, 0.0)
    assert (
        rates(best.linked, best.found, best.gold)[2] >= rates(everything.linked, everything.found, everything.gold)[2]
    )


def test_of_candidates_with_much_the_same_content_the_surest_stays() -> None:
    def candidate(cue: int, content: tuple[int, int], odds: float) -> Candidate:
        return Candidate((), (cue, cue + 1), (content,), {"valid": odds})

    candidates = [candidate(0, (5, 15), 0.5), candidate(2, (5, 13), 1.5), candidate(3, (14, 30), 0.1)]
    kept = settle(candidates, {"valid": 1.0})
    assert [item.cue for item, _ in kept] == [(2, 3), (3, 4)]
    assert kept[0][1] == pytest.approx(0.8176, abs=1e-3)


def test_a_content_ends_where_the_same_source_goes_on_to_say_something_else() -> None:
    def candidate(source: tuple[int, int], cue: int, content: tuple[int, int], odds: float) -> Candidate:
        return Candidate((source,), (cue, cue + 1), (content,), {"valid": odds})

    described = candidate((0, 1), 1, (2, 20), 1.0)
    stressing = candidate((0, 1), 10, (11, 20), 1.0)
    nested = candidate((3, 4), 10, (11, 20), 1.0)
    unlikely = candidate((0, 1), 10, (11, 20), -3.0)
    weights = {"valid": 1.0}
    assert [c.content for c in part_ways([described, stressing], weights)] == [((2, 10),), ((11, 20),)]
    assert [c.content for c in part_ways([described, nested], weights)] == [((2, 20),), ((11, 20),)]
    assert [c.content for c in part_ways([described, unlikely], weights)] == [((2, 20),), ((11, 20),)]
