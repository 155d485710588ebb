"""Immutable versions: the same text of an article is the same version, a changed one is a new version."""

from django.db.models import Max

from factcheck.articles.models import Article, ArticleLink, ArticleVersion
from factcheck.articles.reading.document import Document
from factcheck.core import clock
from factcheck.core.text import NORMALISATION, text_sha256
from sources.attribution.language import UNKNOWN, detect

HREF_LIMIT, TITLE_LIMIT, AUTHOR_LIMIT = 2000, 1000, 500


def version_store(*, article: Article, document: Document, language: str = "") -> ArticleVersion:
    """Return the version of the article that has the document's text, stored with its links if it is new.

    ``language`` is one given by hand; without it the text's own is told, else the one that the page declares. Call it
    in a transaction that holds the article's row: two of them number their versions one after the other.
    """
    digest = text_sha256(document.text)
    known = ArticleVersion.objects.filter(article=article, text_sha256=digest).first()
    if known is not None:
        return known
    last = ArticleVersion.objects.filter(article=article).aggregate(last=Max("number"))["last"] or 0
    version = ArticleVersion.objects.create(
        article=article,
        number=last + 1,
        text=document.text,
        text_sha256=digest,
        normalisation=NORMALISATION,
        language=language or _language_of(document),
        title=document.title[:TITLE_LIMIT],
        author=document.author[:AUTHOR_LIMIT],
        published_at=document.published_at,
        extractor=document.extractor,
        received_at=clock.now(),
    )
    ArticleLink.objects.bulk_create(
        ArticleLink(version=version, start=link.start, end=link.end, href=link.href)
        for link in document.links
        if len(link.href) <= HREF_LIMIT
    )
    return version


def _language_of(document: Document) -> str:
    told = detect(document.text)
    return document.language if told == UNKNOWN else told
