"""The article and its versions as the API shows them."""

from typing import Any

from factcheck.articles.models import Article, ArticleVersion
from factcheck.claims.representation import API_ROOT
from factcheck.core.clock import rfc3339

Json = dict[str, Any]


def article_representation(article: Article, *, base_url: str) -> Json:
    """Return the article: where it stands, what is known of it, and its newest version's number.

    ``article`` needs ``publisher``, ``current_version`` and ``duplicate_of`` selected.
    """
    version = article.current_version
    return {
        "id": article.public_id,
        "url": f"{base_url}{API_ROOT}/articles/{article.public_id}/",
        "state": article.state,
        "reason": article.reason or None,
        "reason_detail": article.reason_detail or None,
        "title": article.title or None,
        "author": article.author or None,
        "language": article.language or None,
        "canonical_url": article.canonical_url or article.url or None,
        "published_at": rfc3339(article.published_at) if article.published_at else None,
        "publisher": (
            {"id": article.publisher.public_id, "name": article.publisher.name} if article.publisher else None
        ),
        "current_version": version.number if version else None,
        "duplicate_of": article.duplicate_of.public_id if article.duplicate_of else None,
        "version": article.version,
        "created_at": rfc3339(article.created_at),
        "updated_at": rfc3339(article.updated_at),
    }


def version_representation(version: ArticleVersion, *, base_url: str) -> Json:
    """Return an immutable version with its text and hyperlinks; offsets of anchors count code points in this text.

    ``version`` needs ``article`` selected and ``links`` prefetched.
    """
    article = version.article
    return {
        "url": f"{base_url}{API_ROOT}/articles/{article.public_id}/versions/{version.number}/",
        "article": article.public_id,
        "number": version.number,
        "title": version.title or None,
        "author": version.author or None,
        "language": version.language or None,
        "published_at": rfc3339(version.published_at) if version.published_at else None,
        "received_at": rfc3339(version.received_at),
        "extractor": version.extractor,
        "normalisation": version.normalisation,
        "text_sha256": version.text_sha256,
        "text": version.text,
        "links": [{"start": link.start, "end": link.end, "href": link.href} for link in version.links.all()],
    }
