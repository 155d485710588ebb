"""What workers call; each hands on to a service."""

from factcheck.review.services import assignment, notifications, snapshots


def notification_mail(*, notification_id: int) -> None:
    notifications.notification_mail(notification_id=notification_id)


def snapshot_fetch(*, evidence_id: str, user_id: int | None = None) -> None:
    snapshots.snapshot_fetch_queued(evidence_id=evidence_id, user_id=user_id)


def snapshot_fetch_gave_up(*, error: str, evidence_id: str, user_id: int | None = None) -> None:
    snapshots.snapshot_fetch_gave_up(evidence_id=evidence_id, error=error)


def deadlines_notify() -> None:
    assignment.deadlines_notify()
