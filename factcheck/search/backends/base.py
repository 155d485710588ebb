"""What a search backend can do. Both implementations pass the same tests (tests/search/contract.py)."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from factcheck.core.errors import Unavailable
from factcheck.search.types import (
    Document,
    IndexedVersion,
    IndexResult,
    MatchCandidate,
    MatchQuery,
    SearchPage,
    SearchRequest,
    Suggestion,
)


class SearchUnavailable(Unavailable):
    """The search backend does not answer. Writes go on; what waits in the job table is indexed later."""

    code = "search_unavailable"

    def __init__(self, detail: str = "Search is unavailable at the moment. Try again shortly.") -> None:
        super().__init__(detail, retry_after=10)


class SearchBackend(ABC):
    """An index of documents by kind (see ``factcheck.search.schema``).

    Every index of a kind has a generated name; reads and writes go through the one that is current. While a rebuild is
    open a second one is written as well, named by ``target``. All methods raise SearchUnavailable when the backend
    does not answer.
    """

    @abstractmethod
    def ensure(self) -> None:
        """Create the current index of every kind that has none. Does nothing where there is one."""

    @abstractmethod
    def index(self, documents: Sequence[Document], *, target: str | None = None) -> IndexResult:
        """Write documents of one kind, tombstones too, each only where the index holds no newer or equal version."""

    @abstractmethod
    def delete(self, *, kind: str, object_id: int, version: int) -> IndexResult:
        """Replace the row by a tombstone of this version."""

    @abstractmethod
    def refresh(self, kind: str) -> None:
        """Make what was written visible to searches now."""

    @abstractmethod
    def search(self, request: SearchRequest) -> SearchPage:
        """Return one page of results, most relevant or by date."""

    @abstractmethod
    def suggest(
        self, *, kind: str, prefix: str, limit: int, filters: Mapping[str, tuple[str, ...]]
    ) -> list[Suggestion]:
        """Return completions of the last word that is being typed."""

    @abstractmethod
    def match(self, queries: Sequence[MatchQuery], *, kinds: Sequence[str], limit: int) -> list[list[MatchCandidate]]:
        """Return for each query up to ``limit`` candidates by words and as many by meaning, without order."""

    @abstractmethod
    def count(self, kind: str, *, filters: Mapping[str, tuple[str, ...]] | None = None) -> int:
        """Return how many living documents of the kind there are."""

    @abstractmethod
    def versions(
        self, kind: str, *, target: str | None = None, object_ids: Sequence[int] | None = None
    ) -> Iterator[IndexedVersion]:
        """Yield every row that the index knows (or those of ``object_ids``), tombstones too, ordered by object id."""

    @abstractmethod
    def purge(self, kind: str, *, before: datetime) -> int:
        """Forget tombstones that were written before this time. Returns how many."""

    @abstractmethod
    def rebuild_start(self, kind: str) -> str:
        """Create an empty index that nobody reads, and return its name."""

    @abstractmethod
    def rebuild_exists(self, target: str) -> bool:
        """Say whether the index of that name is there."""

    @abstractmethod
    def rebuild_switch(self, kind: str, target: str) -> None:
        """Make ``target`` the current index, in one step, and drop the one that it replaces."""

    @abstractmethod
    def rebuild_discard(self, target: str) -> None:
        """Drop an index that is not current. Does nothing when it is not there."""

    @abstractmethod
    def drop_all(self) -> None:
        """Remove everything that this backend made under its prefix: for tests and benchmarks."""
