"""Forgetting tombstones."""

from datetime import timedelta

from factcheck.core import clock
from factcheck.search.backends.registry import search_backend
from factcheck.search.models import Kind

# Far longer than any write can be late: a job is renewed or done within hours, a rebuild within a day.
KEPT = timedelta(days=30)


def tombstones_purge() -> int:
    """Remove the tombstones that are older than thirty days from the index. Returns how many."""
    backend = search_backend()
    backend.ensure()
    return sum(backend.purge(kind, before=clock.now() - KEPT) for kind in Kind.values)
