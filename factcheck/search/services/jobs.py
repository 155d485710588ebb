"""Index jobs: written in the caller's transaction, so that a change and the duty to index it stand or fall together."""

from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from factcheck.core import clock
from factcheck.core.jobs import job_enqueue, periodic_wake
from factcheck.search.kinds import model_of
from factcheck.search.models import IndexJob

CHUNK = 1_000


def index_job_enqueue(*, kind: str, object_id: int) -> None:
    """Raise the row's ``index_version`` and store that the index must catch up with it.

    The version is the time in microseconds, or one more than before if that is greater. So it still grows when
    somebody has meanwhile saved a copy of the row that was read earlier, with its old version.

    Call it inside the transaction that changes what the index shows. The commit wakes a worker; the row is found
    without that too.
    """
    index_jobs_enqueue(kind=kind, object_ids=[object_id])


def index_jobs_enqueue(*, kind: str, object_ids: Iterable[int]) -> int:
    """Do as ``index_job_enqueue`` for many rows of one kind. Returns how many rows there were."""
    model, ids = model_of(kind), sorted(set(object_ids))
    with transaction.atomic():
        for start in range(0, len(ids), CHUNK):
            rows = model._default_manager.filter(id__in=ids[start : start + CHUNK])
            now = round(clock.now().timestamp() * 1_000_000)
            rows.update(index_version=Greatest(F("index_version") + 1, Value(now)))
            _store(kind, dict(rows.values_list("id", "index_version")))
        _wake_after_commit()
    return len(ids)


def index_deletions_enqueue(*, kind: str, versions: Mapping[int, int]) -> None:
    """Store that rows are gone. ``versions`` maps the id of each deleted row to the ``index_version`` that it had."""
    with transaction.atomic():
        _store(kind, {object_id: version + 1 for object_id, version in versions.items()})
        _wake_after_commit()


def source_fan_out_enqueue(*, source_id: int) -> None:
    """Store that everything which shows this source must be indexed again: it was renamed, merged or moved.

    A job does it, row by row, because a large agency is named in many claims. Call it in the transaction of the change.
    """
    job_enqueue(kind="search.fan_out", key=f"source:{source_id}", payload={"source_id": source_id})


def _store(kind: str, versions: Mapping[int, int]) -> None:
    # A drain that has the job in its hands loses its lease by this, so that it cannot clear what it has not seen.
    IndexJob.objects.bulk_create(
        [IndexJob(kind=kind, object_id=object_id, index_version=version) for object_id, version in versions.items()],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["index_version", "attempts", "run_after", "lease", "error"],
        batch_size=CHUNK,
    )


def _wake_after_commit() -> None:
    waiting = connection.run_on_commit
    if not any(function is _wake for _, function, *_ in waiting):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    periodic_wake(name="search.drain")
