"""When what a published verdict rests on gives way, the verdict is looked at again."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.text import normalise
from factcheck.review import states
from factcheck.review.models import Notification, Revision
from factcheck.review.selectors import claims_for_log, claims_resting_on
from factcheck.review.services.log import Change, Entry, change_events_record, decisions_record
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
    reason = normalise(reason)
    public = Q(state=states.PUBLISHED) | Q(state__in=_UNDER_REVIEW, started_from=states.PUBLISHED)
    # All rows first and in one order, the head of the log after them: two of these cannot wait for each other.
    claims = list(
        claims_for_log()
        .filter(public, id__in=claim_ids)
        .select_related("assigned_to")
        .order_by("id")
        .select_for_update(of=("self",))
    )
    if not claims:
        return []
    came_from = {claim.id: claim.state for claim in claims}
    _flag([claim for claim in claims if claim.state == states.PUBLISHED], "state")
    _flag([claim for claim in claims if claim.state != states.NEEDS_REREVIEW], "started_from")
    index_jobs_enqueue(kind=IndexJob.Kind.CLAIM, object_ids=list(came_from))
    to_tell: dict[User, list[Claim]] = {}
    for claim in claims:
        for person in _answerable(claim):
            to_tell.setdefault(person, []).append(claim)
    for person, theirs in to_tell.items():
        notify(recipient=person, kind=Notification.Kind.NEEDS_REREVIEW, claims=theirs, actor=actor, remark=reason)
    decisions_record(
        actor=actor,
        entries=[
            Entry(
                "flag",
                claim=claim,
                from_state=came_from[claim.id],
                to_state=claim.state,
                reason=reason,
                data={"code": code, "started_from": claim.started_from},
            )
            for claim in claims
        ],
    )
    change_events_record(
        changes=[
            Change(
                "claim.needs_rereview",
                claim.public_id,
                version=claim.version,
                revision=claim.revision,
                payload={"from": came_from[claim.id], "to": claim.state, "code": code},
            )
            for claim in claims
        ]
    )
    return claims


@transaction.atomic
def source_withdrawn(*, source: Source, reason: str, actor: User | None = None) -> list[Claim]:
    """Send every published claim that rests on a source to needs_rereview: claims that it is stated to have said or
    passed on, and claims whose evidence it published. Returns them. The registry calls this when it withdraws one."""
    claim_ids = list(claims_resting_on(source=source).values_list("id", flat=True))
    return claims_need_rereview(claim_ids=claim_ids, reason=reason, code="source_withdrawn", actor=actor)


def _flag(claims: Sequence[Claim], column: str) -> None:
    """Set a column of held rows to needs_rereview, in the database and in hand."""
    Claim.objects.filter(id__in=[claim.id for claim in claims]).update(
        version=F("version") + 1, updated_at=clock.now(), **{column: states.NEEDS_REREVIEW}
    )
    for claim in claims:
        claim.version += 1
        setattr(claim, column, states.NEEDS_REREVIEW)


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
