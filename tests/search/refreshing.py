from collections.abc import Sequence

from factcheck.search.backends.elasticsearch import ElasticsearchBackend
from factcheck.search.schema import KINDS
from factcheck.search.types import Document, IndexResult


class RefreshingElasticsearchBackend(ElasticsearchBackend):
    """Elasticsearch that shows at once what was written, where a server takes up to a second."""

    def index(self, documents: Sequence[Document], *, target: str | None = None) -> IndexResult:
        result = super().index(documents, target=target)
        for kind in {document.kind for document in documents}:
            self.refresh(kind)
        return result

    def empty(self) -> None:
        """Make anew what was written to: the server remembers the versions of deleted documents."""
        self.ensure()
        for kind in KINDS:
            if next(self.versions(kind), None):
                self.rebuild_switch(kind, self.rebuild_start(kind))
