import pytest

from factcheck.search.backends.base import SearchBackend, SearchUnavailable
from factcheck.search.backends.elasticsearch import ElasticsearchBackend
from factcheck.search.types import SearchRequest
from tests.search.contract import BackendContract
from tests.search.documents import claim_document

pytestmark = pytest.mark.elasticsearch


class TestElasticsearchBackend(BackendContract):
    @pytest.fixture
    def backend(self, elasticsearch: ElasticsearchBackend) -> SearchBackend:
        return elasticsearch

    def test_a_closed_mapping_takes_no_new_field(self, backend: ElasticsearchBackend) -> None:
        self.store(backend, claim_document(1, surprising="value"))
        (mapping,) = backend.client.indices.get_mapping(index=backend.indices.read_alias("claim")).body.values()
        assert "surprising" not in mapping["mappings"]["properties"]["keywords"]["properties"]

    def test_a_cursor_outlives_its_point_in_time(self, backend: ElasticsearchBackend) -> None:
        self.store(backend, *(claim_document(n) for n in range(1, 6)))
        first = self.search(backend, "ties", size=3)
        assert first.next is not None
        backend.client.close_point_in_time(id=first.next.view)
        second = self.search(backend, "ties", size=3, cursor=first.next)
        assert sorted(hit.object_id for hit in (*first.hits, *second.hits)) == [1, 2, 3, 4, 5]

    def test_searches_of_the_same_moment_share_a_point_in_time(self, backend: ElasticsearchBackend) -> None:
        self.store(backend, *(claim_document(n) for n in range(1, 4)))
        views = {self.search(backend, "ties", size=2).next.view for _ in range(3)}  # type: ignore[union-attr]
        assert len(views) == 1

    def test_two_workers_that_ensure_at_once_make_one_index(self, backend: ElasticsearchBackend) -> None:
        backend.drop_all()
        other = ElasticsearchBackend(prefix=backend.indices.prefix)
        backend.ensure()
        other.indices._aliases = dict  # type: ignore[method-assign,assignment] # it looked before the first had made them
        other.ensure()
        aliases = backend.indices._aliases()
        assert all(len(names) == 1 for names in aliases.values())

    def test_searching_before_the_first_write_finds_nothing(self, backend: ElasticsearchBackend) -> None:
        fresh = ElasticsearchBackend(prefix=f"{backend.indices.prefix}-fresh")
        try:
            assert fresh.search(SearchRequest("claim")).total == 0
            fresh.drop_all()
            assert fresh.count("claim") == 0
        finally:
            fresh.drop_all()

    def test_a_server_that_does_not_answer_is_named_so(self, settings: object) -> None:
        settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"  # type: ignore[attr-defined]
        backend = ElasticsearchBackend(prefix="away")
        for attempt in (
            lambda: backend.search(SearchRequest("claim")),
            lambda: backend.index([claim_document(1)]),
            lambda: list(backend.versions("claim")),
            backend.ensure,
        ):
            with pytest.raises(SearchUnavailable) as error:
                attempt()
            assert error.value.retry_after
