"""What the scheduler and the job table call: fetch, call the service, map errors, nothing else."""

import structlog

from factcheck.search.backends.base import SearchUnavailable
from factcheck.search.services.drain import index_jobs_drain as drain
from factcheck.search.services.fan_out import source_fan_out
from factcheck.search.services.purge import tombstones_purge as purge
from factcheck.search.services.reconcile import index_reconcile_all
from factcheck.search.services.suggestions import matches_suggest_due

logger = structlog.get_logger(__name__)


def index_jobs_drain() -> None:
    drain()


def index_reconcile() -> None:
    try:
        index_reconcile_all()
    except SearchUnavailable as error:
        logger.warning("reconcile_put_off", error=error.detail)


def tombstones_purge() -> None:
    try:
        purge()
    except SearchUnavailable as error:
        logger.warning("purge_put_off", error=error.detail)


def matches_suggest() -> None:
    try:
        matches_suggest_due()
    except SearchUnavailable as error:
        logger.warning("suggestions_put_off", error=error.detail)


def fan_out(source_id: int) -> None:
    source_fan_out(source_id=source_id)
