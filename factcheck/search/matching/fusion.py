"""From candidates by words and by meaning to one ranking.

Reciprocal rank fusion (Cormack, Clarke and Buettcher 2009). Its constant and the threshold were chosen on the training
queries of CheckThat! 2020 Task 2 (see docs/decisions on claim matching); benchmarks/claim_matching.py measures them.
"""

from collections.abc import Iterable

from factcheck.search.types import MatchCandidate

RANK_CONSTANT = 10
# Cosine from which two texts are taken to say the same: the best F1 on those queries.
SAME_CLAIM = 0.55
# Cosine from which a suggestion is stored: there, one query in twelve still has a wrong claim above it.
SUGGESTED = 0.7


def fused_score(candidate: MatchCandidate) -> float:
    """Return the sum of the reciprocal ranks: greater is better, at most 2 / (RANK_CONSTANT + 1)."""
    ranks = (candidate.lexical_rank, candidate.semantic_rank)
    return sum(1 / (RANK_CONSTANT + rank) for rank in ranks if rank is not None)


def same_claim(candidate: MatchCandidate) -> bool:
    """Say whether the candidate is similar enough to be shown as the same claim."""
    return candidate.similarity is not None and candidate.similarity >= SAME_CLAIM


def ranked(candidates: Iterable[MatchCandidate], *, is_reviewed: dict[tuple[str, int], bool]) -> list[MatchCandidate]:
    """Return the candidates, best first: those above the threshold before others, among them reviewed ones first."""

    def place(candidate: MatchCandidate) -> tuple[bool, bool, float, str, int]:
        same = same_claim(candidate)
        reviewed = is_reviewed.get((candidate.kind, candidate.object_id), False)
        return (not same, not (same and reviewed), -fused_score(candidate), candidate.kind, candidate.object_id)

    return sorted(candidates, key=place)
