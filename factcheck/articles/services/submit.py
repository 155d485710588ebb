"""Articles are sent in, sent in again, and waited for."""

import time
from datetime import datetime
from typing import Any

from django.db import transaction

from factcheck.articles.models import Article, ArticleSubmission
from factcheck.articles.reading.urls import canonicalise
from factcheck.articles.services.checks import Sent, checked
from factcheck.core import jobs
from factcheck.core.errors import Conflict, NotFound
from factcheck.core.models import Job
from factcheck.core.text import text_sha256
from sources.registry.models import Source

INGEST = "articles.ingest"
_POLL_SECONDS = 0.1


def article_submit(
    *,
    door: str,
    submitter: str,
    text: str | None = None,
    html: str | None = None,
    url: str = "",
    title: str = "",
    author: str = "",
    language: str = "",
    published_at: datetime | None = None,
    publisher: Source | None = None,
) -> Article:
    """Store what was sent in and the job that ingests it; returns the article as soon as that is committed.

    Give a text, an HTML page, or only the URL to fetch; with a text or page, ``url`` says where it was published.
    Title, author, language (BCP 47), time and publisher, where given, win over what the page says. ``door`` is a value
    of ``Article.Door``, ``submitter`` the public id of a user, partner or feed.

    What was sent before gives the article that it gave then: by its URL, or, without one, by submitter and text.
    Raises InvalidInput, naming the field, and stores nothing then.
    """
    sent = checked(
        text=text,
        html=html,
        url=url,
        title=title,
        author=author,
        language=language,
        published_at=published_at,
    )
    with transaction.atomic():
        article, created = _article_of(sent, door=door, submitter=submitter, publisher=publisher)
        if not created and _is_known(article, sent):
            return article
        submission = ArticleSubmission.objects.create(
            article=article,
            kind=sent.kind,
            body=sent.body,
            url=sent.url,
            overrides=_overrides(sent, publisher),
            door=door,
        )
        _await_ingest(article, submission)
    return article


def article_retry(*, article_id: int) -> Article:
    """Ingest the last submission of a failed article again. Raises NotFound, or Conflict when it has not failed."""
    with transaction.atomic():
        article = Article.objects.filter(id=article_id).first()
        if article is None:
            raise NotFound("There is no such article.")
        submission = article.submissions.order_by("-id").first()
        failed = Article.objects.filter(id=article_id, state=Article.State.FAILED)
        if submission is None or not failed.update(state=Article.State.RECEIVED, reason="", reason_detail=""):
            raise Conflict(f"Only a failed article can be tried again; this one is {article.get_state_display()}.")
        ArticleSubmission.objects.filter(id=submission.id).update(processed_at=None)
        _await_ingest(article, submission)
    return article


def article_wait(*, article_id: int, seconds: float) -> Article:
    """Return the article once it is ready or has failed, at the latest after ``seconds``, in whatever state it is.

    An article that turned out to be another one's second address gives that other one. Raises NotFound.
    """
    deadline = time.monotonic() + seconds
    while True:
        article = Article.objects.select_related("duplicate_of").filter(id=article_id).first()
        if article is None:
            raise NotFound("There is no such article.")
        article = article.duplicate_of or article
        if article.state in (Article.State.READY, Article.State.FAILED) or time.monotonic() >= deadline:
            return article
        time.sleep(min(_POLL_SECONDS, max(0.0, deadline - time.monotonic())))


def article_ingest_now(*, article_id: int) -> Article:
    """Run the waiting jobs of an article in this process; returns the article when it is ready or has failed.

    For a command, which has no worker of its own. A job that a worker has taken meanwhile is waited for. When an
    attempt breaks down, the article is returned in the state it was left in: a worker tries again later.
    """
    keys = [str(key) for key in ArticleSubmission.objects.filter(article=article_id).values_list("id", flat=True)]
    while True:
        article = article_wait(article_id=article_id, seconds=0)
        if article.state in (Article.State.READY, Article.State.FAILED):
            return article
        waiting = Job.objects.filter(kind=INGEST, key__in=keys, state__in=[Job.State.QUEUED, Job.State.RUNNING])
        job = waiting.order_by("run_after", "id").first()
        if job is None or (job.state == Job.State.QUEUED and job.error):
            return article
        if job.state == Job.State.RUNNING or not jobs.job_run(job_id=job.id):
            jobs.jobs_release_orphans()
            time.sleep(_POLL_SECONDS)


def _article_of(sent: Sent, *, door: str, submitter: str, publisher: Source | None) -> tuple[Article, bool]:
    defaults: dict[str, Any] = {
        "door": door,
        "submitter": submitter,
        "url": sent.url,
        "title": sent.title,
        "author": sent.author,
        "language": sent.language,
        "published_at": sent.published_at,
        "publisher": publisher,
    }
    if sent.url:
        article, created = Article.objects.get_or_create(canonical_url=canonicalise(sent.url), defaults=defaults)
        return article.duplicate_of or article, created
    return Article.objects.get_or_create(
        canonical_url=None, submitter=submitter, text_sha256=text_sha256(sent.body), defaults=defaults
    )


def _is_known(article: Article, sent: Sent) -> bool:
    """Whether the same waits already, or is a bare text that is ready and can give nothing new."""
    if not sent.url and article.state == Article.State.READY:
        return True
    return article.submissions.filter(processed_at=None, kind=sent.kind, url=sent.url, body=sent.body).exists()


def _overrides(sent: Sent, publisher: Source | None) -> dict[str, Any]:
    given = {
        "title": sent.title,
        "author": sent.author,
        "language": sent.language,
        "published_at": sent.published_at.isoformat() if sent.published_at else "",
        "publisher": publisher.id if publisher else "",
    }
    return {name: value for name, value in given.items() if value}


def _await_ingest(article: Article, submission: ArticleSubmission) -> None:
    Article.objects.filter(id=article.id).update(state=Article.State.RECEIVED, reason="", reason_detail="")
    article.refresh_from_db(fields=["state", "reason", "reason_detail"])
    jobs.job_enqueue(kind=INGEST, key=str(submission.id), payload={"submission_id": submission.id})
