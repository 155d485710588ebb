"""Embeddings of rows, computed once per text and kept."""

from collections.abc import Mapping

import numpy as np

from factcheck.core.text import text_sha256
from factcheck.search.matching.embedder import MODEL, embed
from factcheck.search.matching.wording import without_addresses
from factcheck.search.models import Embedding
from factcheck.search.types import Vector


def embeddings_of(*, kind: str, texts: Mapping[int, str]) -> dict[int, Vector]:
    """Return the embedding of each text by object id. Those that are new, or whose text has changed, are stored."""
    known = {row.object_id: row for row in Embedding.objects.filter(kind=kind, object_id__in=texts, model=MODEL)}
    vectors: dict[int, Vector] = {}
    fresh: list[Embedding] = []
    for object_id, text in texts.items():
        digest = text_sha256(text)
        row = known.get(object_id)
        if row is not None and row.text_sha256 == digest:
            vectors[object_id] = np.frombuffer(row.vector, dtype="<f2").astype(np.float32)
            continue
        vector = text_embedding(text)
        vectors[object_id] = vector
        packed = vector.astype("<f2").tobytes()
        fresh.append(Embedding(kind=kind, object_id=object_id, model=MODEL, text_sha256=digest, vector=packed))
    Embedding.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["model", "text_sha256", "vector", "matched_at"],
        batch_size=500,
    )
    return vectors


def text_embedding(text: str) -> Vector:
    """Return the embedding that a text is compared by: of its words, without web addresses."""
    return embed(without_addresses(text))
