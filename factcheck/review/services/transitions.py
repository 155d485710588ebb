"""The one door through which a claim changes its state."""

from dataclasses import replace

from django.db import transaction
from django.db.models import F

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import InvalidInput, NotFound, StaleVersion
from factcheck.core.text import normalise
from factcheck.review import events, policies, requirements, states
from factcheck.review.models import Decision
from factcheck.review.selectors import claims_for_log
from factcheck.review.services.log import change_event_record, decision_record
from factcheck.review.services.notifications import notify
from factcheck.review.services.revisions import payload_make, revision_store
from factcheck.review.services.steps import STEPS, Step
from factcheck.review.states import Transition
from factcheck.review.types import TransitionData
from factcheck.search.models import IndexJob
from factcheck.search.services import index_job_enqueue


@transaction.atomic
def claim_transition(
    *,
    claim_id: int,
    action: str,
    actor: User,
    expected_version: int,
    data: TransitionData = TransitionData(),  # noqa: B008 (frozen)
) -> Claim:
    """Take a claim one step along the state machine: all of it, with decision, revision, index job and change event,
    or nothing.

    ``expected_version`` is the version that the person saw. Raises, in this order: InvalidInput for an action that
    the table does not know, NotFound, StaleVersion, Forbidden (role; ``four_eyes``), TransitionConflict with the
    actions that are possible, InvalidInput for values that cannot be, MissingRequirements with what is missing.
    """
    transition = states.BY_ACTION.get(action)
    if transition is None or action not in STEPS:
        raise InvalidInput.field("/action", "unknown", f"The action is one of: {', '.join(STEPS)}.")
    data = _cleaned(data)
    claim = _take(claim_id, expected_version)
    policies.action_require(claim=claim, transition=transition, user=actor)
    if claim.kind == Claim.Kind.OWN_VOICE and not data.finding:
        data = replace(data, finding=Claim.Finding.NOT_APPLICABLE)  # the only one that there is
    requirements.require(requirements.missing_fields(transition, data))

    from_state, to_state = claim.state, states.target(transition, started_from=claim.started_from)
    corrected = claim.revision is not None
    step = STEPS[action](claim, actor, data)
    now = clock.now()
    Claim.objects.filter(id=claim.id).update(
        state=to_state, touched_at=claim.touched_at or now, updated_at=now, **step.changes
    )
    claim = _record(claim.id, transition, actor, step, data, (from_state, to_state))
    index_job_enqueue(kind=IndexJob.Kind.CLAIM, object_id=claim.id)
    for person, kind in step.notify:
        notify(recipient=person, kind=kind, claims=[claim], actor=actor, remark=step.reason)
    change_event_record(
        type=events.type_of_action(action, corrected=corrected),
        object_id=claim.public_id,
        version=claim.version,
        revision=claim.revision,
        payload={
            "from": from_state,
            "to": to_state,
            "finding": claim.finding,
            "verdict": claim.verdict,
            "note": data.public_note or None,
        },
    )
    return Claim.objects.get(id=claim.id)


def _take(claim_id: int, expected_version: int) -> Claim:
    """Raise the version of the claim that the person saw, and so hold its row until commit."""
    taken = Claim.objects.filter(id=claim_id, version=expected_version).update(version=F("version") + 1)
    claim = claims_for_log().filter(id=claim_id).select_related("attribution", "locked_by", "assigned_to").first()
    if claim is None:
        raise NotFound("There is no such claim.")
    if not taken:
        raise StaleVersion(
            f"The claim is at version {claim.version}, not {expected_version}: read it again and decide anew."
        )
    return claim


def _record(
    claim_id: int,
    transition: Transition,
    actor: User,
    step: Step,
    data: TransitionData,
    moved: tuple[str, str],
) -> Claim:
    """Append the decision, and the revision where the step makes one. Returns the claim as it is now."""
    claim = claims_for_log().get(id=claim_id)
    payload, payload_sha256 = (
        payload_make(claim=claim, step=step, note=data.public_note) if step.revision_kind else (None, "")
    )
    decision: Decision = decision_record(
        action=transition.action,
        actor=actor,
        claim=claim,
        from_state=moved[0],
        to_state=moved[1],
        finding=step.finding,
        verdict=step.verdict,
        reason=step.reason,
        public_note=data.public_note,
        evidence=step.evidence,
        revision=claim.revision if payload else None,
        revision_sha256=payload_sha256,
        data=step.data,
    )
    if payload:
        revision_store(
            claim=claim, step=step, note=data.public_note, payload=payload, sha256=payload_sha256, decision=decision
        )
    return claim


def _cleaned(data: TransitionData) -> TransitionData:
    """Return the data with its texts trimmed and rid of controls, as a database and a hash can keep them."""
    return replace(
        data,
        reason=normalise(data.reason),
        public_note=normalise(data.public_note),
        rationale=normalise(data.rationale),
    )
