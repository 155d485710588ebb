"""Articles as documents: the current version's text."""

from collections.abc import Sequence

from factcheck.articles.models import Article
from factcheck.claims.representation import article_reference
from factcheck.core.clock import rfc3339
from factcheck.search.documents.lineage import Lineage, lineage_of
from factcheck.search.models import Kind
from factcheck.search.types import Document


def article_documents(object_ids: Sequence[int]) -> list[Document]:
    """Return the documents of those articles that exist; one without a text yet is found by its title and publisher."""
    articles = list(Article.objects.filter(id__in=object_ids).select_related("publisher", "current_version"))
    lineage = lineage_of(article.publisher_id for article in articles if article.publisher_id)
    return [_document(article, lineage) for article in articles]


def _document(article: Article, lineage: Lineage) -> Document:
    version = article.current_version
    publisher = article.publisher_id
    return Document(
        kind=Kind.ARTICLE,
        object_id=article.id,
        version=article.index_version,
        public_id=article.public_id,
        texts={
            "title": article.title,
            "text": version.text if version else "",
            "author": article.author,
            "publisher_names": lineage.names.get(publisher, ()) if publisher else (),
        },
        keywords={
            "state": (article.state,),
            "language": (article.language,) if article.language else (),
            "publisher": tuple(sorted(lineage.with_ancestors(publisher))) if publisher else (),
        },
        dates={"date": article.published_at or article.created_at, "created_at": article.created_at},
        payload={
            **article_reference(article, version=version.number if version else None),
            "state": article.state,
            "language": article.language or None,
            "published_at": rfc3339(article.published_at) if article.published_at else None,
            "created_at": rfc3339(article.created_at),
        },
    )
