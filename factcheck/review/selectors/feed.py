"""The change feed and the head of the log."""

from typing import Any

from factcheck.review.models import ChangeEvent, LogHead


def change_events_since(*, sequence: int, limit: int = 100) -> list[ChangeEvent]:
    """Return up to ``limit`` events after a sequence number, in the order of commits."""
    return list(ChangeEvent.objects.filter(sequence__gt=sequence).order_by("sequence")[:limit])


def log_head() -> dict[str, Any]:
    """Return where the log stands: ``sequence`` and ``hash`` of its last entry (0 and an empty string before one).

    Whoever keeps a copy can tell later that the log was cut or written anew.
    """
    head = LogHead.objects.filter(id=LogHead.SINGLETON).first()
    return {"sequence": head.decision_sequence, "hash": head.decision_hash} if head else {"sequence": 0, "hash": ""}
