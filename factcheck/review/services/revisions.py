"""Making the immutable payload of a claim as published."""

from typing import Any

from factcheck.claims.models import Claim
from factcheck.claims.representation import claim_representation, claims_for_representation
from factcheck.core import clock
from factcheck.review.chain import json_sha256
from factcheck.review.models import Decision, Revision
from factcheck.review.models.log import new_revision_id
from factcheck.review.selectors import proposal_items
from factcheck.review.selectors.publication import stored_publication
from factcheck.review.services.steps import Step


def payload_make(*, claim: Claim, step: Step, note: str) -> tuple[dict[str, Any], str]:
    """Return what a reader sees of the claim from now on, and its digest. ``claim`` has its new state already.

    URLs are stored without scheme and host, and people without their names: both are filled in when it is read.
    """
    shown = claims_for_representation().get(id=claim.id)
    items = list(proposal_items(step.proposal)) if step.proposal else []
    payload = claim_representation(shown, base_url="")
    payload["published"] = stored_publication(
        new_revision_id(),
        number=claim.revision or 0,
        kind=step.revision_kind,
        at=clock.now(),
        note=note,
        rationale=step.proposal.rationale if step.proposal else "",
        items=items,
    )
    return payload, json_sha256(payload)


def revision_store(
    *, claim: Claim, step: Step, note: str, payload: dict[str, Any], sha256: str, decision: Decision
) -> Revision:
    """Store the payload as the claim's next revision, tied to the decision that made it."""
    person, number = decision.person, claim.revision
    assert person is not None  # noqa: S101 (only a person publishes or retracts)
    assert number is not None  # noqa: S101 (the step has just set it)
    return Revision.objects.create(
        public_id=payload["published"]["id"],
        claim=claim,
        number=number,
        kind=step.revision_kind,
        finding=claim.finding,
        verdict=claim.verdict,
        note=note,
        payload=payload,
        payload_sha256=sha256,
        decision=decision,
        proposal=step.proposal,
        person=person,
        published_at=decision.at,
    )
