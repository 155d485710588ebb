"""Feeds: polled when due, each entry submitted once."""

import hashlib
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import feedparser
from django.db import IntegrityError, transaction

from factcheck.articles.models import Article, Feed, FeedEntry
from factcheck.articles.reading.urls import canonicalise, has_credentials, is_web_address
from factcheck.articles.services.submit import article_submit
from factcheck.core import clock, jobs
from factcheck.core.errors import Conflict, InvalidInput, NotFound, ServiceError
from factcheck.core.http import Fetched, FetchError, fetch
from factcheck.core.text import normalise
from sources.registry.models import Source

POLL = "articles.poll_feed"
_ACCEPT = "application/atom+xml,application/rss+xml,application/xml;q=0.9,text/xml;q=0.8,*/*;q=0.5"
_MOST_ENTRIES = 500
_MOST_CHARACTERS = 500


@dataclass(frozen=True)
class Entry:
    """What a feed says of one article. ``problem`` says why it cannot be submitted, empty when it can."""

    guid: str
    url: str
    title: str
    author: str
    published_at: datetime | None
    problem: str = ""


def feed_create(*, url: str, publisher: Source | None = None, title: str = "", interval_minutes: int = 15) -> Feed:
    """Store a feed that is polled from now on, every ``interval_minutes``. Raises InvalidInput, or Conflict."""
    url = url.strip()
    if not is_web_address(url) or has_credentials(url):
        raise InvalidInput.field("/url", "invalid", "Give the feed's http:// or https:// address, without a password.")
    if interval_minutes < 1:
        raise InvalidInput.field("/interval_minutes", "invalid", "Give the minutes between two polls, at least 1.")
    try:
        with transaction.atomic():
            return Feed.objects.create(
                url=url,
                publisher=publisher,
                title=normalise(title)[:_MOST_CHARACTERS],
                interval_minutes=interval_minutes,
                next_poll_at=clock.now(),
            )
    except IntegrityError as error:
        raise Conflict("This feed is polled already.", code="exists") from error


def feeds_enqueue_due() -> int:
    """Store a job for each active feed whose time has come. Returns how many."""
    now = clock.now()
    count = 0
    for feed in Feed.objects.filter(active=True, next_poll_at__lte=now):
        with transaction.atomic():
            later = now + timedelta(minutes=feed.interval_minutes)
            # Guarded: of two processes that see the feed due, one takes it.
            if Feed.objects.filter(id=feed.id, next_poll_at=feed.next_poll_at).update(next_poll_at=later):
                jobs.job_enqueue(kind=POLL, key=feed.public_id, payload={"feed_id": feed.id})
                count += 1
    return count


def feed_poll(*, feed_id: int) -> int:
    """Fetch the feed, unless it has not changed, and submit what is new in it. Returns how many were submitted.

    What goes wrong is written on the feed (``last_error``) and on the entry, and does not stop the others. An entry is
    known by its guid, and an article by its address: neither is submitted twice. Raises NotFound.
    """
    feed = Feed.objects.select_related("publisher").filter(id=feed_id).first()
    if feed is None:
        raise NotFound("There is no such feed.")
    gone = False
    try:
        fetched = fetch(feed.url, headers=_conditions(feed))
        gone = fetched.status == HTTPStatus.GONE
        fetched.require_ok()
    except FetchError as error:
        # 410 says that it will not come back.
        _polled(feed, last_error=error.detail, **({"active": False} if gone else {}))
        return 0
    if fetched.status == HTTPStatus.NOT_MODIFIED:
        _polled(feed, last_error="")
        return 0
    parsed = feedparser.parse(fetched.body, response_headers=_headers(fetched), sanitize_html=False)
    if not parsed.entries and not parsed.get("version"):
        _polled(feed, last_error="The address does not show an RSS or Atom feed.")
        return 0
    submitted = sum(_submit(feed, entry) for entry in _entries(parsed))
    title = normalise(str(parsed.feed.get("title", "")))[:_MOST_CHARACTERS]
    _polled(
        feed,
        last_error=_problem(parsed),
        etag=fetched.headers.get("etag", "")[:500],
        last_modified=fetched.headers.get("last-modified", "")[:100],
        title=feed.title or title,
    )
    return submitted


def _conditions(feed: Feed) -> dict[str, str]:
    conditions = {"Accept": _ACCEPT}
    if feed.etag:
        conditions["If-None-Match"] = feed.etag
    if feed.last_modified:
        conditions["If-Modified-Since"] = feed.last_modified
    return conditions


def _headers(fetched: Fetched) -> dict[str, str]:
    """What feedparser needs to know: the charset, and the address that relative links start from."""
    return {"content-type": fetched.headers.get("content-type", ""), "content-location": fetched.url}


def _polled(feed: Feed, **changes: Any) -> None:
    Feed.objects.filter(id=feed.id).update(last_polled_at=clock.now(), **changes)


def _problem(parsed: Any) -> str:
    """A sentence on what is wrong with a feed that could be read all the same."""
    problems = []
    if parsed.bozo and not isinstance(parsed.bozo_exception, feedparser.CharacterEncodingOverride):
        problems.append(f"The feed is not well formed and was read as far as possible ({parsed.bozo_exception}).")
    if len(parsed.entries) > _MOST_ENTRIES:
        problems.append(f"Only the first {_MOST_ENTRIES} of {len(parsed.entries)} entries were read.")
    return " ".join(problems)


def _entries(parsed: Any) -> Iterator[Entry]:
    for raw in parsed.entries[:_MOST_ENTRIES]:
        url = str(raw.get("link", "")).strip()
        guid = str(raw.get("id", "")).strip() or url
        if not guid:
            continue
        usable = is_web_address(url) and not has_credentials(url)
        yield Entry(
            guid=guid[:2000],
            url=url,
            title=normalise(str(raw.get("title", "")))[:1000],
            author=normalise(str(raw.get("author", "")))[:_MOST_CHARACTERS],
            published_at=_moment(raw.get("published_parsed")),
            problem="" if usable else "The entry has no address that can be fetched.",
        )


def _moment(parts: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError):
        return None


def _submit(feed: Feed, entry: Entry) -> bool:
    """Submit an entry that is new. Entry and submission are one transaction: neither is there without the other."""
    with transaction.atomic():
        row, created = FeedEntry.objects.get_or_create(
            feed=feed,
            guid_sha256=hashlib.sha256(entry.guid.encode("utf-8", "surrogatepass")).hexdigest(),
            defaults={"guid": entry.guid, "error": entry.problem},
        )
        if not created or entry.problem:
            return False
        known = Article.objects.filter(canonical_url=canonicalise(entry.url)).first()
        if known is not None:
            FeedEntry.objects.filter(id=row.id).update(article=known.duplicate_of or known)
            return False
        try:
            article = article_submit(
                door=Article.Door.FEED,
                submitter=feed.public_id,
                url=entry.url,
                title=entry.title,
                author=entry.author,
                published_at=entry.published_at,
                publisher=feed.publisher,
            )
        except ServiceError as error:
            FeedEntry.objects.filter(id=row.id).update(error=error.detail)
            return False
        FeedEntry.objects.filter(id=row.id).update(article=article)
    return True
