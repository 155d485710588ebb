"""Scores found attributions against annotated ones, by the words they cover (no torch needed).

An attribution is *right* when it is paired, one to one and best first, with an annotated one whose content it meets
with a word Jaccard of at least one half, and its source meets that one's source likewise; two empty sources agree.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sources.attribution.types import Span

ROLES = ("source", "cue", "content")
ENOUGH = 0.5
_WORD = re.compile(r"\w+")

Words = frozenset[int]
Covered = Mapping[str, Words]


def covered(text: str, roles: Mapping[str, Iterable[Span]]) -> dict[str, Words]:
    """Return for each role the set of start offsets of the words that its spans cover."""
    return {
        role: frozenset(
            start + match.start() for start, end in roles[role] for match in _WORD.finditer(text[start:end])
        )
        for role in ROLES
    }


def jaccard(a: Words, b: Words) -> float:
    """Return the share of common words in all words; two empty sets agree."""
    return len(a & b) / len(a | b) if a or b else 1.0


def like_pairs(gold: Sequence[Covered], found: Sequence[Covered]) -> list[tuple[int, int]]:
    """Return the numbers of all annotated and found attributions with much the same content, the likest first."""
    scored = [
        (score, i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if g["content"] & f["content"] and (score := jaccard(g["content"], f["content"])) >= ENOUGH
    ]
    return [(i, j) for _, i, j in sorted(scored, reverse=True)]


def one_to_one(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Choose from pairs, best first, so that no number is used twice on either side."""
    used_gold: set[int] = set()
    used_found: set[int] = set()
    chosen = []
    for i, j in pairs:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            chosen.append((i, j))
    return chosen


def pair_up(gold: Sequence[Covered], found: Sequence[Covered]) -> list[tuple[int, int]]:
    """Pair annotated and found attributions by content, best first. Returns pairs of their numbers."""
    return one_to_one(like_pairs(gold, found))


def agree(gold: Covered, found: Covered) -> bool:
    """Tell whether a pair's sources are much the same."""
    return jaccard(gold["source"], found["source"]) >= ENOUGH


def right_ones(gold: Sequence[Covered], found: Sequence[Covered]) -> set[int]:
    """Return the numbers of the found attributions that are right."""
    return {j for i, j in pair_up(gold, found) if agree(gold[i], found[j])}


def rates(hits: int, found: int, gold: int) -> tuple[float, float, float]:
    """Return precision, recall and F1 in percent."""
    precision, recall = 100 * hits / max(1, found), 100 * hits / max(1, gold)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(slots=True)
class Score:
    """Adds up the counts of articles."""

    gold: int = 0
    found: int = 0
    content: int = 0
    linked: int = 0
    exact: Counter[tuple[str, str]] = field(default_factory=Counter)
    curve: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, gold: Sequence[Covered], found: Sequence[Covered], confidences: Sequence[float]) -> None:
        """Add one article: what was annotated, what was found and how surely."""
        gold = [item for item in gold if item["content"]]
        kept = [(item, sure) for item, sure in zip(found, confidences, strict=True) if item["content"]]
        found = [item for item, _ in kept]
        right = right_ones(gold, found)
        self.gold += len(gold)
        self.found += len(found)
        self.content += len(pair_up(gold, found))
        self.linked += len(right)
        self.curve += [(sure, j in right) for j, (_, sure) in enumerate(kept)]
        for role in ROLES:
            a, b = (Counter(item[role] for item in items if item[role]) for items in (gold, found))
            self.exact[role, "hits"] += sum((a & b).values())
            self.exact[role, "gold"] += sum(a.values())
            self.exact[role, "found"] += sum(b.values())

    def exact_rates(self, role: str) -> tuple[float, float, float]:
        return rates(self.exact[role, "hits"], self.exact[role, "found"], self.exact[role, "gold"])

    def recall_at(self, precision: float = 0.8) -> tuple[float, float]:
        """Return the best recall (percent) at which precision is still reached, and the confidence there."""
        best, hits, cut = 0.0, 0, 1.0
        for number, (sure, right) in enumerate(sorted(self.curve, key=lambda item: -item[0]), 1):
            hits += right
            if hits / number >= precision and 100 * hits / max(1, self.gold) > best:
                best, cut = 100 * hits / max(1, self.gold), sure
        return best, cut

    def report(self) -> str:
        """Return the figures as the lines of a table."""
        rows = [("linked", rates(self.linked, self.found, self.gold))]
        rows.append(("content", rates(self.content, self.found, self.gold)))
        rows += [(f"exact {role}", self.exact_rates(role)) for role in ROLES]
        lines = [f"gold {self.gold}  found {self.found}"]
        lines += [f"{name:<15} P {p:5.1f}  R {r:5.1f}  F1 {f:5.1f}" for name, (p, r, f) in rows]
        mean = sum(self.exact_rates(role)[2] for role in ROLES) / len(ROLES)
        lines.append(f"{'exact mean':<15} {mean:5.1f}")
        lines.append(f"{'linked P>=80':<15} R {self.recall_at()[0]:5.1f}")
        lines.append(f"{'calibration':<15} ECE {calibration_error(self.curve):.3f}")
        return "\n".join(lines)


def calibration_error(curve: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Return the expected calibration error of (confidence, right) pairs in bins of equal width (Guo et al. 2017)."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in curve:
        groups.setdefault(min(int(sure * bins), bins - 1), []).append((sure, right))
    total = sum(abs(sum(sure for sure, _ in group) - sum(right for _, right in group)) for group in groups.values())
    return total / max(1, len(curve))


def macro_f1(truth: np.ndarray, guess: np.ndarray) -> float:
    """Return the mean F1 of the two classes of a yes-or-no question, in percent."""
    truth, guess = truth.astype(bool), guess.astype(bool)
    scores = []
    for own, other in ((truth, guess), (~truth, ~guess)):
        scores.append(2 * float((own & other).sum()) / max(1.0, float(own.sum() + other.sum())))
    return 50 * sum(scores)
