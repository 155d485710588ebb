from datetime import UTC, datetime, timedelta

import pytest

from factcheck.articles.models import Article, Feed, FeedEntry
from factcheck.articles.services import feed_create, feed_poll, feeds_enqueue_due
from factcheck.articles.tasks import feeds_enqueue_due as periodic
from factcheck.core import clock, jobs
from factcheck.core.errors import Conflict, InvalidInput, NotFound
from factcheck.core.models import Job
from tests.articles.test_extraction import page
from tests.factories import ArticleFactory, SourceFactory
from tests.site import Answer, Site

pytestmark = pytest.mark.django_db

RSS_TYPE = {"Content-Type": "application/rss+xml; charset=utf-8"}


def item(number: int, link: str = "", guid: str = "") -> str:
    return (
        f"<item><title>Story {number}</title><link>{link or f'https://news.example/{number}'}</link>"
        f"<guid>{guid or f'urn:story:{number}'}</guid><author>Jane Doe</author>"
        "<pubDate>Wed, 04 Mar 2026 10:00:00 +0200</pubDate></item>"
    )


def rss(*items: str) -> bytes:
    channel = f"<channel><title>The Daily</title>{''.join(items)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


@pytest.fixture
def feed(site: Site) -> Feed:
    return feed_create(url=site.url("/feed"), publisher=SourceFactory(name="The Daily"))


def serve(site: Site, *items: str, **headers: str) -> None:
    site.pages["/feed"] = Answer(rss(*items), headers={**RSS_TYPE, **headers})


def error_of(feed: Feed) -> str:
    feed.refresh_from_db()
    return feed.last_error


def test_each_entry_becomes_an_article_with_what_the_feed_says_of_it(site: Site, feed: Feed) -> None:
    serve(site, item(1), item(2))
    assert feed_poll(feed_id=feed.id) == 2
    article = Article.objects.get(canonical_url="https://news.example/1")
    assert (article.door, article.submitter, article.title) == ("feed", feed.public_id, "Story 1")
    assert (article.publisher, article.published_at) == (feed.publisher, datetime(2026, 3, 4, 8, tzinfo=UTC))
    assert FeedEntry.objects.get(guid="urn:story:1").article == article
    feed.refresh_from_db()
    assert (feed.title, feed.last_error) == ("The Daily", "")
    assert feed.last_polled_at is not None


def test_an_entry_is_submitted_once(site: Site, feed: Feed) -> None:
    serve(site, item(1))
    feed_poll(feed_id=feed.id)
    serve(site, item(1), item(2))
    assert feed_poll(feed_id=feed.id) == 1
    assert Article.objects.count() == 2
    assert Job.objects.count() == 2


def test_an_article_that_is_known_by_its_address_is_not_submitted_again(site: Site, feed: Feed) -> None:
    known = ArticleFactory(canonical_url="https://news.example/1")
    serve(site, item(1, link="https://news.example/1?utm_source=rss", guid="a"), item(1, guid="b"))
    assert feed_poll(feed_id=feed.id) == 0
    assert {entry.article for entry in FeedEntry.objects.all()} == {known}
    assert not Job.objects.exists()


def test_an_entry_that_redirects_to_a_known_article_becomes_no_second_one(site: Site, feed: Feed) -> None:
    site.html("/story", page(head=""))
    serve(
        site,
        item(1, link=site.url("/story"), guid="a"),
        item(2, link=site.redirect("/click", "/story"), guid="b"),
    )
    feed_poll(feed_id=feed.id)
    jobs.jobs_run_due(kinds=("articles.ingest",))
    assert Article.objects.filter(duplicate_of=None).count() == 1
    assert Article.objects.get(duplicate_of=None).versions.count() == 1


def test_a_feed_that_has_not_changed_is_not_read_again(site: Site, feed: Feed) -> None:
    serve(site, item(1), ETag='"v1"', **{"Last-Modified": "Wed, 04 Mar 2026 10:00:00 GMT"})
    feed_poll(feed_id=feed.id)
    site.pages["/feed"] = Answer(status=304)
    assert feed_poll(feed_id=feed.id) == 0
    assert site.requests[-1].headers["if-none-match"] == '"v1"'
    assert site.requests[-1].headers["if-modified-since"] == "Wed, 04 Mar 2026 10:00:00 GMT"
    assert error_of(feed) == ""
    assert feed.etag == '"v1"'


def test_atom_is_read_as_well_and_relative_links_are_resolved(site: Site, feed: Feed) -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Daily</title><entry><id>tag:1</id>
    <title>Story</title><link href="/story/1"/><updated>2026-03-04T10:00:00Z</updated></entry></feed>"""
    site.pages["/feed"] = Answer(atom.encode(), headers={"Content-Type": "application/atom+xml"})
    assert feed_poll(feed_id=feed.id) == 1
    assert Article.objects.get().canonical_url == site.url("/story/1")


def test_broken_xml_is_read_as_far_as_possible_and_reported(site: Site, feed: Feed) -> None:
    site.pages["/feed"] = Answer(rss(item(1)).replace(b"</channel>", b"<b & </wrong>"), headers=RSS_TYPE)
    assert feed_poll(feed_id=feed.id) == 1
    assert "not well formed" in error_of(feed)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b"gone", status=410), "410 Gone"),
        (Answer(b"<html><body>Hello</body></html>"), "does not show an RSS or Atom feed"),
        (Answer(b""), "does not show an RSS or Atom feed"),
        (Answer(status=302, headers={"Location": "http://10.0.0.1/feed"}), "not a public address"),
    ],
)
def test_what_is_no_feed_is_reported_and_nothing_submitted(site: Site, feed: Feed, answer: Answer, said: str) -> None:
    site.pages["/feed"] = answer
    assert feed_poll(feed_id=feed.id) == 0
    assert said in error_of(feed)
    assert not Article.objects.exists()


def test_a_feed_that_is_gone_is_switched_off_and_one_that_is_away_is_not(site: Site, feed: Feed) -> None:
    feed_poll(feed_id=feed.id)
    feed.refresh_from_db()
    assert feed.active
    site.pages["/feed"] = Answer(status=410)
    feed_poll(feed_id=feed.id)
    feed.refresh_from_db()
    assert not feed.active


def test_an_error_is_forgotten_once_the_feed_answers_again(site: Site, feed: Feed) -> None:
    feed_poll(feed_id=feed.id)
    assert error_of(feed)
    serve(site, item(1))
    feed_poll(feed_id=feed.id)
    assert not error_of(feed)


@pytest.mark.parametrize(
    "link", ["mailto:editor@news.example", "javascript:alert(1)", "https://user:pw@news.example/1"]
)
def test_an_entry_without_a_usable_address_is_noted_and_does_not_stop_the_others(
    site: Site, feed: Feed, link: str
) -> None:
    serve(site, item(1, link=link), item(2))
    assert feed_poll(feed_id=feed.id) == 1
    assert FeedEntry.objects.get(guid="urn:story:1").error


def test_a_feed_is_queued_when_its_time_has_come_and_once(feed: Feed) -> None:
    assert feeds_enqueue_due() == 1
    assert feeds_enqueue_due() == 0
    assert Job.objects.get().kind == "articles.poll_feed"
    Job.objects.all().delete()
    Feed.objects.update(next_poll_at=clock.now() - timedelta(seconds=1))
    periodic()
    assert Job.objects.count() == 1


def test_a_feed_that_is_switched_off_is_not_polled(feed: Feed) -> None:
    Feed.objects.update(active=False)
    assert feeds_enqueue_due() == 0


def test_a_queued_feed_is_polled_by_its_job(site: Site, feed: Feed) -> None:
    serve(site, item(1))
    feeds_enqueue_due()
    jobs.jobs_run_due(kinds=("articles.poll_feed",))
    assert Article.objects.count() == 1


def test_a_feed_needs_a_web_address_and_is_stored_once() -> None:
    for url in ("ftp://news.example/feed", "https://user:pw@news.example/feed", ""):
        with pytest.raises(InvalidInput):
            feed_create(url=url)
    with pytest.raises(InvalidInput):
        feed_create(url="https://news.example/feed", interval_minutes=0)
    feed_create(url="https://news.example/feed")
    with pytest.raises(Conflict):
        feed_create(url="https://news.example/feed")
    with pytest.raises(NotFound):
        feed_poll(feed_id=0)
