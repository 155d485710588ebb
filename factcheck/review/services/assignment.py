"""Who works on what, until when: assignment, the lock, and deadlines."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from factcheck.accounts.models import User
from factcheck.accounts.policies import editor_require, fact_checker_require
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import InvalidInput, NotFound
from factcheck.review import policies, states
from factcheck.review.errors import TransitionConflict
from factcheck.review.models import Notification
from factcheck.review.selectors import claims_for_log
from factcheck.review.services.log import Entry, decisions_record, log_person
from factcheck.review.services.notifications import notify
from factcheck.review.services.steps import NO_LOCK, lock_of
from factcheck.search.models import IndexJob
from factcheck.search.services import index_jobs_enqueue

_OPEN = (states.UNREVIEWED, states.IN_REVIEW, states.PROPOSED, states.NEEDS_REREVIEW)


@transaction.atomic
def claims_assign(
    *, claim_ids: Sequence[int], assignee: User | None, actor: User, due_at: datetime | None = None
) -> int:
    """Give claims to a person (None: to nobody), perhaps with a deadline. Returns how many were given.

    Claims that nobody need work on any more (published, retracted, discarded) and claims that are assigned so already
    are left alone. Fact-checkers may take claims for themselves or hand back their own; editors may assign anybody.
    Raises Forbidden, or InvalidInput for an assignee who is no fact-checker.
    """
    fact_checker_require(actor)
    if assignee is not None and not (assignee.is_active and assignee.is_fact_checker):
        raise InvalidInput.field("/assignee", "no_fact_checker", "Claims are assigned to fact-checkers and editors.")
    claims = claims_for_log().filter(id__in=claim_ids, state__in=_OPEN).order_by("id")
    if not actor.is_editor:
        if assignee not in (actor, None):
            editor_require(actor)
        claims = claims.filter(Q(assigned_to=None) | Q(assigned_to=actor))
    changes: dict[str, Any] = {"assigned_to": assignee} | ({"due_at": due_at} if due_at else {})
    # Held in the order of their ids, so that two who assign the same claims come one after the other.
    assigned = [
        claim
        for claim in claims.select_for_update(of=("self",))
        if claim.assigned_to_id != (assignee.id if assignee else None) or due_at not in (None, claim.due_at)
    ]
    Claim.objects.filter(id__in=[claim.id for claim in assigned]).update(
        version=F("version") + 1, updated_at=clock.now(), **changes
    )
    digest = log_person(user=assignee).digest if assignee else None
    data = {"assignee": digest, "due_at": clock.rfc3339(due_at) if due_at else None}
    for claim in assigned:
        claim.version += 1
    decisions_record(
        actor=actor,
        entries=[
            Entry("assign", claim=claim, from_state=claim.state, to_state=claim.state, data=data) for claim in assigned
        ],
    )
    index_jobs_enqueue(kind=IndexJob.Kind.CLAIM, object_ids=[claim.id for claim in assigned])
    if assigned and assignee is not None:
        notify(recipient=assignee, kind=Notification.Kind.ASSIGNED, claims=assigned, actor=actor)
    return len(assigned)


def claim_lock(*, claim_id: int, actor: User) -> Claim:
    """Take, or keep for longer, the lock on a claim in review. Does not count as an edit.

    Raises Forbidden, NotFound, or TransitionConflict (``not_allowed_now``: not in review; ``locked``: another's runs).
    """
    fact_checker_require(actor)
    free = Q(locked_by=None) | Q(locked_by=actor) | Q(locked_until__lt=clock.now())
    taken = Claim.objects.filter(free, id=claim_id, state=states.IN_REVIEW).update(**lock_of(actor))
    claim = Claim.objects.filter(id=claim_id).select_related("locked_by").first()
    if claim is None:
        raise NotFound("There is no such claim.")
    if not taken:
        allowed = [action.name for action in policies.available_actions(claim=claim, user=actor)]
        if claim.state != states.IN_REVIEW:
            raise TransitionConflict("The claim is not in review.", code="not_allowed_now", allowed=allowed)
        person = claim.locked_by.display_name if claim.locked_by else "Somebody else"
        raise TransitionConflict(f"{person} is working on it.", code="locked", allowed=allowed)
    return claim


def claim_unlock(*, claim_id: int, actor: User) -> None:
    """Give up one's own lock on a claim; somebody else's is left alone."""
    Claim.objects.filter(id=claim_id, locked_by=actor).update(**NO_LOCK)


def deadlines_notify() -> int:
    """Tell each person in charge once about a deadline that is near or past. Returns how many were told."""
    soon = clock.now() + timedelta(hours=settings.REVIEW_DEADLINE_NOTICE_HOURS)
    told = Notification.objects.filter(
        kind=Notification.Kind.DUE,
        claim=OuterRef("pk"),
        recipient=OuterRef("assigned_to"),
        created_at__gte=OuterRef("due_at") - timedelta(hours=settings.REVIEW_DEADLINE_NOTICE_HOURS),
    )
    claims = (
        Claim.objects.filter(state__in=_OPEN, due_at__lte=soon, assigned_to__isnull=False)
        .exclude(Exists(told))
        .select_related("assigned_to")
    )
    count = 0
    for claim in claims:
        assert claim.assigned_to is not None  # noqa: S101 (filtered above)
        count += notify(recipient=claim.assigned_to, kind=Notification.Kind.DUE, claims=[claim]) is not None
    return count
