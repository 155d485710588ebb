"""Suggesting that a claim has been made, or checked, before. A machine suggests; a person confirms."""

from collections.abc import Sequence

import structlog
from django.db import transaction

from factcheck.accounts.models import User
from factcheck.accounts.policies import fact_checker_require
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import Conflict, NotFound
from factcheck.search.matching.embedder import MODEL
from factcheck.search.matching.fusion import SUGGESTED
from factcheck.search.models import Embedding, ExternalReview, Kind, MatchSuggestion
from factcheck.search.selectors.matching import Match, claims_match
from sources.tracing.models import Appearance

logger = structlog.get_logger(__name__)

BATCH = 100
KEPT_PER_CLAIM = 5


def matches_suggest_due(*, limit: int = BATCH) -> int:
    """Look for earlier claims for those claims whose text is new to matching. Returns how many were looked at.

    Finds its work in the table of embeddings, so that nothing has to be announced and nothing is lost. Raises
    SearchUnavailable, with what was done so far kept.
    """
    due = Embedding.objects.filter(kind=Kind.CLAIM, matched_at=None).order_by("id")
    ids = list(due.values_list("object_id", flat=True)[:limit])
    for claim in Claim.objects.filter(id__in=ids).order_by("id"):
        claim_matches_suggest(claim=claim)
    gone = set(ids) - set(Claim.objects.filter(id__in=ids).values_list("id", flat=True))
    Embedding.objects.filter(kind=Kind.CLAIM, object_id__in=gone).delete()
    return len(ids)


def claim_matches_suggest(*, claim: Claim) -> int:
    """Store the matches of the claim that are similar enough as suggestions, with model and score.

    What a person has decided stays. Returns how many suggestions are new.
    """
    (matches,) = claims_match(claim=claim, limit=KEPT_PER_CLAIM)
    alike = [match for match in matches if match.score >= SUGGESTED]
    with transaction.atomic():
        stored = _store_appearances(claim, [m for m in alike if m.kind == Kind.CLAIM])
        stored += _store_reviews(claim, [m for m in alike if m.kind == Kind.EXTERNAL_REVIEW])
        Embedding.objects.filter(kind=Kind.CLAIM, object_id=claim.id).update(matched_at=clock.now())
    return stored


def match_suggestion_decide(*, suggestion_id: int, confirmed: bool, actor: User) -> MatchSuggestion:
    """Record a person's word on a suggested external review. Deciding the same again changes nothing.

    No verdict is carried over. Raises Forbidden; NotFound; Conflict when somebody has decided otherwise already.
    """
    fact_checker_require(actor, "Only fact-checkers and editors decide on suggestions.")
    state = MatchSuggestion.State.CONFIRMED if confirmed else MatchSuggestion.State.REJECTED
    open_rows = MatchSuggestion.objects.filter(id=suggestion_id, state=MatchSuggestion.State.SUGGESTED)
    open_rows.update(state=state, decided_by=actor, decided_at=clock.now())
    rows = MatchSuggestion.objects.select_related("external_review", "decided_by")
    suggestion = rows.filter(id=suggestion_id).first()
    if suggestion is None:
        raise NotFound(f"There is no suggestion {suggestion_id}.")
    if suggestion.state != state:
        raise Conflict(f"This suggestion is already {suggestion.state}.")
    return suggestion


def _store_appearances(claim: Claim, matches: Sequence[Match]) -> int:
    others = dict(Claim.objects.filter(public_id__in=[m.public_id for m in matches]).values_list("public_id", "id"))
    rows = []
    for match in matches:
        if match.public_id not in others:
            continue
        earlier, later = sorted((claim.id, others[match.public_id]))
        rows.append(
            Appearance(
                earlier_id=earlier,
                later_id=later,
                method=Appearance.Method.MATCHING,
                model=MODEL,
                score=match.score,
                state=Appearance.State.SUGGESTED,
            )
        )
    before = Appearance.objects.count()
    Appearance.objects.bulk_create(rows, ignore_conflicts=True)
    return Appearance.objects.count() - before


def _store_reviews(claim: Claim, matches: Sequence[Match]) -> int:
    found = ExternalReview.objects.filter(public_id__in=[m.public_id for m in matches])
    reviews = dict(found.values_list("public_id", "id"))
    rows = [
        MatchSuggestion(claim=claim, external_review_id=reviews[m.public_id], model=MODEL, score=m.score)
        for m in matches
        if m.public_id in reviews
    ]
    before = MatchSuggestion.objects.filter(claim=claim).count()
    MatchSuggestion.objects.bulk_create(rows, ignore_conflicts=True)
    return MatchSuggestion.objects.filter(claim=claim).count() - before
