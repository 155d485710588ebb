"""From rows to documents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from factcheck.search.documents.articles import article_documents
from factcheck.search.documents.claims import claim_documents
from factcheck.search.documents.external_reviews import external_review_documents
from factcheck.search.documents.sources import source_documents
from factcheck.search.models import Kind
from factcheck.search.types import Document, tombstone

Builder = Callable[[Sequence[int]], list[Document]]

_BUILDERS: dict[str, Builder] = {
    Kind.CLAIM: claim_documents,
    Kind.SOURCE: source_documents,
    Kind.ARTICLE: article_documents,
    Kind.EXTERNAL_REVIEW: external_review_documents,
}


def documents_build(*, kind: str, versions: Mapping[int, int]) -> list[Document]:
    """Return a document for each object id of ``versions``, in its row's version or the given one if that is greater.

    It is a tombstone where the row is gone or does not belong in the index (a merged source). The number of queries
    does not depend on the number of rows.
    """
    found = {document.object_id: document for document in _BUILDERS[kind](list(versions))}
    return [
        replace(document, version=max(document.version, version))
        if (document := found.get(object_id))
        else tombstone(kind=kind, object_id=object_id, version=version)
        for object_id, version in versions.items()
    ]
