"""Each reviewer's own view of a claim."""

from django.db import transaction

from factcheck.accounts.models import User
from factcheck.accounts.policies import fact_checker_require
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import InvalidInput, NotFound
from factcheck.core.text import normalise
from factcheck.review.models import Assessment
from factcheck.review.services.proposals import verdict_checked


@transaction.atomic
def assessment_record(*, claim_id: int, actor: User, finding: str, verdict: str | None, rationale: str) -> Assessment:
    """Store what one reviewer thinks of a claim; it stands beside those of others and replaces their own last one.

    Raises Forbidden, NotFound, or InvalidInput for an unknown finding or verdict or without a rationale.
    """
    fact_checker_require(actor)
    # The row is held, so that two assessments of one person come one after the other.
    claim = Claim.objects.select_for_update().filter(id=claim_id).first()
    if claim is None:
        raise NotFound("There is no such claim.")
    own_voice = claim.kind == Claim.Kind.OWN_VOICE
    if finding not in Claim.Finding.values or (finding == Claim.Finding.NOT_APPLICABLE) != own_voice:
        raise InvalidInput.field("/finding", "unknown", "This is not a finding of such a claim.")
    rationale = normalise(rationale)
    if not rationale:
        raise InvalidInput.field("/rationale", "required", "Give the reasons.")
    return assessment_store(
        claim=claim, reviewer=actor, finding=finding, verdict=verdict_checked(verdict), rationale=rationale
    )


def assessment_store(*, claim: Claim, reviewer: User, finding: str, verdict: str | None, rationale: str) -> Assessment:
    """Store an assessment whose parts were checked; one that says the same again is the same row."""
    present = Assessment.objects.filter(claim=claim, reviewer=reviewer, superseded_at=None)
    same = present.filter(finding=finding, verdict=verdict, rationale=rationale).first()
    if same is not None:
        return same
    present.update(superseded_at=clock.now())
    return Assessment.objects.create(
        claim=claim, reviewer=reviewer, finding=finding, verdict=verdict, rationale=rationale
    )
