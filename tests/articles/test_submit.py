from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import Settings

from factcheck.articles.models import Article, ArticleSubmission
from factcheck.articles.services import article_retry, article_submit, article_wait
from factcheck.core.errors import Conflict, InvalidInput, NotFound
from factcheck.core.models import Job
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

TEXT = "Alice said that the bridge is closed. Nobody knows when it will open again."


def submit(**given: Any) -> Article:
    return article_submit(**{"door": "api", "submitter": "usr_1", **given})


def test_a_text_is_stored_with_its_job_and_nothing_is_read_yet() -> None:
    article = submit(text=TEXT, title="The bridge", published_at=datetime(2026, 3, 4, tzinfo=UTC))
    assert (article.state, article.title, article.canonical_url) == ("received", "The bridge", None)
    submission = article.submissions.get()
    assert (submission.kind, submission.body, submission.processed_at) == ("text", TEXT, None)
    assert Job.objects.get().payload == {"submission_id": submission.id}
    assert article.versions.count() == 0


def test_the_article_and_its_job_are_stored_together_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("factcheck.core.jobs.job_enqueue", fail)
    with pytest.raises(RuntimeError):
        submit(text=TEXT)
    assert (Article.objects.count(), ArticleSubmission.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_the_same_bare_text_of_the_same_submitter_is_the_same_article() -> None:
    assert submit(text=TEXT) == submit(text=TEXT + "\r\n")
    assert submit(text=TEXT, submitter="usr_2") != submit(text=TEXT)
    assert Job.objects.count() == 2


def test_the_same_address_is_the_same_article_however_it_is_spelt() -> None:
    one = submit(url="https://News.example/a?utm_source=mail#top")
    assert submit(url="https://news.example/a", submitter="usr_2") == one
    assert one.canonical_url == "https://news.example/a"


def test_an_address_that_leads_to_another_article_gives_that_one() -> None:
    article = ArticleFactory()
    ArticleFactory(canonical_url="https://short.example/x", duplicate_of=article)
    assert submit(url="https://short.example/x") == article


def test_what_waits_already_is_not_queued_again() -> None:
    submit(url="https://news.example/a")
    submit(url="https://news.example/a")
    assert ArticleSubmission.objects.count() == Job.objects.count() == 1


def test_a_text_for_a_known_address_is_read_as_its_next_text() -> None:
    article = ArticleFactory(canonical_url="https://news.example/a")
    assert submit(text=TEXT, url="https://news.example/a") == article
    article.refresh_from_db()
    assert article.state == "received"
    assert article.submissions.get().body == TEXT


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({}, "/text", "required"),
        ({"text": ""}, "/text", "blank"),
        ({"text": " \n\t\u200e "}, "/text", "blank"),
        ({"text": "%PDF-1.7\n%âãÏÓ"}, "/text", "not_text"),
        ({"text": "Alice said\0 that"}, "/text", "not_text"),
        ({"html": "<p>\0</p>"}, "/html", "not_text"),
        ({"html": "  "}, "/html", "blank"),
        ({"text": TEXT, "html": "<p>x</p>"}, "/html", "ambiguous"),
        ({"url": "ftp://news.example/a"}, "/url", "invalid"),
        ({"url": "news.example/a"}, "/url", "invalid"),
        ({"url": "https://user:secret@news.example/a"}, "/url", "invalid"),
        ({"text": TEXT, "url": "https://news.example/" + "a" * 2000}, "/url", "invalid"),
        ({"text": TEXT, "language": "English, mostly"}, "/language", "invalid"),
        ({"text": TEXT, "title": "t" * 1001}, "/title", "too_long"),
        ({"text": TEXT, "published_at": datetime(2026, 3, 4)}, "/published_at", "invalid"),
    ],
)
def test_bad_input_names_its_field_and_stores_nothing(given: dict[str, Any], pointer: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        submit(**given)
    assert [(error.pointer, error.code) for error in caught.value.errors] == [(pointer, code)]
    assert len(caught.value.detail) > 10
    assert not Article.objects.exists()


def test_a_text_longer_than_the_limit_is_refused(settings: Settings) -> None:
    settings.ARTICLE_MAX_CHARACTERS = 20
    assert submit(text="x" * 20).pk
    with pytest.raises(InvalidInput, match="21 characters; at most 20") as caught:
        submit(text="x" * 21)
    assert caught.value.code == "too_large"


def test_a_page_larger_than_the_limit_is_refused(settings: Settings) -> None:
    settings.FETCH_MAX_BYTES = 20
    with pytest.raises(InvalidInput, match="at most 20"):
        submit(html="<p>" + "x" * 20)


def test_bidirectional_controls_and_broken_surrogates_do_not_reach_the_database() -> None:
    article = submit(text="Alice \u202esaid\u202c that \ud800 it is so.", title="\u202eT\ud83ditle")
    assert article.submissions.get().body == "Alice said that \ufffd it is so."
    assert article.title == "T\ufffditle"
    assert submit(html="<p>\ud800</p>").submissions.get().body == "<p>\ufffd</p>"


def test_a_failed_article_is_tried_again_with_what_was_sent() -> None:
    article = submit(url="https://news.example/a")
    ArticleSubmission.objects.update(processed_at=datetime(2026, 3, 4, tzinfo=UTC))
    Job.objects.all().delete()
    Article.objects.update(state="failed", reason="unreachable", reason_detail="No answer.")
    again = article_retry(article_id=article.id)
    assert (again.state, again.reason, again.reason_detail) == ("received", "", "")
    assert article.submissions.get().processed_at is None
    assert Job.objects.count() == 1


def test_only_a_failed_article_is_tried_again() -> None:
    with pytest.raises(Conflict):
        article_retry(article_id=submit(text=TEXT).id)
    with pytest.raises(NotFound):
        article_retry(article_id=0)


def test_waiting_ends_with_the_time_or_with_the_work() -> None:
    article = submit(text=TEXT)
    assert article_wait(article_id=article.id, seconds=0.01).state == "received"
    Article.objects.update(state="ready")
    assert article_wait(article_id=article.id, seconds=60).state == "ready"
    with pytest.raises(NotFound):
        article_wait(article_id=0, seconds=0)


def test_waiting_for_a_second_address_gives_the_article_it_leads_to() -> None:
    article = ArticleFactory()
    other = ArticleFactory(duplicate_of=article)
    assert article_wait(article_id=other.id, seconds=0) == article
