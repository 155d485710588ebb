"""Comparing the rows with the index, by id and version, and putting right what differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import structlog

from factcheck.core import clock
from factcheck.search.backends.base import SearchBackend
from factcheck.search.backends.registry import search_backend
from factcheck.search.kinds import indexed_rows
from factcheck.search.models import IndexJob, Kind, Reconciliation
from factcheck.search.services.jobs import index_deletions_enqueue, index_jobs_enqueue
from factcheck.search.types import IndexedVersion

logger = structlog.get_logger(__name__)

CHUNK = 1_000


@dataclass
class Differences:
    """Object ids whose row and document differ. ``surplus`` maps those without a row to the version in the index."""

    rows: int = 0
    missing: set[int] = field(default_factory=set)
    stale: set[int] = field(default_factory=set)
    surplus: dict[int, int] = field(default_factory=dict)

    @property
    def object_ids(self) -> set[int]:
        return self.missing | self.stale | self.surplus.keys()


def index_reconcile(*, kind: str) -> Reconciliation:
    """Compare all rows of the kind with the index, enqueue what differs and has no job yet, and store the outcome.

    Memory does not grow with the number of rows that agree. Raises SearchUnavailable.
    """
    backend = search_backend()
    backend.ensure()
    found, waiting = differences(backend, kind)
    index_jobs_enqueue(kind=kind, object_ids=(found.missing | found.stale) - waiting)
    index_deletions_enqueue(kind=kind, versions={k: v for k, v in found.surplus.items() if k not in waiting})
    outcome = Reconciliation.objects.create(
        kind=kind,
        rows=found.rows,
        missing=len(found.missing),
        stale=len(found.stale),
        surplus=len(found.surplus),
        waiting=len(waiting),
        finished_at=clock.now(),
    )
    log = logger.warning if outcome.drift else logger.info
    log("index_reconciled", kind=kind, rows=outcome.rows, drift=outcome.drift, waiting=outcome.waiting)
    return outcome


def index_reconcile_all() -> list[Reconciliation]:
    """Reconcile every kind."""
    return [index_reconcile(kind=kind) for kind in Kind.values]


def differences(backend: SearchBackend, kind: str, *, target: str | None = None) -> tuple[Differences, set[int]]:
    """Return how the rows and an index (the current one, or ``target``) differ, and what of that has a job waiting."""
    found = _looked_at_again(backend, kind, _compared(backend, kind, target), target)
    return found, _waiting(kind, found.object_ids)


def _compared(backend: SearchBackend, kind: str, target: str | None) -> Differences:
    """Compare everything. Rows and documents are both read in id order."""
    found = Differences()
    rows = iter(indexed_rows(kind).order_by("id").values_list("id", "index_version").iterator(chunk_size=CHUNK))
    documents = iter(backend.versions(kind, target=target))
    row: tuple[int, int] | None = next(rows, None)
    document = next(documents, None)
    while row is not None or document is not None:
        if row is not None and (document is None or row[0] < document.object_id):
            found.rows += 1
            found.missing.add(row[0])
            row = next(rows, None)
        elif document is not None and (row is None or document.object_id < row[0]):
            if not document.deleted:
                found.surplus[document.object_id] = document.version
            document = next(documents, None)
        elif row is not None and document is not None:
            found.rows += 1
            _compare(found, row, document)
            row, document = next(rows, None), next(documents, None)
    return found


def _compare(found: Differences, row: tuple[int, int], document: IndexedVersion) -> None:
    if document.deleted:
        found.missing.add(row[0])
    elif document.version != row[1]:
        found.stale.add(row[0])


def _looked_at_again(backend: SearchBackend, kind: str, suspects: Differences, target: str | None) -> Differences:
    """Leave out what only seemed to differ, because it was written between the reading of the one and the other."""
    found = Differences(rows=suspects.rows)
    for ids in _chunks(suspects.object_ids):
        rows = dict(indexed_rows(kind).filter(id__in=ids).values_list("id", "index_version"))
        documents = {d.object_id: d for d in backend.versions(kind, target=target, object_ids=ids)}
        for object_id in ids:
            document = documents.get(object_id)
            if object_id not in rows:
                if document and not document.deleted:
                    found.surplus[object_id] = document.version
            elif document is None:
                found.missing.add(object_id)
            else:
                _compare(found, (object_id, rows[object_id]), document)
    return found


def _waiting(kind: str, object_ids: Iterable[int]) -> set[int]:
    waiting: set[int] = set()
    for ids in _chunks(object_ids):
        waiting.update(IndexJob.objects.filter(kind=kind, object_id__in=ids).values_list("object_id", flat=True))
    return waiting


def _chunks(object_ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(object_ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
