from collections.abc import Callable
from unittest import mock

import pytest

from factcheck.core.jobs import jobs_run_due
from factcheck.search import tasks
from factcheck.search.backends.base import SearchBackend, SearchUnavailable
from factcheck.search.models import IndexJob, Kind
from factcheck.search.services import index_job_enqueue, source_fan_out_enqueue
from tests.factories import ClaimFactory, SourceFactory


@pytest.mark.parametrize("task", [tasks.index_jobs_drain, tasks.index_reconcile, tasks.tombstones_purge])
def test_a_task_is_put_off_while_search_is_away(search_index: SearchBackend, task: Callable[[], None]) -> None:
    index_job_enqueue(kind=Kind.CLAIM, object_id=ClaimFactory().id)
    with mock.patch.object(search_index, "ensure", side_effect=SearchUnavailable):
        task()
    assert IndexJob.objects.count() == 1


def test_the_job_of_a_fan_out_enqueues_what_shows_the_source(search_index: SearchBackend) -> None:
    source = SourceFactory()
    claim = ClaimFactory(attribution__source=source)
    source_fan_out_enqueue(source_id=source.id)
    assert jobs_run_due(kinds=("search.fan_out",)) == 1
    assert IndexJob.objects.filter(kind=Kind.CLAIM, object_id=claim.id).exists()
