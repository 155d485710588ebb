"""Celery's side of the job table: tasks that only call ``factcheck.core.jobs``."""

import structlog
from celery import shared_task
from kombu.exceptions import OperationalError

from factcheck.core import jobs

logger = structlog.get_logger(__name__)


@shared_task(name="core.jobs_run_due")
def run_due() -> None:
    jobs.jobs_run_due()


@shared_task(name="core.periodic_run")
def run_periodic(name: str) -> None:
    jobs.periodic_run(name=name)


def wake() -> None:
    """Send a message that makes a worker look at the table. Called after commit; a broker that is away is no error."""
    try:
        run_due.apply_async(ignore_result=True)  # called by on_commit
    except OperationalError as error:
        logger.warning("broker_away", error=str(error))


def wake_periodic(name: str) -> None:
    """Send a message that makes a worker run this periodic task now. A broker that is away is no error: beat comes."""
    try:
        run_periodic.apply_async(args=[name], ignore_result=True)
    except OperationalError as error:
        logger.warning("broker_away", error=str(error))
