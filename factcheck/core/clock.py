"""The one place that reads the clock, so that a test can move it."""

from datetime import UTC, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return timezone.now()


def rfc3339(moment: datetime) -> str:
    """Return an aware time as RFC 3339 in UTC, such as ``2026-11-24T05:45:01.123456Z``."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
