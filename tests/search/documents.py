"""Documents for the contract tests, without a database row behind them."""

from datetime import UTC, datetime
from typing import Any

import numpy as np

from factcheck.search.schema import VECTOR_DIMENSIONS
from factcheck.search.types import Document, Vector


def direction(axis: int, *, mixed: float = 0.0) -> Vector:
    """Return a unit vector along one axis, turned a little towards the next one."""
    vector = np.zeros(VECTOR_DIMENSIONS, dtype=np.float32)
    vector[axis], vector[axis + 1] = 1.0, mixed
    return vector / np.linalg.norm(vector)


def claim_document(
    object_id: int,
    text: str = "The ties are strong.",
    *,
    version: int = 1,
    sources: tuple[str, ...] = (),
    title: str = "",
    date: datetime | None = None,
    vector: Vector | None = None,
    **keywords: Any,
) -> Document:
    return Document(
        kind="claim",
        object_id=object_id,
        version=version,
        public_id=f"clm_{object_id}",
        texts={"text": text, "source_names": sources, "title": title},
        keywords={k: (v,) if isinstance(v, str) else tuple(v) for k, v in keywords.items()},
        dates={"date": date or datetime(2024, 1, 1, tzinfo=UTC), "created_at": datetime(2024, 1, 1, tzinfo=UTC)},
        payload={"id": f"clm_{object_id}", "text": text},
        vector=vector,
    )


def source_document(object_id: int, *names: str, version: int = 1, kind: str = "person") -> Document:
    return Document(
        kind="source",
        object_id=object_id,
        version=version,
        public_id=f"src_{object_id}",
        texts={"names": names},
        keywords={"kind": (kind,)},
        payload={"id": f"src_{object_id}", "name": names[0]},
    )
