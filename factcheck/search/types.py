"""What goes into a search backend and what comes out: plain immutable values, the same for every backend."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from factcheck.search.query import Query

Vector = npt.NDArray[np.float32]
Highlight = tuple[int, int]


@dataclass(frozen=True)
class Document:
    """One row as the index holds it.

    ``object_id`` is the row's primary key, ``version`` its ``index_version``. ``texts`` and ``keywords`` map the
    fields of the kind's schema to values; ``payload`` is given back with a hit as it is. A tombstone is ``deleted`` and
    carries nothing else.
    """

    kind: str
    object_id: int
    version: int
    public_id: str = ""
    texts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: Mapping[str, datetime | None] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)
    vector: Vector | None = None
    deleted: bool = False


def tombstone(*, kind: str, object_id: int, version: int) -> Document:
    """Return what takes the place of a row that is gone, so that a late write cannot bring it back."""
    return Document(kind=kind, object_id=object_id, version=version, deleted=True)


@dataclass(frozen=True)
class DateRange:
    """From ``since`` (inclusive) until ``until`` (exclusive); None leaves that side open."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Cursor:
    """Where a list goes on: the sort values of the last row, and what keeps the backend's view of the list still."""

    after: tuple[float | int, ...]
    view: str = ""


@dataclass(frozen=True)
class SearchRequest:
    """One page of a search. ``filters`` maps a keyword field to the values of which one must be there."""

    kind: str
    query: Query = field(default_factory=Query)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, DateRange] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    facet_size: int = 20
    sort: str = "relevance"
    size: int = 20
    cursor: Cursor | None = None
    highlight: bool = True


@dataclass(frozen=True)
class Hit:
    """A found row. ``highlights`` maps a text field to code-point offsets (start, end) into that field's text."""

    object_id: int
    public_id: str
    score: float | None
    payload: Mapping[str, Any]
    highlights: Mapping[str, tuple[Highlight, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Facet:
    """The values of a keyword field among the results (its own filter left aside), most frequent first."""

    field: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SearchPage:
    """``total`` is exact unless ``total_is_lower_bound``; ``next`` is None on the last page."""

    hits: tuple[Hit, ...]
    total: int
    total_is_lower_bound: bool = False
    facets: tuple[Facet, ...] = ()
    next: Cursor | None = None


@dataclass(frozen=True)
class Suggestion:
    """A completion: the row that is meant, its name as shown, and the payload of its document."""

    public_id: str
    text: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class MatchQuery:
    """A text to find earlier claims for. ``exclude`` are object ids of claims that must not be answered."""

    text: str
    vector: Vector
    exclude: frozenset[int] = frozenset()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def excluded(self, kind: str) -> frozenset[int]:
        """Return the object ids that must not be answered among the documents of this kind."""
        return self.exclude if kind == "claim" else frozenset()


@dataclass(frozen=True)
class MatchCandidate:
    """A row that may say the same: its places in the two rankings (from 1, None where it is missing) and its values.

    ``similarity`` is the cosine of the two sentence embeddings; None when only the words brought it up and it has
    no embedding.
    """

    kind: str
    object_id: int
    public_id: str
    payload: Mapping[str, Any]
    lexical_rank: int | None
    semantic_rank: int | None
    similarity: float | None


@dataclass(frozen=True)
class IndexResult:
    """What became of a bulk write: the documents that are in the index now, and those refused with the reason."""

    written: int
    already_newer: int
    failed: Mapping[tuple[str, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class IndexedVersion:
    """One row as the index knows it, for reconciling."""

    object_id: int
    version: int
    deleted: bool
