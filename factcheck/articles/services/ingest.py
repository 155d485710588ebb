"""The way of a submission: read → version → analysis → claims. Each step is one transaction, and any may be the last.

A process that dies leaves the submission unprocessed and its job due: the next run starts at the beginning and finds
what is stored already. Steps are guarded by ``processed_at``: a submission is finished once, whoever comes second
finds nothing to do.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction

from factcheck.articles.models import Article, ArticleSubmission, ArticleVersion
from factcheck.articles.reading.document import Document, NoMainText
from factcheck.articles.reading.read import read_html, read_text, read_url
from factcheck.articles.reading.urls import canonicalise, is_web_address, same_site
from factcheck.articles.services.publishers import publisher_for
from factcheck.articles.services.versions import version_store
from factcheck.claims.analysis import UnsupportedLanguage, text_analyse
from factcheck.claims.services import analysis_store, claims_reanchor
from factcheck.core import clock
from factcheck.core.http import FetchError, TooLarge
from factcheck.search.models import IndexJob
from factcheck.search.services import index_job_enqueue
from sources.registry.models import Source

logger = structlog.get_logger(__name__)


def article_ingest(*, submission_id: int) -> None:
    """Make the submission's article a version with its claims, or mark it failed with a reason.

    Does nothing for a submission that is finished or gone. Whatever is not the submission's fault (the database, the
    engine) is raised, for the job to be tried again.
    """
    submission = ArticleSubmission.objects.select_related("article").filter(id=submission_id).first()
    if submission is None or not _walk(submission, Article.State.FETCHING):
        return
    try:
        version = _version_of(submission, _read(submission))
        if version is not None:
            _analyse(submission, version)
    except (FetchError, NoMainText, UnsupportedLanguage) as error:
        _fail(submission_id, reason=error.code, detail=error.detail)


def article_ingest_give_up(*, submission_id: int, error: str) -> None:
    """Mark the article failed after the last attempt; ``error`` is what that one raised, for the operator."""
    logger.error("ingest_given_up", submission=submission_id, error=error)
    _fail(
        submission_id,
        reason=Article.Reason.ENGINE_ERROR,
        detail="The article could not be analysed because of an error of this service. Try again later.",
    )


def _read(submission: ArticleSubmission) -> tuple[Document, str]:
    """Return the document and the address that it was found at, empty when unknown."""
    if submission.kind == ArticleSubmission.Kind.URL:
        document, found_at = read_url(submission.url)
    elif submission.kind == ArticleSubmission.Kind.HTML:
        document, found_at = read_html(submission.body, url=submission.url), submission.url
    else:
        document, found_at = read_text(submission.body), submission.url
    if len(document.text) > settings.ARTICLE_MAX_CHARACTERS:
        raise TooLarge(
            f"The article has {len(document.text):,} characters; at most {settings.ARTICLE_MAX_CHARACTERS:,} are read."
        )
    given = submission.overrides
    return replace(
        document,
        title=given.get("title") or document.title,
        author=given.get("author") or document.author,
        published_at=(
            datetime.fromisoformat(given["published_at"]) if given.get("published_at") else document.published_at
        ),
    ), found_at


def _version_of(submission: ArticleSubmission, read: tuple[Document, str]) -> ArticleVersion | None:
    document, found_at = read
    canonical = _canonical_url(document, found_at)
    given = submission.overrides
    publisher = (
        Source.objects.filter(id=given["publisher"]).first()
        if given.get("publisher")
        else publisher_for(url=canonical or "", site_name=document.site_name)
    )
    with transaction.atomic():
        article = _settle(submission, canonical)
        if not _walk(submission, Article.State.ANALYSING):
            return None
        version = version_store(article=article, document=document, language=given.get("language", ""))
        Article.objects.filter(id=article.id).update(
            title=version.title or article.title,
            author=version.author or article.author,
            language=version.language or article.language,
            published_at=version.published_at or article.published_at,
            publisher=publisher or article.publisher_id,
            canonical_url=canonical or article.canonical_url,
        )
        # The first text is shown at once; a later one only together with its claims.
        Article.objects.filter(id=article.id, current_version=None).update(current_version=version)
    # The article's row has changed under the version: its publisher ends the chains that are made next.
    return ArticleVersion.objects.select_related("article__publisher").get(id=version.id)


def _canonical_url(document: Document, found_at: str) -> str | None:
    """Return the article's address: the page's own word for it is taken only within the site that it came from."""
    stated = document.canonical_url
    if stated and is_web_address(stated) and (not found_at or same_site(stated, found_at)):
        return canonicalise(stated)
    return canonicalise(found_at) if found_at else None


def _settle(submission: ArticleSubmission, canonical: str | None) -> Article:
    """Return the article that the address belongs to, and give it the submission.

    When that is another one than the row that was made for the address as submitted, that row stays and points to it.
    """
    article = submission.article
    holder = Article.objects.filter(canonical_url=canonical).first() if canonical else None
    holder = holder and (holder.duplicate_of or holder)
    if holder is None or holder.id == article.id:
        return article
    ArticleSubmission.objects.filter(id=submission.id).update(article=holder)
    submission.article = holder
    # A row with texts of its own is what it was; one without was made for the address alone.
    pointer = {} if article.current_version_id else {"duplicate_of": holder}
    Article.objects.filter(id=article.id).update(state=Article.State.READY, **pointer)
    return holder


def _analyse(submission: ArticleSubmission, version: ArticleVersion) -> None:
    analysis = None if version.runs.exists() else text_analyse(text=version.text)
    with transaction.atomic():
        if not _finish(submission.id, state=Article.State.READY):
            return
        # What was received is kept for a retry only; the version holds the text from here on.
        ArticleSubmission.objects.filter(id=submission.id).update(body="", version=version)
        if _is_overtaken(submission):
            return
        Article.objects.filter(id=version.article_id).update(current_version=version)
        claims_reanchor(version=version)
        if analysis is not None:
            analysis_store(version=version, analysis=analysis)


def _is_overtaken(submission: ArticleSubmission) -> bool:
    """Whether a later text of the article was ready before this one: then this one is history from the start."""
    later = ArticleSubmission.objects.filter(article_id=submission.article_id, id__gt=submission.id)
    return later.exclude(version=None).exists()


def _walk(submission: ArticleSubmission, state: str) -> bool:
    """Put the article into a state while its submission is unprocessed. Returns False when it is not any more."""
    unprocessed = Article.objects.filter(submissions__id=submission.id, submissions__processed_at=None)
    return bool(unprocessed.update(state=state, reason="", reason_detail=""))


def _fail(submission_id: int, *, reason: str, detail: str) -> None:
    with transaction.atomic():
        _finish(submission_id, state=Article.State.FAILED, reason=reason, reason_detail=detail)


def _finish(submission_id: int, **changes: Any) -> bool:
    """Mark the submission processed and change its article. Returns False when somebody else has finished it."""
    submission = ArticleSubmission.objects.filter(id=submission_id, processed_at=None)
    if not submission.update(processed_at=clock.now()):
        return False
    article_id = ArticleSubmission.objects.values_list("article_id", flat=True).get(id=submission_id)
    Article.objects.filter(id=article_id).update(**{"reason": "", "reason_detail": "", **changes})
    index_job_enqueue(kind=IndexJob.Kind.ARTICLE, object_id=article_id)
    return True
