from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from factcheck.claims.models import Claim
from factcheck.search.backends.base import SearchBackend
from factcheck.search.models import IndexJob, Kind, Rebuild
from factcheck.search.selectors.health import index_health
from factcheck.search.services import index_job_enqueue, index_jobs_drain, index_jobs_enqueue
from factcheck.search.services.rebuild import index_rebuild, index_rebuild_discard
from factcheck.search.services.reconcile import index_reconcile
from factcheck.search.types import IndexResult, SearchRequest
from tests.factories import ClaimFactory
from tests.search.documents import claim_document


@pytest.fixture
def claims(search_index: SearchBackend) -> list[Claim]:
    claims = ClaimFactory.create_batch(4)
    index_jobs_enqueue(kind=Kind.CLAIM, object_ids=[claim.id for claim in claims])
    index_jobs_drain()
    return claims


def found(backend: SearchBackend, **filters: str) -> list[int]:
    request = SearchRequest("claim", filters={field: (value,) for field, value in filters.items()})
    return sorted(hit.object_id for hit in backend.search(request).hits)


def test_rows_and_index_that_agree_have_no_drift(claims: list[Claim]) -> None:
    outcome = index_reconcile(kind=Kind.CLAIM)
    assert (outcome.rows, outcome.drift, outcome.waiting) == (4, 0, 0)
    assert not IndexJob.objects.exists()


def test_what_waits_is_late_and_not_drift(claims: list[Claim]) -> None:
    index_job_enqueue(kind=Kind.CLAIM, object_id=claims[0].id)
    outcome = index_reconcile(kind=Kind.CLAIM)
    assert (outcome.stale, outcome.waiting, outcome.drift) == (1, 1, 0)


def test_missing_stale_and_surplus_rows_are_put_right(claims: list[Claim], search_index: SearchBackend) -> None:
    never_indexed = ClaimFactory()
    Claim.objects.filter(id=claims[0].id).update(state="in_review", index_version=2**60)
    Claim.objects.filter(id=claims[1].id).delete()
    search_index.delete(kind="claim", object_id=claims[2].id, version=2**61)
    outcome = index_reconcile(kind=Kind.CLAIM)
    assert (outcome.missing, outcome.stale, outcome.surplus, outcome.drift) == (2, 1, 1, 4)
    IndexJob.objects.filter(object_id=claims[2].id).update(index_version=2**61 + 1)
    index_jobs_drain()
    assert found(search_index) == [claims[0].id, claims[2].id, claims[3].id, never_indexed.id]
    assert found(search_index, state="in_review") == [claims[0].id]


def test_the_command_ends_with_an_error_when_there_was_drift(claims: list[Claim]) -> None:
    ClaimFactory()
    with pytest.raises(CommandError, match="drift 1"):
        call_command("search_reconcile", "claim")
    index_jobs_drain()
    call_command("search_reconcile", "claim")


def test_the_drift_of_the_last_comparison_is_shown(claims: list[Claim]) -> None:
    ClaimFactory()
    index_reconcile(kind=Kind.CLAIM)
    health = {entry.kind: entry for entry in index_health()}
    assert (health["claim"].drift, health["claim"].waiting) == (1, 1)
    assert health["source"].drift is None


def test_a_rebuild_holds_every_row_and_replaces_the_old_index(claims: list[Claim], search_index: SearchBackend) -> None:
    search_index.index([claim_document(10_000, version=1)])
    steps: list[int] = []
    rebuild = index_rebuild(kind=Kind.CLAIM, progress=steps.append)
    assert sum(steps) == rebuild.documents == 4
    assert rebuild.state == Rebuild.State.DONE
    assert found(search_index) == [claim.id for claim in claims]


def test_a_rebuild_that_was_cut_off_goes_on_where_it_was(claims: list[Claim], search_index: SearchBackend) -> None:
    with mock.patch("factcheck.search.services.rebuild.CHUNK", 1):
        dies = mock.patch.object(search_index, "index", side_effect=[IndexResult(1, 0), KeyboardInterrupt])
        with dies, pytest.raises(KeyboardInterrupt):
            index_rebuild(kind=Kind.CLAIM)
        steps: list[int] = []
        rebuild = index_rebuild(kind=Kind.CLAIM, progress=steps.append)
    assert Rebuild.objects.count() == 1
    assert sum(steps) == 3
    assert rebuild.documents == 4


def test_a_change_during_a_rebuild_is_in_the_new_index(claims: list[Claim], search_index: SearchBackend) -> None:
    def edit(rows: int) -> None:
        Claim.objects.filter(id=claims[0].id).update(state="in_review")
        index_job_enqueue(kind=Kind.CLAIM, object_id=claims[0].id)
        index_jobs_drain()

    index_rebuild(kind=Kind.CLAIM, progress=edit)
    assert found(search_index, state="in_review") == [claims[0].id]
    assert index_reconcile(kind=Kind.CLAIM).drift == 0


def test_rows_that_keep_changing_do_not_keep_a_rebuild_from_ending(
    claims: list[Claim], search_index: SearchBackend
) -> None:
    def edit(rows: int) -> None:
        index_jobs_enqueue(kind=Kind.CLAIM, object_ids=[claim.id for claim in claims])

    assert index_rebuild(kind=Kind.CLAIM, progress=edit).state == Rebuild.State.DONE
    index_jobs_drain()
    assert index_reconcile(kind=Kind.CLAIM).drift == 0


def test_an_open_rebuild_can_be_given_up(claims: list[Claim], search_index: SearchBackend) -> None:
    with mock.patch.object(search_index, "index", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        index_rebuild(kind=Kind.CLAIM)
    assert index_rebuild_discard(kind=Kind.CLAIM)
    assert not index_rebuild_discard(kind=Kind.CLAIM)
    assert found(search_index) == [claim.id for claim in claims]


def test_the_commands_run(claims: list[Claim], capsys: pytest.CaptureFixture[str]) -> None:
    index_job_enqueue(kind=Kind.CLAIM, object_id=claims[0].id)
    call_command("search_drain")
    call_command("search_reindex", "claim")
    assert "1 indexed, 0 waiting" in (out := capsys.readouterr().out)
    assert "claim: 4 documents" in out
    with pytest.raises(CommandError, match="no kind"):
        call_command("search_reindex", "claims")
