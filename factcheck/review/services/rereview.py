"""When what a published verdict rests on gives way, the verdict is looked at again."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.text import normalise
from factcheck.review import states
from factcheck.review.models import Notification, Revision
from factcheck.review.selectors import claims_for_log, claims_resting_on
from factcheck.review.services.log import change_event_record, decision_record
from factcheck.review.services.notifications import notify
from factcheck.search.models import IndexJob
from factcheck.search.services import index_jobs_enqueue
from sources.registry.models import Source

_UNDER_REVIEW = (states.IN_REVIEW, states.PROPOSED)


@transaction.atomic
def claims_need_rereview(*, claim_ids: Sequence[int], reason: str, code: str, actor: User | None = None) -> list[Claim]:
    """Send published claims to needs_rereview, and tell those who answer for them. Returns the claims concerned.

    A claim that is under review again already stays there, and a release will lead it to needs_rereview instead of
    published. Claims that are not public are left alone. ``code`` is a stable word (``text_changed``,
    ``evidence_withdrawn``, ``source_withdrawn``), ``reason`` a sentence; ``actor`` is who caused it, if anybody did.
    """
    reason, now = normalise(reason), clock.now()
    moved: list[tuple[int, str, str]] = []
    # All rows first and in one order, the head of the log after them: two of these cannot wait for each other.
    for claim_id in sorted(set(claim_ids)):
        claim = Claim.objects.filter(id=claim_id)
        changes = {"version": F("version") + 1, "updated_at": now}
        if claim.filter(state=states.PUBLISHED).update(state=states.NEEDS_REREVIEW, **changes):
            moved.append((claim_id, states.PUBLISHED, states.NEEDS_REREVIEW))
            continue
        for state in _UNDER_REVIEW:
            if claim.filter(state=state, started_from=states.PUBLISHED).update(
                started_from=states.NEEDS_REREVIEW, **changes
            ):
                moved.append((claim_id, state, state))
    if not moved:
        return []
    index_jobs_enqueue(kind=IndexJob.Kind.CLAIM, object_ids=[claim_id for claim_id, _, _ in moved])
    found = claims_for_log().select_related("assigned_to").in_bulk([row[0] for row in moved])
    to_tell: dict[User, list[Claim]] = {}
    for claim_id, from_state, to_state in moved:
        claim_row = found[claim_id]
        decision_record(
            action="flag",
            actor=actor,
            claim=claim_row,
            from_state=from_state,
            to_state=to_state,
            reason=reason,
            data={"code": code, "started_from": claim_row.started_from},
        )
        for person in _answerable(claim_row):
            to_tell.setdefault(person, []).append(claim_row)
    for person, claims in to_tell.items():
        notify(recipient=person, kind=Notification.Kind.NEEDS_REREVIEW, claims=claims, actor=actor, remark=reason)
    for claim_id, from_state, to_state in moved:
        change_event_record(
            type="claim.needs_rereview",
            object_id=found[claim_id].public_id,
            version=found[claim_id].version,
            revision=found[claim_id].revision,
            payload={"from": from_state, "to": to_state, "code": code},
        )
    return [found[claim_id] for claim_id, _, _ in moved]


@transaction.atomic
def source_withdrawn(*, source: Source, reason: str, actor: User | None = None) -> list[Claim]:
    """Send every published claim that rests on a source to needs_rereview: claims that it is stated to have said or
    passed on, and claims whose evidence it published. Returns them. The registry calls this when it withdraws one."""
    claim_ids = list(claims_resting_on(source=source).values_list("id", flat=True))
    return claims_need_rereview(claim_ids=claim_ids, reason=reason, code="source_withdrawn", actor=actor)


def _answerable(claim: Claim) -> list[User]:
    """Who published and proposed the present revision and whom it is assigned to; all editors when nobody is left."""
    revision = (
        Revision.objects.filter(claim=claim, number=claim.revision or 0)
        .select_related("person__user", "proposal__proposed_by")
        .defer("payload")
        .first()
    )
    people = [claim.assigned_to]
    if revision is not None:
        people += [revision.person.user, revision.proposal.proposed_by if revision.proposal else None]
    active = {person.id: person for person in people if person is not None and person.is_active}
    return list(active.values()) or list(User.objects.filter(role=User.Role.EDITOR, is_active=True))
