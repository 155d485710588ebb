"""The embedded backend's side of the interface; the work is done by the modules beside it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction

from factcheck.search.backends.base import SearchBackend
from factcheck.search.backends.embedded import matching, tables
from factcheck.search.backends.embedded.expressions import filter_conditions
from factcheck.search.backends.embedded.searching import documents_of, search_index
from factcheck.search.backends.embedded.tables import quoted
from factcheck.search.backends.embedded.writing import milliseconds, write_documents
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


class EmbeddedBackend(SearchBackend):
    """Needs the default database to be SQLite (see ``factcheck.search.checks``)."""

    def __init__(self, *, prefix: str) -> None:
        self.prefix = prefix

    def ensure(self) -> None:
        with transaction.atomic():
            tables.registry_ensure()
            for kind in KINDS:
                if tables.current_index(self.prefix, kind) is None:
                    tables.make_current(self.prefix, kind, tables.create_index(self.prefix, kind))

    def index(self, documents: Sequence[Document], *, target: str | None = None) -> IndexResult:
        if not documents:
            return IndexResult(0, 0)
        return write_documents(target or self._current(documents[0].kind), documents)

    def delete(self, *, kind: str, object_id: int, version: int) -> IndexResult:
        return self.index([tombstone(kind=kind, object_id=object_id, version=version)])

    def refresh(self, kind: str) -> None:
        """Writes are visible as soon as they are committed."""

    def search(self, request: SearchRequest) -> SearchPage:
        return search_index(self._current(request.kind), request)

    def suggest(
        self, *, kind: str, prefix: str, limit: int, filters: Mapping[str, tuple[str, ...]]
    ) -> list[Suggestion]:
        typed = words(prefix)
        if not typed:
            return []
        schema = KINDS[kind]
        clauses = [Clause(text=word, words=(word,), field=schema.suggest) for word in typed]
        clauses[-1] = replace(clauses[-1], prefix=True)
        request = SearchRequest(kind, Query(tuple(clauses)), filters=filters, size=limit, highlight=False)
        hits = self.search(request).hits
        return [Suggestion(hit.public_id, str(hit.payload[schema.label] or ""), hit.payload) for hit in hits]

    def match(self, queries: Sequence[MatchQuery], *, kinds: Sequence[str], limit: int) -> list[list[MatchCandidate]]:
        indices = {kind: self._current(kind) for kind in kinds}
        return [self._candidates(query, indices, limit) for query in queries]

    def _candidates(self, query: MatchQuery, indices: Mapping[str, str], limit: int) -> list[MatchCandidate]:
        lexical: dict[tuple[str, int], int] = {}
        cosines: dict[tuple[str, int], float] = {}
        semantic: list[tuple[float, str, int]] = []
        for kind, name in indices.items():
            by_words = matching.best_by_words(name, KINDS[kind], query, limit=limit)
            lexical.update({(kind, object_id): rank for rank, object_id in enumerate(by_words, 1)})
            by_meaning = matching.nearest(name, kind, query, limit=limit)
            semantic.extend((cosine, kind, object_id) for object_id, cosine in by_meaning)
            for object_id, cosine in [*matching.similarities(name, query, by_words).items(), *by_meaning]:
                cosines[kind, object_id] = cosine
        semantic.sort(key=lambda row: (-row[0], row[1], row[2]))
        ranks = {(kind, object_id): rank for rank, (_, kind, object_id) in enumerate(semantic[:limit], 1)}
        found = dict.fromkeys([*lexical, *ranks])
        rows = {kind: documents_of(name, [i for k, i in found if k == kind]) for kind, name in indices.items()}
        return [
            MatchCandidate(
                kind=kind,
                object_id=object_id,
                public_id=rows[kind][object_id][0],
                payload=json.loads(rows[kind][object_id][1]),
                lexical_rank=lexical.get((kind, object_id)),
                semantic_rank=ranks.get((kind, object_id)),
                similarity=cosines.get((kind, object_id)),
            )
            for kind, object_id in found
            if object_id in rows[kind]
        ]

    def count(self, kind: str, *, filters: Mapping[str, tuple[str, ...]] | None = None) -> int:
        return self.count_in(self._current(kind), filters or {})

    def count_in(self, name: str, filters: Mapping[str, tuple[str, ...]]) -> int:
        conditions = filter_conditions(name, filters=filters, ranges={}, query=Query())
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {quoted(name)} d WHERE {conditions.where()}", conditions.parameters)
            return int(cursor.fetchone()[0])

    def versions(
        self, kind: str, *, target: str | None = None, object_ids: Sequence[int] | None = None
    ) -> Iterator[IndexedVersion]:
        name = target or self._current(kind)
        only = "1" if object_ids is None else f"object_id IN ({', '.join(str(int(key)) for key in object_ids)})"
        after = -1
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT object_id, version, deleted FROM {quoted(name)} "
                    f"WHERE object_id > %s AND {only} ORDER BY object_id LIMIT %s",
                    [after, VERSIONS_CHUNK],
                )
                rows = cursor.fetchall()
            for object_id, version, deleted in rows:
                yield IndexedVersion(object_id, version, bool(deleted))
            if len(rows) < VERSIONS_CHUNK:
                return
            after = rows[-1][0]

    def purge(self, kind: str, *, before: datetime) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {quoted(self._current(kind))} WHERE deleted = 1 AND written_at < %s",
                [milliseconds(before)],
            )
            return int(cursor.rowcount)

    def rebuild_start(self, kind: str) -> str:
        return tables.create_index(self.prefix, kind)

    def rebuild_exists(self, target: str) -> bool:
        return tables.table_exists(target)

    def rebuild_switch(self, kind: str, target: str) -> None:
        with transaction.atomic():
            old = self._current(kind)
            tables.make_current(self.prefix, kind, target)
            if old != target:
                tables.drop_index(old)
        matching.forget()

    def rebuild_discard(self, target: str) -> None:
        if tables.table_exists("search_index") and target not in self._currents():
            tables.drop_index(target)

    def drop_all(self) -> None:
        if not tables.table_exists("search_index"):
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for name in tables.index_names(self.prefix):
                tables.drop_index(name)
            cursor.execute("DELETE FROM search_index WHERE prefix = %s", [self.prefix])
        matching.forget()

    def _currents(self) -> set[str]:
        return {name for kind in KINDS if (name := tables.current_index(self.prefix, kind))}

    def _current(self, kind: str) -> str:
        name = tables.current_index(self.prefix, kind)
        if name is None:
            self.ensure()
            name = tables.current_index(self.prefix, kind)
        assert name is not None  # noqa: S101 - ensure() has just made it
        return name
