"""Working through the index jobs: read the rows, write their documents, clear the jobs that nobody has renewed."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.conf import settings
from django.db.models import F, Q

from factcheck.core import clock
from factcheck.search.backends.base import SearchBackend, SearchUnavailable
from factcheck.search.backends.registry import search_backend
from factcheck.search.documents import documents_build
from factcheck.search.models import IndexJob, Kind, Rebuild
from factcheck.search.types import Document

logger = structlog.get_logger(__name__)

BATCH = 500
# An article may have a million characters.
BATCHES = {Kind.ARTICLE: 50}
OUTAGE_SECONDS = 5
_BACKOFF_SECONDS = (5, 30, 300, 3600)


def index_jobs_drain(*, limit: int | None = None) -> int:
    """Index what waits, oldest first, until nothing is due or ``limit`` jobs were tried. Returns how many were cleared.

    When the backend does not answer, the jobs stay and the drain ends. Safe to run several times at once, to be killed
    at any point, and to be repeated: a job is cleared only while it still is the one that was indexed.
    """
    backend = search_backend()
    cleared = tried = 0
    for kind in Kind.values:
        while limit is None or tried < limit:
            batch = BATCHES.get(Kind(kind), BATCH)
            size = batch if limit is None else min(batch, limit - tried)
            jobs = _lease(kind, size)
            if not jobs:
                break
            tried += len(jobs)
            try:
                cleared += _index(backend, kind, jobs)
            except SearchUnavailable as error:
                _give_back(jobs)
                logger.warning("search_away", waiting=IndexJob.objects.count(), error=error.detail)
                return cleared
    return cleared


def _lease(kind: str, size: int) -> list[IndexJob]:
    now = clock.now()
    due = Q(run_after=None) | Q(run_after__lte=now)
    ids = list(IndexJob.objects.filter(due, kind=kind).order_by("id").values_list("id", flat=True)[:size])
    if not ids:
        return []
    lease = secrets.token_hex(12)
    IndexJob.objects.filter(due, id__in=ids).update(
        lease=lease, run_after=now + timedelta(seconds=settings.SEARCH_LEASE_SECONDS), attempts=F("attempts") + 1
    )
    return list(IndexJob.objects.filter(id__in=ids, lease=lease))


def _index(backend: SearchBackend, kind: str, jobs: Sequence[IndexJob]) -> int:
    backend.ensure()
    documents, failed = _documents(kind, {job.object_id: job.index_version for job in jobs})
    failed |= write_everywhere(backend, kind, documents)
    done = [job for job in jobs if job.object_id not in failed]
    cleared, _ = IndexJob.objects.filter(id__in=[job.id for job in done], lease=jobs[0].lease).delete()
    for job in jobs:
        if job.object_id in failed:
            _postpone(job, failed[job.object_id])
    return cleared


def _documents(kind: str, versions: dict[int, int]) -> tuple[list[Document], dict[int, str]]:
    """Return the documents, and why others could not be made: one bad row must not hold up its whole batch for good."""
    try:
        return documents_build(kind=kind, versions=versions), {}
    except Exception:
        logger.exception("batch_not_built", kind=kind)
    documents: list[Document] = []
    failed: dict[int, str] = {}
    for object_id, version in versions.items():
        try:
            documents += documents_build(kind=kind, versions={object_id: version})
        except Exception as error:
            failed[object_id] = f"{type(error).__name__}: {error}"
    return documents, failed


def write_everywhere(backend: SearchBackend, kind: str, documents: Sequence[Document]) -> dict[int, str]:
    """Write to the current index and to one that is being filled. Returns the refused object ids with the reason."""
    targets = [None, *Rebuild.objects.filter(kind=kind, state=Rebuild.State.OPEN).values_list("target", flat=True)]
    failed: dict[int, str] = {}
    for target in targets:
        result = backend.index(documents, target=target)
        failed.update({object_id: reason for (_, object_id), reason in result.failed.items()})
    return failed


def _give_back(jobs: Sequence[IndexJob]) -> None:
    """Leave the jobs for when the backend is back. That it was away is not held against them."""
    IndexJob.objects.filter(id__in=[job.id for job in jobs], lease=jobs[0].lease).update(
        lease="", run_after=clock.now() + timedelta(seconds=OUTAGE_SECONDS), attempts=F("attempts") - 1
    )


def _postpone(job: IndexJob, reason: str) -> None:
    delay = _BACKOFF_SECONDS[min(job.attempts, len(_BACKOFF_SECONDS)) - 1]
    logger.error("document_refused", kind=job.kind, object_id=job.object_id, attempt=job.attempts, reason=reason)
    IndexJob.objects.filter(id=job.id, lease=job.lease).update(
        lease="", run_after=clock.now() + timedelta(seconds=delay), error=reason
    )
