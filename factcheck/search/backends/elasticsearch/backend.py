"""The Elasticsearch backend's side of the interface; the work is done by the modules beside it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from elasticsearch import NotFoundError, helpers
from elasticsearch.dsl import Q

from factcheck.search.backends.base import SearchBackend, SearchUnavailable
from factcheck.search.backends.elasticsearch.client import answering, connect
from factcheck.search.backends.elasticsearch.indices import Indices
from factcheck.search.backends.elasticsearch.matching import match_candidates
from factcheck.search.backends.elasticsearch.queries import filter_queries, living
from factcheck.search.backends.elasticsearch.searching import page_of, search_body
from factcheck.search.backends.elasticsearch.views import KEEP_ALIVE, Views
from factcheck.search.backends.elasticsearch.writing import write_documents
from factcheck.search.query import Clause, Query
from factcheck.search.schema import KINDS
from factcheck.search.tokens import words
from factcheck.search.types import (
    Document,
    IndexedVersion,
    IndexResult,
    MatchCandidate,
    MatchQuery,
    SearchPage,
    SearchRequest,
    Suggestion,
    tombstone,
)

VERSIONS_CHUNK = 5_000


class ElasticsearchBackend(SearchBackend):
    """Needs Elasticsearch 8 at ``settings.ELASTICSEARCH_URL`` with the ordinary analysis filters."""

    def __init__(self, *, prefix: str) -> None:
        self.client = connect()
        self.indices = Indices(self.client, prefix)
        self.views = Views(self.client)
        self._ensured = False

    def ensure(self) -> None:
        with answering():
            self.indices.ensure()
        self._ensured = True

    def _ensure_once(self) -> None:
        """Before the first write there is nothing to find, and no index: that is no error."""
        if not self._ensured:
            self.ensure()

    def index(self, documents: Sequence[Document], *, target: str | None = None) -> IndexResult:
        if not documents:
            return IndexResult(0, 0)
        with answering():
            return write_documents(self.client, target or self.indices.write_alias(documents[0].kind), documents)

    def delete(self, *, kind: str, object_id: int, version: int) -> IndexResult:
        return self.index([tombstone(kind=kind, object_id=object_id, version=version)])

    def refresh(self, kind: str) -> None:
        with answering():
            self.client.indices.refresh(index=self.indices.write_alias(kind))
        self.views.forget(self.indices.read_alias(kind))

    def search(self, request: SearchRequest) -> SearchPage:
        alias, body = self.indices.read_alias(request.kind), search_body(request)
        self._ensure_once()
        with answering():
            view = request.cursor.view if request.cursor else self.views.current(alias)
            try:
                answer = self._search(view, body)
            except NotFoundError:
                # Nobody asked for the next page in time, or a rebuild replaced the index: go on in the present one.
                answer = self._search(self.views.fresh(alias), body)
        return page_of(request, answer)

    def _search(self, view: str, body: dict[str, Any]) -> Mapping[str, Any]:
        return self.client.search(pit={"id": view, "keep_alive": KEEP_ALIVE}, **body).body

    def suggest(
        self, *, kind: str, prefix: str, limit: int, filters: Mapping[str, tuple[str, ...]]
    ) -> list[Suggestion]:
        typed = words(prefix)
        if not typed:
            return []
        schema = KINDS[kind]
        clauses = [Clause(text=word, words=(word,), field=schema.suggest, exact=True) for word in typed]
        clauses[-1] = replace(clauses[-1], prefix=True)
        request = SearchRequest(kind, Query(tuple(clauses)), filters=filters, size=limit, highlight=False)
        hits = self.search(request).hits
        return [Suggestion(hit.public_id, str(hit.payload[schema.label] or ""), hit.payload) for hit in hits]

    def match(self, queries: Sequence[MatchQuery], *, kinds: Sequence[str], limit: int) -> list[list[MatchCandidate]]:
        aliases = {kind: self.indices.read_alias(kind) for kind in kinds}
        self._ensure_once()
        with answering():
            return match_candidates(self.client, aliases, queries, limit=limit)

    def count(self, kind: str, *, filters: Mapping[str, tuple[str, ...]] | None = None) -> int:
        conditions = Q("bool", filter=[living(), *filter_queries(filters or {}).values()])
        self._ensure_once()
        with answering():
            answer = self.client.count(index=self.indices.read_alias(kind), query=conditions.to_dict())
        return int(answer["count"])

    def versions(
        self, kind: str, *, target: str | None = None, object_ids: Sequence[int] | None = None
    ) -> Iterator[IndexedVersion]:
        wanted = Q("match_all") if object_ids is None else Q("terms", object_id=list(object_ids))
        with answering():
            index = target or self.indices.read_alias(kind)
            self.client.indices.refresh(index=index)
            view = self.client.open_point_in_time(index=index, keep_alive=KEEP_ALIVE)["id"]
        after: list[Any] | None = None
        try:
            while True:
                rows = self._versions_after(view, wanted.to_dict(), after)
                for row in rows:
                    yield IndexedVersion(int(row["_id"]), row["_version"], row["fields"]["deleted"][0])
                if len(rows) < VERSIONS_CHUNK:
                    return
                after = rows[-1]["sort"]
        finally:
            # It goes by itself in five minutes, so there is nothing to say when it is gone or the server is.
            with suppress(SearchUnavailable), answering():
                self.client.close_point_in_time(id=view)

    def _versions_after(self, view: str, query: dict[str, Any], after: list[Any] | None) -> list[Mapping[str, Any]]:
        with answering():
            answer = self.client.search(
                pit={"id": view, "keep_alive": KEEP_ALIVE},
                query=query,
                size=VERSIONS_CHUNK,
                sort=[{"object_id": "asc"}],
                search_after=after,
                source=False,
                version=True,
                docvalue_fields=[{"field": "deleted"}],
                track_total_hits=False,
            )
        return list(answer["hits"]["hits"])

    def purge(self, kind: str, *, before: datetime) -> int:
        index = self.indices.write_alias(kind)
        old = Q("bool", filter=[Q("term", deleted=True), Q("range", written_at={"lt": before})])
        with answering():
            self.client.indices.refresh(index=index)
            found = helpers.scan(self.client, index=index, query={"query": old.to_dict(), "_source": False})
            actions = [{"_op_type": "delete", "_index": row["_index"], "_id": row["_id"]} for row in found]
            removed, _ = helpers.bulk(self.client, actions, raise_on_error=False, stats_only=True)
        return int(removed)

    def rebuild_start(self, kind: str) -> str:
        with answering():
            return self.indices.create(kind)

    def rebuild_exists(self, target: str) -> bool:
        with answering():
            return bool(self.client.indices.exists(index=target))

    def rebuild_switch(self, kind: str, target: str) -> None:
        with answering():
            self.client.indices.refresh(index=target)
            self.indices.switch(kind, target)
        self.views.forget(self.indices.read_alias(kind))

    def rebuild_discard(self, target: str) -> None:
        with answering():
            self.indices.discard(target)

    def drop_all(self) -> None:
        with answering():
            self.indices.drop_all()
        self.views = Views(self.client)
        self._ensured = False
