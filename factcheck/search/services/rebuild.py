"""Building an index anew while the present one is read and both are written."""

from collections.abc import Callable, Sequence

import structlog
from django.db.models import Max, Min

from factcheck.core import clock
from factcheck.core.errors import Conflict
from factcheck.search.backends.base import SearchBackend
from factcheck.search.backends.registry import search_backend
from factcheck.search.documents import documents_build
from factcheck.search.kinds import indexed_rows
from factcheck.search.models import Rebuild
from factcheck.search.services.reconcile import differences, index_reconcile

logger = structlog.get_logger(__name__)

CHUNK = 200
ROUNDS = 10

Progress = Callable[[int], object]


def _no_progress(rows: int) -> None:
    pass


def index_rebuild(*, kind: str, progress: Progress = _no_progress) -> Rebuild:
    """Fill a new index of the kind from the rows, check that it holds them all, and make it the current one.

    An open rebuild is resumed where it was cut off. ``progress`` is told the number of rows of each chunk. What is
    written meanwhile goes to both indices, and versions decide, so the order does not matter.

    Raises Conflict when the new index cannot be brought to hold every row; it stays open then. SearchUnavailable.
    """
    backend = search_backend()
    backend.ensure()
    rebuild = _open(backend, kind)
    _fill(backend, rebuild, progress)
    _complete(backend, rebuild)
    backend.rebuild_switch(kind, rebuild.target)
    rebuild.documents = backend.count(kind)
    _close(rebuild, Rebuild.State.DONE)
    logger.info("index_rebuilt", kind=kind, target=rebuild.target, documents=rebuild.documents)
    # A write that had chosen its indices before this rebuild was open may only have reached the old one.
    index_reconcile(kind=kind)
    return rebuild


def index_rebuild_discard(*, kind: str) -> bool:
    """Give up the open rebuild of the kind. Returns False when there is none."""
    rebuild = Rebuild.objects.filter(kind=kind, state=Rebuild.State.OPEN).first()
    if rebuild is None:
        return False
    _close(rebuild, Rebuild.State.DISCARDED)
    search_backend().rebuild_discard(rebuild.target)
    return True


def rows_to_fill(*, kind: str) -> int:
    """Return how many rows are still to be filled in by the open rebuild, or by a new one."""
    rebuild = Rebuild.objects.filter(kind=kind, state=Rebuild.State.OPEN).first()
    return int(indexed_rows(kind).filter(id__gt=rebuild.filled_to if rebuild else 0).count())


def _open(backend: SearchBackend, kind: str) -> Rebuild:
    rebuild = Rebuild.objects.filter(kind=kind, state=Rebuild.State.OPEN).first()
    if rebuild is None:
        target = backend.rebuild_start(kind)
        return Rebuild.objects.create(kind=kind, target=target, started_at=clock.now())
    if not backend.rebuild_exists(rebuild.target):
        # Somebody removed it: what was filled in went with it.
        rebuild.target, rebuild.filled_to = backend.rebuild_start(kind), 0
        rebuild.save(update_fields=["target", "filled_to"])
    return rebuild


def _fill(backend: SearchBackend, rebuild: Rebuild, progress: Progress) -> None:
    bounds = indexed_rows(rebuild.kind).filter(id__gt=rebuild.filled_to).aggregate(first=Min("id"), last=Max("id"))
    while bounds["first"] is not None:
        rows = indexed_rows(rebuild.kind).filter(id__gt=rebuild.filled_to, id__lte=bounds["last"]).order_by("id")
        ids = list(rows.values_list("id", flat=True)[:CHUNK])
        if not ids:
            return
        _write(backend, rebuild, ids)
        rebuild.filled_to = ids[-1]
        rebuild.save(update_fields=["filled_to"])
        progress(len(ids))


def _complete(backend: SearchBackend, rebuild: Rebuild) -> None:
    """Write what differs until nothing does: rows changed meanwhile by writers that did not know of the rebuild.

    A row with a job waiting is left to that job, which reaches the new index either way. Otherwise steady writing would
    keep the rebuild from ever ending.
    """
    for _ in range(ROUNDS):
        differing, waiting = differences(backend, rebuild.kind, target=rebuild.target)
        left = differing.object_ids - waiting
        if not left:
            return
        ids = sorted(left - differing.surplus.keys())
        for start in range(0, len(ids), CHUNK):
            _write(backend, rebuild, ids[start : start + CHUNK])
        gone = documents_build(
            kind=rebuild.kind, versions={k: v + 1 for k, v in differing.surplus.items() if k in left}
        )
        backend.index(gone, target=rebuild.target)
    raise Conflict(
        f"After {ROUNDS} rounds {len(left)} rows still differ from the new index {rebuild.target}. "
        "It stays open: see the refused documents in the log, then run this again, or discard it."
    )


def _write(backend: SearchBackend, rebuild: Rebuild, ids: Sequence[int]) -> None:
    versions = dict(indexed_rows(rebuild.kind).filter(id__in=ids).values_list("id", "index_version"))
    result = backend.index(documents_build(kind=rebuild.kind, versions=versions), target=rebuild.target)
    for (kind, object_id), reason in result.failed.items():
        logger.error("document_refused", kind=kind, object_id=object_id, target=rebuild.target, reason=reason)


def _close(rebuild: Rebuild, state: Rebuild.State) -> None:
    rebuild.state, rebuild.finished_at = state, clock.now()
    rebuild.save(update_fields=["state", "finished_at", "documents"])
