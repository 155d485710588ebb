from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction

from factcheck.claims.models import Claim
from factcheck.claims.representation import claim_representation
from factcheck.core import clock
from factcheck.search.backends.base import SearchBackend, SearchUnavailable
from factcheck.search.models import IndexJob, Kind, Rebuild
from factcheck.search.services import (
    index_deletions_enqueue,
    index_job_enqueue,
    index_jobs_drain,
    index_jobs_enqueue,
    source_fan_out_enqueue,
)
from factcheck.search.services.fan_out import source_fan_out
from factcheck.search.types import Document, IndexResult, SearchRequest
from sources.registry.models import SourceParent
from tests.factories import ClaimFactory, SourceFactory


def found(backend: SearchBackend, kind: str = "claim", **filters: str) -> list[int]:
    request = SearchRequest(kind, filters={field: (value,) for field, value in filters.items()})
    return sorted(hit.object_id for hit in backend.search(request).hits)


def test_enqueuing_raises_the_index_version_and_keeps_one_job_per_row(db: None) -> None:
    claim = ClaimFactory()
    versions = []
    for _ in range(3):
        index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
        claim.refresh_from_db()
        versions.append(claim.index_version)
    assert versions == sorted(set(versions))
    assert IndexJob.objects.get().index_version == versions[-1]


def test_saving_a_copy_that_was_read_earlier_hides_no_change_from_the_index(search_index: SearchBackend) -> None:
    claim = ClaimFactory()
    index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
    index_jobs_drain()
    claim.state = "in_review"
    index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
    claim.save()
    index_jobs_drain()
    assert found(search_index, state="in_review") == [claim.id]


def test_a_job_is_gone_with_the_transaction_that_wrote_it(db: None) -> None:
    claim = ClaimFactory()
    with transaction.atomic():
        index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
        transaction.set_rollback(True)
    assert not IndexJob.objects.exists()


def test_a_drained_row_is_found_and_its_job_is_cleared(search_index: SearchBackend) -> None:
    claim = ClaimFactory(state="unreviewed")
    index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
    assert index_jobs_drain() == 1
    assert found(search_index, state="unreviewed") == [claim.id]
    assert not IndexJob.objects.exists()


def test_draining_twice_does_nothing_more(search_index: SearchBackend) -> None:
    claim = ClaimFactory()
    index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
    index_jobs_drain()
    assert index_jobs_drain() == 0
    assert search_index.count("claim") == 1


def test_a_row_changed_while_it_is_indexed_keeps_its_job(search_index: SearchBackend) -> None:
    claim = ClaimFactory()
    index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
    first = IndexJob.objects.get().index_version
    index = search_index.index

    def index_while_somebody_edits(documents: Sequence[Document], *, target: str | None = None) -> IndexResult:
        Claim.objects.filter(id=claim.id).update(state="in_review")
        index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
        return index(documents, target=target)

    with mock.patch.object(search_index, "index", index_while_somebody_edits):
        index_jobs_drain(limit=1)
    assert IndexJob.objects.get().index_version > first
    assert found(search_index, state="in_review") == []
    index_jobs_drain()
    assert found(search_index, state="in_review") == [claim.id]
    assert not IndexJob.objects.exists()


def test_a_drain_that_dies_is_made_good_when_its_lease_is_over(search_index: SearchBackend) -> None:
    claim = ClaimFactory()
    index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
    with mock.patch.object(search_index, "index", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        index_jobs_drain()
    assert index_jobs_drain() == 0
    later = clock.now() + timedelta(minutes=5)
    with mock.patch("factcheck.core.clock.now", return_value=later):
        assert index_jobs_drain() == 1
    assert found(search_index) == [claim.id]


def test_an_absent_backend_loses_nothing(search_index: SearchBackend) -> None:
    claim = ClaimFactory()
    index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
    with mock.patch.object(search_index, "index", side_effect=SearchUnavailable):
        assert index_jobs_drain() == 0
    assert IndexJob.objects.get().attempts == 0
    with mock.patch("factcheck.core.clock.now", return_value=clock.now() + timedelta(seconds=10)):
        assert index_jobs_drain() == 1


def test_a_refused_document_waits_longer_and_holds_up_no_other(search_index: SearchBackend) -> None:
    bad, good = ClaimFactory(), ClaimFactory()
    index_jobs_enqueue(kind=Kind.CLAIM, object_ids=[bad.id, good.id])
    refused = IndexResult(1, 0, {("claim", bad.id): "field too long"})
    with mock.patch.object(search_index, "index", return_value=refused):
        assert index_jobs_drain() == 1
    job = IndexJob.objects.get()
    assert (job.object_id, job.error, job.attempts) == (bad.id, "field too long", 1)
    assert job.run_after > clock.now()


def test_a_row_that_cannot_be_made_into_a_document_holds_up_no_other(search_index: SearchBackend) -> None:
    bad, good = ClaimFactory(text="bad"), ClaimFactory()
    index_jobs_enqueue(kind=Kind.CLAIM, object_ids=[bad.id, good.id])

    def represent(claim: Claim, *, base_url: str) -> dict[str, object]:
        return claim_representation(claim, base_url=base_url) if claim.id != bad.id else {}["missing"]

    with mock.patch("factcheck.search.documents.claims.claim_representation", represent):
        assert index_jobs_drain() == 1
    assert found(search_index) == [good.id]
    assert "KeyError" in IndexJob.objects.get().error


def test_a_deleted_row_leaves_a_tombstone(search_index: SearchBackend) -> None:
    claim = ClaimFactory()
    index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
    index_jobs_drain()
    claim.refresh_from_db()
    index_deletions_enqueue(kind=Kind.CLAIM, versions={claim.id: claim.index_version})
    claim.delete()
    index_jobs_drain()
    assert found(search_index) == []
    assert [(v.version, v.deleted) for v in search_index.versions("claim")] == [(claim.index_version + 1, True)]


def test_a_merged_source_leaves_the_index(search_index: SearchBackend) -> None:
    kept, merged = SourceFactory(), SourceFactory()
    index_jobs_enqueue(kind=Kind.SOURCE, object_ids=[kept.id, merged.id])
    index_jobs_drain()
    merged.merged_into = kept
    merged.save()
    index_job_enqueue(kind=Kind.SOURCE, object_id=merged.id)
    index_jobs_drain()
    assert found(search_index, "source") == [kept.id]


def test_a_renamed_source_is_renamed_in_every_claim_that_shows_it_or_its_office(search_index: SearchBackend) -> None:
    ministry, spokesperson = SourceFactory(name="Old Ministry"), SourceFactory(kind="spokesperson")
    SourceParent.objects.create(source=spokesperson, parent=ministry)
    direct = ClaimFactory(attribution__source=ministry)
    below = ClaimFactory(attribution__source=spokesperson)
    other = ClaimFactory(attribution__source=SourceFactory())
    index_jobs_enqueue(kind=Kind.CLAIM, object_ids=[direct.id, below.id, other.id])
    index_jobs_drain()
    ministry.names.update(text="New Ministry")
    ministry.name = "New Ministry"
    ministry.save()
    source_fan_out(source_id=ministry.id)
    assert set(IndexJob.objects.filter(kind="claim").values_list("object_id", flat=True)) == {direct.id, below.id}
    index_jobs_drain()
    assert found(search_index, source=ministry.public_id) == [direct.id, below.id]
    assert found(search_index, source_exact=ministry.public_id) == [direct.id]
    (hit,) = search_index.search(SearchRequest("claim", filters={"source_exact": (ministry.public_id,)})).hits
    assert hit.payload["attribution"]["chain"][0]["source"]["name"] == "New Ministry"


def test_a_fan_out_is_a_job_of_the_same_transaction(db: None) -> None:
    from factcheck.core.models import Job

    source_fan_out_enqueue(source_id=SourceFactory().id)
    assert Job.objects.get().kind == "search.fan_out"


def test_writes_go_to_an_index_that_is_being_filled_as_well(search_index: SearchBackend) -> None:
    target = search_index.rebuild_start("claim")
    Rebuild.objects.create(kind="claim", target=target, started_at=clock.now())
    claim = ClaimFactory()
    index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
    index_jobs_drain()
    assert [v.object_id for v in search_index.versions("claim")] == [claim.id]
    assert [v.object_id for v in search_index.versions("claim", target=target)] == [claim.id]


def test_a_commit_wakes_one_drain_however_many_rows_it_changes(
    db: None, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[object]]]
) -> None:
    claims = ClaimFactory.create_batch(3)
    with mock.patch("factcheck.search.services.jobs.periodic_wake") as wake:
        with django_capture_on_commit_callbacks(execute=True):
            for claim in claims:
                index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
        wake.assert_called_once_with(name="search.drain")
