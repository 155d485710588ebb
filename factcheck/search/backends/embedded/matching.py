"""Candidates for claim matching from one embedded index: BM25 over the words, brute force over the embeddings."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from django.db import connection

from factcheck.search.backends.embedded.expressions import Conditions, filter_conditions
from factcheck.search.backends.embedded.tables import quoted
from factcheck.search.backends.embedded.text import fold_letters
from factcheck.search.matching.wording import content_words
from factcheck.search.query import Query
from factcheck.search.schema import VECTOR_DIMENSIONS, KindSchema
from factcheck.search.types import MatchQuery, Vector


@dataclass
class VectorMatrix:
    """The embeddings of one index in memory, brought up to date before each use by what was written since."""

    sequence: int = 0
    object_ids: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    vectors: Vector = field(default_factory=lambda: np.empty((0, VECTOR_DIMENSIONS), dtype=np.float32))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def catch_up(self, name: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT object_id, sequence, vector FROM {quoted(name)} WHERE sequence > %s ORDER BY sequence",
                [self.sequence],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        changed = np.array([row[0] for row in rows], dtype=np.int64)
        kept = ~np.isin(self.object_ids, changed)
        new = [row for row in rows if row[2] is not None]
        vectors = [np.frombuffer(row[2], dtype=np.float16).astype(np.float32) for row in new]
        self.object_ids = np.concatenate([self.object_ids[kept], np.array([row[0] for row in new], dtype=np.int64)])
        self.vectors = np.concatenate([self.vectors[kept], *(vector[None, :] for vector in vectors)])
        self.sequence = rows[-1][1]


_matrices: dict[tuple[str, str], VectorMatrix] = {}


def nearest(name: str, kind: str, query: MatchQuery, *, limit: int) -> list[tuple[int, float]]:
    """Return up to ``limit`` object ids with the cosine of their embedding and the query's, most similar first."""
    key = (str(connection.settings_dict["NAME"]), name)
    matrix = _matrices.setdefault(key, VectorMatrix())
    with matrix.lock:
        matrix.catch_up(name)
        object_ids, vectors = matrix.object_ids, matrix.vectors
    if not len(object_ids):
        return []
    similarity = vectors @ query.vector
    allowed = ~np.isin(object_ids, np.array(sorted(query.excluded(kind)), dtype=np.int64))
    if query.filters:
        allowed &= np.isin(object_ids, _filtered(name, query.filters))
    similarity = np.where(allowed, similarity, -2.0)
    count = min(limit, int(allowed.sum()))
    if not count:
        return []
    best = np.argpartition(-similarity, count - 1)[:count]
    best = best[np.lexsort((object_ids[best], -similarity[best]))]
    return [(int(object_ids[row]), float(similarity[row])) for row in best]


def similarities(name: str, query: MatchQuery, object_ids: Sequence[int]) -> dict[int, float]:
    """Return the cosine for those of the object ids that have an embedding."""
    matrix = _matrices.get((str(connection.settings_dict["NAME"]), name))
    if matrix is None or not object_ids:
        return {}
    with matrix.lock:
        rows = np.flatnonzero(np.isin(matrix.object_ids, np.array(object_ids, dtype=np.int64)))
        return {int(matrix.object_ids[row]): float(matrix.vectors[row] @ query.vector) for row in rows}


def best_by_words(name: str, schema: KindSchema, query: MatchQuery, *, limit: int) -> list[int]:
    """Return up to ``limit`` object ids that share words with the text, best first (BM25, any word counts)."""
    wanted = [f'"{fold_letters(word)}"' for word in content_words(query.text)]
    if not wanted:
        return []
    text = quoted(name + "_text")
    columns = " ".join(quoted(field_name) for field_name in schema.match_texts)
    weights = ", ".join("1.0" if field_name in schema.match_texts else "0.0" for field_name in schema.texts)
    conditions = _conditions(name, query.filters)
    if exclude := sorted(query.excluded(schema.kind)):
        conditions.add(f"d.object_id NOT IN ({', '.join(['%s'] * len(exclude))})", *exclude)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT d.object_id FROM {text} JOIN {quoted(name)} d ON d.object_id = {text}.rowid "
            f"WHERE {text} MATCH %s AND {conditions.where()} ORDER BY bm25({text}, {weights}), d.object_id LIMIT %s",
            [f"{{{columns}}} : ({' OR '.join(wanted)})", *conditions.parameters, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _conditions(name: str, filters: Mapping[str, tuple[str, ...]]) -> Conditions:
    return filter_conditions(name, filters=filters, ranges={}, query=Query())


def _filtered(name: str, filters: Mapping[str, tuple[str, ...]]) -> npt.NDArray[np.int64]:
    conditions = _conditions(name, filters)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT d.object_id FROM {quoted(name)} d WHERE {conditions.where()}", conditions.parameters)
        return np.array([row[0] for row in cursor.fetchall()], dtype=np.int64)


def forget() -> None:
    """Drop the embeddings held in memory: the tables that they came from are gone."""
    _matrices.clear()
