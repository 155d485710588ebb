"""Numbers beside the navigation's entries."""

from django.http import HttpRequest

from factcheck.console.selectors.queue import waiting_count


def waiting(request: HttpRequest) -> str:
    """Return how many claims wait, or nothing."""
    return str(waiting_count(request.user) or "")  # type: ignore[arg-type]
