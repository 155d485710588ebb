"""Telling people that something waits for them: a row in the admin site, and a mail by a job."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import NotFound
from factcheck.core.jobs import job_enqueue
from factcheck.review.labels import person_name
from factcheck.review.models import Notification

MAIL_JOB = "review.notification_mail"
_EXCERPT = 120


@transaction.atomic
def notify(
    *, recipient: User, kind: str, claims: Sequence[Claim], actor: User | None = None, remark: str = ""
) -> Notification | None:
    """Store a notification about one claim, or one about many together, and queue its mail.

    ``remark`` is the reason or comment behind it. Nobody is told of what they did themselves, and nobody who cannot
    sign in is told anything: then None.
    """
    if recipient == actor or not recipient.is_active:
        return None
    claim = claims[0] if len(claims) == 1 else None
    text = _sentence(kind, claim, actor) if claim else _sentence_of_many(kind, len(claims), actor)
    notification = Notification.objects.create(
        recipient=recipient, kind=kind, claim=claim, actor=actor, text=f"{text} {remark}".strip()
    )
    if recipient.email:
        job_enqueue(kind=MAIL_JOB, key=str(notification.id), payload={"notification_id": notification.id})
    return notification


def notification_mail(*, notification_id: int) -> None:
    """Send a notification by mail, once. One that is gone, read or sent already is left alone."""
    notification = (
        Notification.objects.filter(id=notification_id, mailed_at=None, read_at=None)
        .select_related("recipient", "claim")
        .first()
    )
    if notification is None:
        return
    lines = [notification.text]
    if notification.claim is None:
        lines += ["", f"{settings.SITE_URL}/admin/"]
    else:
        lines += [
            "",
            f"“{notification.claim.text}”",
            "",
            f"{settings.SITE_URL}/admin/claims/claim/{notification.claim.public_id}/change/",
        ]
    send_mail(
        subject=_subject(notification.text),
        message="\n".join(lines),
        from_email=None,
        recipient_list=[notification.recipient.email],
    )
    Notification.objects.filter(id=notification.id).update(mailed_at=clock.now())


def notification_read(*, notification_id: int, user: User) -> Notification:
    """Mark one of a person's notifications as read. Raises NotFound when they have no such."""
    Notification.objects.filter(id=notification_id, recipient=user, read_at=None).update(read_at=clock.now())
    notification = Notification.objects.filter(id=notification_id, recipient=user).first()
    if notification is None:
        raise NotFound(_("You have no such notification."))
    return notification


def notifications_read_all(*, user: User) -> int:
    """Mark all of a person's notifications as read; returns how many were not."""
    return Notification.objects.filter(recipient=user, read_at=None).update(read_at=clock.now())


def _sentence(kind: str, claim: Claim, actor: User | None) -> str:
    sentences = {
        Notification.Kind.ASSIGNED: _("%(person)s assigned a claim to you: %(claim)s."),
        Notification.Kind.TAKEN_OVER: _("%(person)s took a claim over from you: %(claim)s."),
        Notification.Kind.RETURNED: _("%(person)s returned your proposal: %(claim)s."),
        Notification.Kind.MENTIONED: _("%(person)s mentioned you: %(claim)s."),
        Notification.Kind.NEEDS_REREVIEW: _("Something published needs review again: %(claim)s."),
        Notification.Kind.DUE: _("The deadline of a claim is near or past: %(claim)s."),
    }
    excerpt = claim.text if len(claim.text) <= _EXCERPT else claim.text[: _EXCERPT - 1] + "…"
    return sentences[Notification.Kind(kind)] % {
        "person": person_name(actor.display_name if actor else ""),
        "claim": f"“{excerpt}”",
    }


def _sentence_of_many(kind: str, count: int, actor: User | None) -> str:
    sentences = {
        Notification.Kind.ASSIGNED: _("%(person)s assigned %(count)s claims to you."),
        Notification.Kind.NEEDS_REREVIEW: _("%(count)s published claims need review again."),
        Notification.Kind.DUE: _("The deadlines of %(count)s claims are near or past."),
    }
    person = person_name(actor.display_name if actor else "")
    return sentences[Notification.Kind(kind)] % {"person": person, "count": count}


def _subject(text: str) -> str:
    first = " ".join(text.split())
    return first if len(first) <= _EXCERPT else first[: _EXCERPT - 1] + "…"
