"""Appending to the decision log and to the change feed, in the caller's transaction."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.text import normalise
from factcheck.review import chain, events
from factcheck.review.models import ChangeEvent, Decision, LogHead, LogPerson


def log_person(*, user: User) -> LogPerson:
    """Return the row by which the log names this user under their present name; made when it is not there."""
    name = user.display_name[:200]
    salt = secrets.token_hex(16)
    person, _ = LogPerson.objects.get_or_create(
        user_public_id=user.public_id,
        name=name,
        erased_at=None,
        defaults={
            "user": user,
            "salt": salt,
            "digest": chain.person_digest(salt=salt, user_public_id=user.public_id, name=name),
        },
    )
    return person


@transaction.atomic
def decision_record(
    *,
    action: str,
    actor: User | None,
    claim: Claim | None = None,
    from_state: str = "",
    to_state: str = "",
    finding: str = "",
    verdict: str | None = None,
    reason: str = "",
    public_note: str = "",
    evidence: Sequence[Mapping[str, Any]] = (),
    revision: int | None = None,
    revision_sha256: str = "",
    data: Mapping[str, Any] | None = None,
) -> Decision:
    """Append an entry to the log: who (None: the system) did what, when, to which claim, why, on which evidence.

    Takes the head of the log until the transaction ends, so call it late. ``claim`` must be as it is after the
    change. People in ``data`` are digests (``log_person(user=…).digest``), never names.
    """
    person = log_person(user=actor) if actor else None
    head = _advance("decision_sequence")
    decision = Decision(
        sequence=head.decision_sequence,
        at=clock.now(),
        person=person,
        role=actor.role if actor else "",
        action=action,
        from_state=from_state,
        to_state=to_state,
        finding=finding,
        verdict=verdict or "",
        reason=normalise(reason),
        public_note=normalise(public_note),
        evidence=[dict(item) for item in evidence],
        four_eyes=settings.REVIEW_FOUR_EYES,
        revision=revision,
        revision_sha256=revision_sha256,
        data=dict(data or {}),
        previous_hash=head.decision_hash,
    )
    if claim is not None:
        decision.claim_id = claim.public_id
        decision.claim_text = claim.text
        decision.claim_version = claim.version
        decision.article_id = claim.article.public_id
        decision.article_version = claim.article_version.number
        decision.article_sha256 = claim.article_version.text_sha256
    decision.hash = chain.decision_hash(decision)
    decision.save(force_insert=True)
    LogHead.objects.filter(id=LogHead.SINGLETON).update(decision_hash=decision.hash)
    return decision


@transaction.atomic
def change_event_record(
    *,
    type: str,
    object_id: str,
    version: int | None = None,
    revision: int | None = None,
    payload: Mapping[str, Any] | None = None,
) -> ChangeEvent:
    """Append an event to the change feed. ``object_id`` is a public id, ``payload`` names no member of the house.

    Takes the head of the feed until the transaction ends, so that events are numbered in the order of commits: call it
    last. Raises ValueError for a type that ``factcheck.review.events`` does not list.
    """
    if type not in events.TYPES:
        raise ValueError(f"{type!r} is not a type of change event; add it to factcheck.review.events")
    return ChangeEvent.objects.create(
        sequence=_advance("change_sequence").change_sequence,
        type=type,
        object_id=object_id,
        version=version,
        revision=revision,
        payload=dict(payload or {}),
        created_at=clock.now(),
    )


def _advance(counter: str) -> LogHead:
    """Raise a counter by one and hold the head's row until commit; a counter of an empty database starts at one."""
    head = LogHead.objects.filter(id=LogHead.SINGLETON)
    if not head.update(**{counter: F(counter) + 1}):
        LogHead.objects.bulk_create([LogHead(id=LogHead.SINGLETON)], ignore_conflicts=True)
        head.update(**{counter: F(counter) + 1})
    return head.get()
