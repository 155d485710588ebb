"""Fits the confidence on development data and chooses the two cuts (no torch needed)."""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sources.attribution.confidence import FEATURES, Candidate, settle
from sources.attribution.engine import propose, spans_of
from sources.attribution.model import SETTINGS, Model
from sources.attribution.pieces import Pieces, cut_pieces
from sources.attribution.training.polnear import Article
from sources.attribution.training.scoring import (
    ROLES,
    Covered,
    Score,
    agree,
    calibration_error,
    covered,
    like_pairs,
    one_to_one,
    right_ones,
)

RIDGE = 1.0
FOLDS = 5
FLAT = 0.15


@dataclass(frozen=True, slots=True)
class Judged:
    """One article: what was annotated, and all candidates of the model with the words that they cover."""

    text: str
    pieces: Pieces
    gold: list[Covered]
    found: list[Covered]
    candidates: list[Candidate]


def judge(articles: Iterable[Article], model: Model) -> list[Judged]:
    """Run the model over annotated articles and keep every candidate. The first annotator is the reference."""
    articles = list(articles)
    pieces = {number: cut_pieces(article.text, model.tokenizer) for number, article in enumerate(articles)}
    candidates, _ = propose(pieces, model)
    judged = []
    for number, article in enumerate(articles):
        gold = [
            covered(article.text, {"source": r.source, "cue": r.cue, "content": r.content})
            for r in article.annotations[0]
        ]
        item = Judged(article.text, pieces[number], [g for g in gold if g["content"]], [], candidates[number])
        judged.append(replace(item, found=[covered_by(item, candidate) for candidate in item.candidates]))
    return judged


def settled(article: Judged, weights: Mapping[str, float]) -> tuple[Judged, list[float]]:
    """Return an article with the candidates that the engine would keep, and their confidences."""
    kept = settle(article.candidates, weights)
    found = [covered_by(article, candidate) for candidate, _ in kept]
    return replace(article, found=found, candidates=[candidate for candidate, _ in kept]), [sure for _, sure in kept]


def covered_by(article: Judged, candidate: Candidate) -> Covered:
    """Return the words that a candidate covers."""
    spans = spans_of(article.text, article.pieces, candidate)
    return covered(article.text, dict(zip(ROLES, spans, strict=True)))


def fit(judged: Sequence[Judged]) -> dict[str, float]:
    """Fit the confidence twice: on all candidates, then on those that the first fit keeps among much the same ones."""
    first = fit_once(judged)
    return fit_once([settled(article, first)[0] for article in judged])


def fit_once(judged: Sequence[Judged]) -> dict[str, float]:
    """Fit the logistic model by Newton's method with a ridge on all weights but the bias."""
    rows, truth = [], []
    for article in judged:
        right = right_ones(article.gold, article.found)
        rows += [[candidate.features[name] for name in FEATURES] for candidate in article.candidates]
        truth += [number in right for number in range(len(article.found))]
    x, y = np.array(rows), np.array(truth, dtype=float)
    spread = np.maximum(x.std(axis=0), 1e-6)
    spread[0] = 1.0
    x = x / spread
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + ridge * weights
        curvature = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return {name: round(float(w / s), 6) for name, w, s in zip(FEATURES, weights, spread, strict=True)}


def score_at(judged: Sequence[Judged], weights: Sequence[Mapping[str, float]], cut: float) -> Score:
    """Score all candidates of confidence ``cut`` and up; ``weights`` has one set for each article."""
    score = Score()
    for whole, own in zip(judged, weights, strict=True):
        article, sure = settled(whole, own)
        kept = [number for number, value in enumerate(sure) if value >= cut]
        score.add(article.gold, [article.found[n] for n in kept], [sure[n] for n in kept])
    return score


def best_cut(judged: Sequence[Judged], weights: Sequence[Mapping[str, float]]) -> float:
    """Return the cut, in steps of a hundredth, with the best linked F1, ties within `FLAT` points going to the lowest.

    The curve is flat around its peak, whose place is chance; of cuts as good, the lowest leaves out the least.
    """
    cuts = [round(0.15 + 0.01 * step, 2) for step in range(50)]
    gold = sum(len(article.gold) for article in judged)
    hits, found = dict.fromkeys(cuts, 0), dict.fromkeys(cuts, 0)
    for whole, own in zip(judged, weights, strict=True):
        article, sure = settled(whole, own)
        pairs = like_pairs(article.gold, article.found)
        for cut in cuts:
            kept = {number for number, value in enumerate(sure) if value >= cut and article.found[number]["content"]}
            found[cut] += len(kept)
            chosen = one_to_one(pair for pair in pairs if pair[1] in kept)
            hits[cut] += sum(agree(article.gold[i], article.found[j]) for i, j in chosen)
    f1 = {cut: 200 * hits[cut] / max(1, gold + found[cut]) for cut in cuts}
    return min(cut for cut in cuts if f1[cut] >= max(f1.values()) - FLAT)


def cross_fit(judged: Sequence[Judged], seed: int = 0) -> list[dict[str, float]]:
    """Return for each article weights that were fitted without it, so that figures on them are honest."""
    order = list(range(len(judged)))
    random.Random(seed).shuffle(order)
    weights: list[dict[str, float]] = [{} for _ in judged]
    for fold in range(FOLDS):
        outside = set(order[fold::FOLDS])
        fitted = fit([article for number, article in enumerate(judged) if number not in outside])
        for number in outside:
            weights[number] = fitted
    return weights


def calibrate(articles: Iterable[Article], model: Model, folder: Path) -> str:
    """Fit confidence and cuts on development articles, write them into the model's settings, return a report.

    The figures of the report come from confidences fitted on the other four fifths of the articles.
    """
    judged = judge(articles, model)
    crossed = cross_fit(judged)
    fitted = fit(judged)
    same = [fitted] * len(judged)
    cut = best_cut(judged, same)
    everything = score_at(judged, same, 0.0)
    sure = max(cut, everything.recall_at()[1])
    path = folder / SETTINGS
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings |= {"best_cut": cut, "sure_cut": round(sure, 4), "confidence": fitted}
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    held_out = score_at(judged, crossed, best_cut(judged, crossed))
    whole = score_at(judged, crossed, 0.0)
    return (
        f"cut {cut}, sure from {sure:.3f}, held-out calibration of all candidates "
        f"{calibration_error(whole.curve):.3f}\n{held_out.report()}"
    )
