"""Taking a claim along the state machine in tests, through the service, as people would."""

from typing import Any

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.review.services import claim_transition
from factcheck.review.types import TransitionData
from tests.factories import ClaimFactory, EvidenceFactory, SourceFactory


def take(claim: Claim, action: str, actor: User, **data: Any) -> Claim:
    """Take one step from the version that the database has now."""
    version = Claim.objects.values_list("version", flat=True).get(id=claim.id)
    return claim_transition(
        claim_id=claim.id, action=action, actor=actor, expected_version=version, data=TransitionData(**data)
    )


def make_claim(**fields: Any) -> Claim:
    """Return a reported claim whose originator is a named person."""
    return ClaimFactory(attribution__source=SourceFactory(name="Alice", kind="person"), **fields)


def propose(claim: Claim, fact_checker: User, **data: Any) -> Claim:
    """Start and propose; by default verified and confirmed, on one piece of supporting evidence."""
    if not claim.evidence.exists():
        EvidenceFactory(claim=claim)
    take(claim, "start", fact_checker)
    given = {"finding": "confirmed", "verdict": "verified", "rationale": "The city says so."} | data
    return take(claim, "propose", fact_checker, **given)


def publish(claim: Claim, fact_checker: User, editor: User, **data: Any) -> Claim:
    """Start, propose and publish."""
    note = {"public_note": "Corrected after new evidence."} if claim.revision else {}
    propose(claim, fact_checker, **data)
    return take(claim, "publish", editor, **note)
