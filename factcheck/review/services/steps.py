"""What each action of the state machine does to a claim, besides moving it. Called by ``claim_transition`` alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import InvalidInput
from factcheck.review import requirements, states
from factcheck.review.content import content_sha256
from factcheck.review.errors import TransitionConflict
from factcheck.review.models import Notification, Proposal, ProposalEvidence, Revision
from factcheck.review.selectors import proposal_items
from factcheck.review.services.assessments import assessment_store
from factcheck.review.services.log import log_person
from factcheck.review.services.proposals import (
    evidence_entries,
    hop_findings_checked,
    proposal_evidence_chosen,
    verdict_checked,
)
from factcheck.review.types import TransitionData
from sources.tracing.models import Hop

NO_LOCK: dict[str, Any] = {"locked_by": None, "locked_until": None}


@dataclass
class Step:
    """What a transition changes and records: columns of the claim, what the log says, whom to tell."""

    changes: dict[str, Any] = field(default_factory=dict)
    finding: str = ""
    verdict: str | None = None
    reason: str = ""
    evidence: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    notify: list[tuple[User, str]] = field(default_factory=list)
    revision_kind: str = ""
    proposal: Proposal | None = None


def lock_of(user: User) -> dict[str, Any]:
    """Return the columns that give a person the claim to work on, until the lock runs out."""
    return {"locked_by": user, "locked_until": clock.now() + timedelta(minutes=settings.REVIEW_LOCK_MINUTES)}


def _start(claim: Claim, actor: User, data: TransitionData) -> Step:
    step = Step(changes={"started_from": claim.state, "assigned_to": actor, **lock_of(actor)})
    if claim.assigned_to and claim.assigned_to != actor:
        step.notify.append((claim.assigned_to, Notification.Kind.TAKEN_OVER))
    return step


def _release(claim: Claim, actor: User, data: TransitionData) -> Step:
    return Step(changes={"started_from": "", "assigned_to": None, **NO_LOCK}, reason=data.reason)


def _propose(claim: Claim, actor: User, data: TransitionData) -> Step:
    own_voice = claim.kind == Claim.Kind.OWN_VOICE
    finding = data.finding
    if (finding == Claim.Finding.NOT_APPLICABLE) != own_voice or finding not in Claim.Finding.values:
        allowed = [Claim.Finding.NOT_APPLICABLE] if own_voice else _findings()
        raise InvalidInput.field("/finding", "unknown", f"The finding here is one of: {', '.join(allowed)}.")
    verdict = verdict_checked(data.verdict)
    hop_findings = hop_findings_checked(claim, data.hop_findings)
    items = proposal_evidence_chosen(claim, data.evidence)
    requirements.require(requirements.proposal_missing(claim, finding=finding, verdict=verdict, items=items))
    proposal = Proposal.objects.create(
        claim=claim,
        finding=finding,
        hop_findings=hop_findings,
        verdict=verdict,
        rationale=data.rationale,
        content_sha256=content_sha256(claim),
        article_version=claim.article_version,
        proposed_by=actor,
        proposed_at=clock.now(),
    )
    for item in items:
        item.proposal = proposal
    ProposalEvidence.objects.bulk_create(items)
    assessment_store(claim=claim, reviewer=actor, finding=finding, verdict=verdict, rationale=data.rationale)
    return Step(
        changes={**NO_LOCK},
        finding=finding,
        verdict=verdict,
        reason=data.rationale,
        evidence=evidence_entries(items),
        data={"proposal": proposal.public_id, "hop_findings": hop_findings},
        proposal=proposal,
    )


def _publish(claim: Claim, actor: User, data: TransitionData) -> Step:
    proposal = _open_proposal(claim)
    if proposal.content_sha256 != content_sha256(claim):
        detail = "The claim's words, place or sources have changed since this was proposed: return it."
        raise TransitionConflict(detail, code="changed_since_proposal", allowed=("return",))
    requirements.require(requirements.publication_missing(claim, proposal, public_note=data.public_note))
    _close(proposal, Proposal.State.PUBLISHED)
    findings = dict(proposal.hop_findings)
    first = requirements.originator(claim)
    if first is not None:
        findings[first.public_id] = proposal.finding
    for public_id, finding in findings.items():
        Hop.objects.filter(attribution__claim=claim, public_id=public_id).update(finding=finding)
    items = list(proposal_items(proposal))
    return Step(
        changes={
            "finding": proposal.finding,
            "verdict": proposal.verdict,
            "revision": (claim.revision or 0) + 1,
            "started_from": "",
            "assigned_to": None,
            "due_at": None,
            **NO_LOCK,
        },
        finding=proposal.finding,
        verdict=proposal.verdict,
        reason=proposal.rationale,
        evidence=evidence_entries(items),
        data={
            "proposal": proposal.public_id,
            "hop_findings": findings,
            "proposed_by": log_person(user=proposal.proposed_by).digest if proposal.proposed_by else None,
        },
        revision_kind=Revision.Kind.CORRECTED if claim.revision else Revision.Kind.PUBLISHED,
        proposal=proposal,
    )


def _return(claim: Claim, actor: User, data: TransitionData) -> Step:
    proposal = _open_proposal(claim)
    _close(proposal, Proposal.State.RETURNED, reason=data.reason)
    step = Step(
        changes={"assigned_to": proposal.proposed_by, **NO_LOCK},
        reason=data.reason,
        data={"proposal": proposal.public_id},
    )
    if proposal.proposed_by and proposal.proposed_by != actor:
        step.notify.append((proposal.proposed_by, Notification.Kind.RETURNED))
    return step


def _reopen(claim: Claim, actor: User, data: TransitionData) -> Step:
    return Step(changes={"started_from": states.PUBLISHED, **NO_LOCK}, reason=data.reason)


def _retract(claim: Claim, actor: User, data: TransitionData) -> Step:
    own_voice = claim.kind == Claim.Kind.OWN_VOICE
    finding = Claim.Finding.NOT_APPLICABLE if own_voice else Claim.Finding.PENDING
    Hop.objects.filter(attribution__claim=claim).update(finding=Claim.Finding.PENDING)
    return Step(
        changes={
            "finding": finding,
            "verdict": None,
            "revision": (claim.revision or 0) + 1,
            "started_from": "",
            "assigned_to": None,
            "due_at": None,
            **NO_LOCK,
        },
        finding=finding,
        reason=data.reason,
        data={"was": {"finding": claim.finding, "verdict": claim.verdict}},
        revision_kind=Revision.Kind.RETRACTED,
    )


def _discard(claim: Claim, actor: User, data: TransitionData) -> Step:
    if data.discard_reason not in Claim.DiscardReason.values:
        raise InvalidInput.field(
            "/discard_reason", "unknown", f"The reason is one of: {', '.join(Claim.DiscardReason.values)}."
        )
    original = _original(claim, data) if data.discard_reason == Claim.DiscardReason.DUPLICATE else None
    return Step(
        changes={
            "discard_reason": data.discard_reason,
            "duplicate_of": original,
            "started_from": "",
            "assigned_to": None,
            "due_at": None,
            **NO_LOCK,
        },
        reason=data.reason,
        data={
            "discard_reason": data.discard_reason,
            "duplicate_of": original.public_id if original else None,
        },
    )


def _restore(claim: Claim, actor: User, data: TransitionData) -> Step:
    return Step(changes={"discard_reason": "", "duplicate_of": None, "started_from": ""}, reason=data.reason)


def _take_over(claim: Claim, actor: User, data: TransitionData) -> Step:
    previous = claim.locked_by or claim.assigned_to
    step = Step(changes={"assigned_to": actor, **lock_of(actor)}, reason=data.reason)
    if previous and previous != actor:
        step.data["taken_from"] = log_person(user=previous).digest
        step.notify.append((previous, Notification.Kind.TAKEN_OVER))
    return step


STEPS: dict[str, Callable[[Claim, User, TransitionData], Step]] = {
    "start": _start,
    "release": _release,
    "propose": _propose,
    "publish": _publish,
    "return": _return,
    "reopen": _reopen,
    "retract": _retract,
    "discard": _discard,
    "restore": _restore,
    "take_over": _take_over,
}


def _findings() -> list[str]:
    left_out = (Claim.Finding.PENDING, Claim.Finding.NOT_APPLICABLE)
    return [finding for finding in Claim.Finding.values if finding not in left_out]


def _open_proposal(claim: Claim) -> Proposal:
    return Proposal.objects.select_related("proposed_by").get(claim=claim, state=Proposal.State.OPEN)


def _close(proposal: Proposal, state: str, *, reason: str = "") -> None:
    Proposal.objects.filter(id=proposal.id).update(state=state, closed_at=clock.now(), return_reason=reason)


def _original(claim: Claim, data: TransitionData) -> Claim:
    if not data.duplicate_of:
        requirements.require(
            [requirements.FieldError("/duplicate_of", "required", "Name the claim that this one duplicates.")]
        )
    original = Claim.objects.filter(public_id=data.duplicate_of).first()
    if original is None:
        raise InvalidInput.field("/duplicate_of", "not_found", "There is no claim with this id.")
    if original.id == claim.id:
        raise InvalidInput.field("/duplicate_of", "itself", "A claim is not a duplicate of itself.")
    if original.state == states.DISCARDED:
        raise InvalidInput.field("/duplicate_of", "discarded", "That claim is discarded; name one that is not.")
    return original
