"""The embedded worker: a background thread of the web process that runs jobs and periodic tasks."""

import threading
import time

import structlog
from django.conf import settings

from factcheck.core import jobs

logger = structlog.get_logger(__name__)

POLL_SECONDS = 2.0
_wake = threading.Event()
_started = threading.Lock()
_due_now: set[str] = set()


def wake() -> None:
    """Make the thread of this process look at the table now."""
    _wake.set()


def wake_periodic(name: str) -> None:
    """Make the thread of this process run this periodic task now, and not only when its time has come."""
    _due_now.add(name)
    _wake.set()


def start() -> threading.Thread | None:
    """Start the worker thread, once in a process, when ``settings.JOBS_BACKEND`` is ``thread``."""
    if settings.JOBS_BACKEND != "thread" or not _started.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_work, name="jobs", daemon=True)
    thread.start()
    return thread


def _work() -> None:
    next_run = dict.fromkeys(settings.PERIODIC_TASKS, 0.0)
    while True:
        _wake.clear()
        _attempt("jobs", jobs.jobs_run_due)
        for name, (_, seconds) in settings.PERIODIC_TASKS.items():
            if name in _due_now or time.monotonic() >= next_run[name]:
                _due_now.discard(name)
                _attempt(name, lambda name=name: jobs.periodic_run(name=name))
                next_run[name] = time.monotonic() + seconds
        jobs.forget_connections()
        _wake.wait(POLL_SECONDS)


def _attempt(name: str, work: object) -> None:
    try:
        work()  # type: ignore[operator]
    except Exception:
        # The thread is the only worker of the process: whatever went wrong, the next round must come.
        logger.exception("worker_round_failed", part=name)
