"""What the scheduler and the job table call: fetch, call the service, nothing else."""

from factcheck.search.services.drain import index_jobs_drain as drain
from factcheck.search.services.fan_out import source_fan_out
from factcheck.search.services.purge import tombstones_purge as purge
from factcheck.search.services.reconcile import index_reconcile_all
from factcheck.search.services.suggestions import matches_suggest_due


def index_jobs_drain() -> None:
    drain()


def index_reconcile() -> None:
    index_reconcile_all()


def tombstones_purge() -> None:
    purge()


def matches_suggest() -> None:
    matches_suggest_due()


def fan_out(source_id: int) -> None:
    source_fan_out(source_id=source_id)
