import os
import subprocess
import sys
from datetime import timedelta

import pytest
from pytest_django import Settings

from factcheck.core import clock, jobs
from factcheck.core.models import Job

pytestmark = pytest.mark.django_db

calls: list[dict[str, object]] = []
given_up: list[str] = []


def record(**payload: object) -> None:
    calls.append(payload)


def break_down(**payload: object) -> None:
    raise RuntimeError("broken")


def note_giving_up(*, error: str, **payload: object) -> None:
    given_up.append(error)


@pytest.fixture(autouse=True)
def _handlers(settings: Settings) -> None:
    calls.clear()
    given_up.clear()
    settings.JOB_HANDLERS = {"test.record": f"{__name__}.record", "test.break": f"{__name__}.break_down"}
    settings.JOB_GIVE_UP_HANDLERS = {"test.break": f"{__name__}.note_giving_up"}


def test_a_job_is_run_once_with_its_payload() -> None:
    jobs.job_enqueue(kind="test.record", key="1", payload={"number": 1})
    assert jobs.jobs_run_due() == 1
    assert jobs.jobs_run_due() == 0
    assert calls == [{"number": 1}]


def test_the_same_work_is_queued_once() -> None:
    first = jobs.job_enqueue(kind="test.record", key="1", payload={})
    assert jobs.job_enqueue(kind="test.record", key="1", payload={}) == first


def test_a_kind_without_a_handler_is_refused() -> None:
    with pytest.raises(KeyError):
        jobs.job_enqueue(kind="test.unknown", key="1", payload={})


def test_a_failing_job_is_tried_again_later_and_given_up_at_last(settings: Settings) -> None:
    settings.JOB_MAX_ATTEMPTS = 2
    job = jobs.job_enqueue(kind="test.break", key="1", payload={})
    jobs.jobs_run_due()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 1)
    assert job.run_after > clock.now()

    Job.objects.update(run_after=clock.now())
    jobs.jobs_run_due()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert given_up == ["RuntimeError: broken"]


def test_a_job_whose_process_died_is_run_by_the_next_one() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    job = jobs.job_enqueue(kind="test.record", key="1", payload={})
    host = jobs._HOST
    Job.objects.update(
        state=Job.State.RUNNING,
        attempts=1,
        lease=f"{host}:{process.pid}",
        leased_until=clock.now() + timedelta(hours=1),
    )
    assert jobs.jobs_run_due() == 1
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_a_job_that_a_living_process_holds_is_left_alone() -> None:
    jobs.job_enqueue(kind="test.record", key="1", payload={})
    Job.objects.update(
        state=Job.State.RUNNING,
        attempts=1,
        lease=f"{jobs._HOST}:{os.getpid()}",
        leased_until=clock.now() + timedelta(hours=1),
    )
    assert jobs.jobs_run_due() == 0


def test_a_job_whose_lease_ran_out_is_taken_over() -> None:
    jobs.job_enqueue(kind="test.record", key="1", payload={})
    Job.objects.update(
        state=Job.State.RUNNING, attempts=1, lease="elsewhere:1", leased_until=clock.now() - timedelta(seconds=1)
    )
    assert jobs.jobs_run_due() == 1
