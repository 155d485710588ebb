"""Appending to the decision log and to the change feed, in the caller's transaction."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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

_BATCH = 200


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


@dataclass(frozen=True)
class Entry:
    """What is to be written into the log. ``claim`` must be as it is after the change, from ``claims_for_log``; people
    in ``data`` are digests (``log_person(user=…).digest``), never names."""

    action: str
    claim: Claim | None = None
    from_state: str = ""
    to_state: str = ""
    finding: str = ""
    verdict: str | None = None
    reason: str = ""
    public_note: str = ""
    evidence: Sequence[Mapping[str, Any]] = ()
    revision: int | None = None
    revision_sha256: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What is to be written into the change feed. ``object_id`` is a public id, ``version`` the object's after the
    change; ``payload`` names no member of the house."""

    type: str
    object_id: str
    version: int | None = None
    revision: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


def decision_record(*, action: str, actor: User | None, **columns: Any) -> Decision:
    """Append one entry to the log: see ``decisions_record`` and, for the columns, ``Entry``."""
    return decisions_record(actor=actor, entries=[Entry(action, **columns)])[0]


@transaction.atomic
def decisions_record(*, actor: User | None, entries: Sequence[Entry]) -> list[Decision]:
    """Append entries to the log, in their order: what one person (None: the system) decided at this moment.

    Takes the head of the log until the transaction ends, so call it late.
    """
    if not entries:
        return []
    person = log_person(user=actor) if actor else None
    head = _advance("decision_sequence", by=len(entries))
    first, previous, now = head.decision_sequence - len(entries) + 1, head.decision_hash, clock.now()
    decisions = []
    for sequence, entry in enumerate(entries, first):
        decision = _decision(entry)
        decision.sequence, decision.at, decision.person = sequence, now, person
        decision.role = actor.role if actor else ""
        decision.four_eyes = settings.REVIEW_FOUR_EYES
        decision.previous_hash = previous
        decision.hash = previous = chain.decision_hash(decision)
        decisions.append(decision)
    Decision.objects.bulk_create(decisions, batch_size=_BATCH)
    LogHead.objects.filter(id=LogHead.SINGLETON).update(decision_hash=previous)
    return decisions


def change_event_record(*, type: str, object_id: str, **columns: Any) -> ChangeEvent:
    """Append one event to the change feed: see ``change_events_record`` and, for the columns, ``Change``."""
    return change_events_record(changes=[Change(type, object_id, **columns)])[0]


@transaction.atomic
def change_events_record(*, changes: Sequence[Change]) -> list[ChangeEvent]:
    """Append events to the change feed, in their order.

    Takes the head of the feed until the transaction ends, so that events are numbered in the order of commits: call it
    last. Raises ValueError for a type that ``factcheck.review.events`` does not list.
    """
    unknown = {change.type for change in changes} - events.TYPES
    if unknown:
        raise ValueError(f"{sorted(unknown)} are no types of change events; add them to factcheck.review.events")
    if not changes:
        return []
    first, now = _advance("change_sequence", by=len(changes)).change_sequence - len(changes) + 1, clock.now()
    return ChangeEvent.objects.bulk_create(
        [
            ChangeEvent(
                sequence=sequence,
                type=change.type,
                object_id=change.object_id,
                version=change.version,
                revision=change.revision,
                payload=dict(change.payload),
                created_at=now,
            )
            for sequence, change in enumerate(changes, first)
        ],
        batch_size=_BATCH,
    )


def _decision(entry: Entry) -> Decision:
    decision = Decision(
        action=entry.action,
        from_state=entry.from_state,
        to_state=entry.to_state,
        finding=entry.finding,
        verdict=entry.verdict or "",
        reason=normalise(entry.reason),
        public_note=normalise(entry.public_note),
        evidence=[dict(item) for item in entry.evidence],
        revision=entry.revision,
        revision_sha256=entry.revision_sha256,
        data=dict(entry.data),
    )
    claim = entry.claim
    if claim is not None:
        decision.claim_id = claim.public_id
        decision.claim_text = claim.text
        decision.claim_version = claim.version
        decision.article_id = claim.article.public_id
        decision.article_version = claim.article_version.number
        decision.article_sha256 = claim.article_version.text_sha256
    return decision


def _advance(counter: str, *, by: int) -> LogHead:
    """Raise a counter and hold the head's row until commit; in an empty database the counters start at nought."""
    head = LogHead.objects.filter(id=LogHead.SINGLETON)
    if not head.update(**{counter: F(counter) + by}):
        LogHead.objects.bulk_create([LogHead(id=LogHead.SINGLETON)], ignore_conflicts=True)
        head.update(**{counter: F(counter) + by})
    return head.get()
