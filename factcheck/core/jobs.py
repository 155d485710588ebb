"""Jobs as rows: enqueued in the caller's transaction, worked through by whoever comes first.

A message or an event only wakes a worker; what is due stands in the table, so a lost message or a killed worker delays
a job but never loses it. Handlers must be idempotent: a job whose worker died is done again from its start.
"""

import os
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, close_old_connections, transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from factcheck.core import clock
from factcheck.core.models import Job

logger = structlog.get_logger(__name__)

_WAKERS = {
    "thread": "factcheck.core.worker.wake",
    "celery": "factcheck.core.celery_tasks.wake",
    "none": "factcheck.core.jobs.wake_nobody",
}
_PERIODIC_WAKERS = {
    "thread": "factcheck.core.worker.wake_periodic",
    "celery": "factcheck.core.celery_tasks.wake_periodic",
    "none": "factcheck.core.jobs.wake_nobody",
}
_BACKOFF_SECONDS = (5, 30, 120, 600)
_HOST = socket.gethostname()


def wake_nobody(name: str = "") -> None:
    """For tests and commands, which run the jobs themselves."""


def job_enqueue(*, kind: str, key: str, payload: dict[str, Any], delay_seconds: float = 0) -> Job:
    """Store a job in the current transaction and wake a worker once it commits.

    While a job of this kind and key waits, that one is returned instead. Raises KeyError for a kind that
    ``settings.JOB_HANDLERS`` does not list.
    """
    settings.JOB_HANDLERS[kind]
    job, _ = Job.objects.get_or_create(
        kind=kind,
        key=key,
        state=Job.State.QUEUED,
        defaults={"payload": payload, "run_after": clock.now() + timedelta(seconds=delay_seconds)},
    )
    transaction.on_commit(import_string(_WAKERS[settings.JOBS_BACKEND]), robust=True)
    return job


def jobs_run_due(*, limit: int | None = None, kinds: tuple[str, ...] = ()) -> int:
    """Claim and run jobs that are due until none is left (or ``limit`` were run). Returns how many were run."""
    jobs_release_orphans()
    done = 0
    while limit is None or done < limit:
        job = _claim_next(kinds)
        if job is None:
            break
        _run(job)
        done += 1
    return done


def job_run(*, job_id: int) -> bool:
    """Claim and run this one job now. Returns False when it is not waiting (somebody else has it, or it is done)."""
    job = _claim(Job.objects.filter(id=job_id, state=Job.State.QUEUED))
    if job is None:
        return False
    _run(job)
    return True


def jobs_release_orphans() -> int:
    """Queue again the running jobs of processes of this host that no longer live. Returns how many.

    A process elsewhere that died is found by its lease running out instead.
    """
    released = 0
    for job in Job.objects.filter(state=Job.State.RUNNING):
        host, _, pid = job.lease.partition(":")
        if host == _HOST and not _is_alive(int(pid)):
            released += _requeue(job, delay_seconds=0)
    return released


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _claim_next(kinds: tuple[str, ...]) -> Job | None:
    now = clock.now()
    due = Job.objects.filter(
        Q(state=Job.State.QUEUED, run_after__lte=now) | Q(state=Job.State.RUNNING, leased_until__lt=now)
    )
    return _claim(due.filter(kind__in=kinds) if kinds else due)


def _claim(due: Any) -> Job | None:
    for job in due.order_by("run_after", "id")[:20]:
        claimed = Job.objects.filter(id=job.id, state=job.state, attempts=job.attempts).update(
            state=Job.State.RUNNING,
            attempts=job.attempts + 1,
            lease=f"{_HOST}:{os.getpid()}"[:32],
            leased_until=clock.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        )
        if claimed:
            job.refresh_from_db()
            return job
    return None


def _run(job: Job) -> None:
    handler: Callable[..., object] = import_string(settings.JOB_HANDLERS[job.kind])
    log = logger.bind(job=job.id, kind=job.kind, key=job.key, attempt=job.attempts)
    try:
        handler(**job.payload)
    except Exception as error:
        # Whatever a handler raises, the job must leave the running state, or nobody would try it again.
        log.exception("job_failed")
        _record_failure(job, f"{type(error).__name__}: {error}")
    else:
        _held(job).update(state=Job.State.DONE, finished_at=clock.now(), error="")
        log.info("job_done")


def _record_failure(job: Job, error: str) -> None:
    if job.attempts < settings.JOB_MAX_ATTEMPTS:
        delay = _BACKOFF_SECONDS[min(job.attempts - 1, len(_BACKOFF_SECONDS) - 1)]
        _requeue(job, delay_seconds=delay, error=error)
        return
    _held(job).update(state=Job.State.FAILED, finished_at=clock.now(), error=error)
    give_up = settings.JOB_GIVE_UP_HANDLERS.get(job.kind)
    if give_up:
        import_string(give_up)(error=error, **job.payload)


def _held(job: Job) -> Any:
    """The job's row, as long as this attempt still holds it."""
    return Job.objects.filter(id=job.id, state=Job.State.RUNNING, attempts=job.attempts)


def _requeue(job: Job, *, delay_seconds: float, error: str = "") -> int:
    try:
        with transaction.atomic():
            return int(
                _held(job).update(
                    state=Job.State.QUEUED,
                    run_after=clock.now() + timedelta(seconds=delay_seconds),
                    leased_until=None,
                    error=error,
                )
            )
    except IntegrityError:
        # The same work was queued anew while this attempt ran; that one stands for both.
        return int(_held(job).update(state=Job.State.DONE, finished_at=clock.now(), error=error))


def periodic_run(*, name: str) -> None:
    """Run one entry of ``settings.PERIODIC_TASKS``. Raises KeyError for an unknown name."""
    function, _ = settings.PERIODIC_TASKS[name]
    import_string(function)()


def periodic_wake(*, name: str) -> None:
    """Have a worker run this entry of ``settings.PERIODIC_TASKS`` soon. Call it after commit; it only saves waiting."""
    settings.PERIODIC_TASKS[name]
    import_string(_PERIODIC_WAKERS[settings.JOBS_BACKEND])(name)


def forget_connections() -> None:
    """Close database connections that a long-lived worker should not keep between jobs."""
    close_old_connections()
