from typing import Any

import pytest
from pytest_django import Settings

from factcheck.articles.models import Article, ArticleSubmission, ArticleVersion
from factcheck.articles.services import article_ingest, article_retry, article_submit
from factcheck.articles.tasks import article_ingest_gave_up
from factcheck.claims.models import AnalysisRun, Claim
from factcheck.core import clock, jobs
from factcheck.core.models import Job
from factcheck.search.models import IndexJob
from tests.articles.test_extraction import HEAD, page
from tests.factories import ArticleFactory, SourceFactory
from tests.site import Answer, Site

pytestmark = pytest.mark.django_db

TEXT = "Alice said that the bridge is closed. Nobody knows when it will open again."


@pytest.fixture(autouse=True)
def _engine(settings: Settings) -> None:
    settings.ATTRIBUTION_ENGINE = "tests.engine.attribute"


def ingest(**given: Any) -> Article:
    """Submit an article and run its job; returns the article that holds its claims."""
    article = article_submit(**{"door": "api", "submitter": "usr_1", **given})
    jobs.jobs_run_due(kinds=("articles.ingest",))
    assert not Job.objects.exclude(state="done").filter(kind="articles.ingest").exists()
    article.refresh_from_db()
    return article.duplicate_of or article


def test_a_text_becomes_a_version_with_claims() -> None:
    article = ingest(text=TEXT, title="The bridge")
    assert (article.state, article.language, article.title) == ("ready", "en", "The bridge")
    version = article.current_version
    assert version is not None
    assert (version.number, version.text, version.extractor) == (1, TEXT, "text")
    assert [(claim.kind, claim.text) for claim in article.claims.order_by("start")] == [
        ("reported", "that the bridge is closed")
    ]
    submission = article.submissions.get()
    assert submission.processed_at is not None
    assert submission.body == ""


def test_the_publisher_ends_the_chain_of_every_claim() -> None:
    publisher = SourceFactory(name="The Daily", kind="publication")
    article = ingest(text=TEXT, publisher=publisher)
    assert article.publisher == publisher
    hops = list(article.claims.get().attribution.hops.all())
    assert [(hop.role, hop.source.name) for hop in hops] == [("originator", "Alice"), ("publisher", "The Daily")]


def test_an_address_is_fetched_and_its_page_read(site: Site) -> None:
    article = ingest(url=site.html("/a?utm_source=mail", page(head=HEAD.replace("https://news.example", site.address))))
    assert (article.state, article.title, article.author) == ("ready", "Bridge closed", "Jane Doe")
    assert article.canonical_url == site.url("/politics/bridge")
    version = article.current_version
    assert version is not None
    assert version.published_at is not None
    assert [version.text[link.start : link.end] for link in version.links.all()] == [
        "mayor of the city",
        "latest report",
        "link",
    ]


def test_what_was_given_by_hand_wins_over_the_page(site: Site) -> None:
    article = ingest(url=site.html("/a", page()), title="Given", author="By hand", language="en-GB")
    assert (article.title, article.author) == ("Given", "By hand")
    assert article.versions.get().language == "en-GB"


def test_a_page_of_another_site_cannot_claim_an_articles_address(site: Site) -> None:
    theirs = ArticleFactory(canonical_url="https://news.example/politics/bridge")
    article = ingest(url=site.html("/evil", page()))
    assert article != theirs
    assert article.canonical_url == site.url("/evil")


def test_a_second_address_of_an_article_leads_to_it(site: Site) -> None:
    first = ingest(url=site.html("/a", page(head="")))
    second = article_submit(door="api", submitter="usr_2", url=site.redirect("/short", "/a"))
    assert second != first
    jobs.jobs_run_due(kinds=("articles.ingest",))
    second.refresh_from_db()
    assert (second.duplicate_of, second.state) == (first, "ready")
    assert first.versions.count() == 1
    assert article_submit(door="api", submitter="usr_3", url=site.url("/short")) == first


def test_an_article_whose_address_leads_to_another_one_now_keeps_its_texts(site: Site) -> None:
    one = ingest(url=site.html("/one", page(head="")))
    other = ingest(
        url=site.html("/other", page("<p>Bob Jones said that it is open again, at last and for good.</p>", head=""))
    )
    site.redirect("/one", "/other")
    article_submit(door="api", submitter="usr_1", url=site.url("/one"))
    jobs.jobs_run_due(kinds=("articles.ingest",))
    one.refresh_from_db()
    assert (one.state, one.duplicate_of, one.versions.count()) == ("ready", None, 1)
    assert other.versions.count() == 1


def test_the_same_text_at_the_same_address_is_the_same_version(site: Site) -> None:
    url = site.html("/a", page())
    first = ingest(url=url)
    again = ingest(url=url)
    assert again == first
    assert ArticleVersion.objects.count() == AnalysisRun.objects.count() == 1
    assert again.state == "ready"


def test_a_changed_text_is_a_new_version_of_the_same_article() -> None:
    url = "https://news.example/a"
    first = ingest(text=TEXT, url=url)
    claim = first.claims.get()
    again = ingest(text="Updated at noon. " + TEXT, url=url)
    assert again == first
    assert [version.number for version in again.versions.all()] == [1, 2]
    assert again.current_version.number == 2
    assert again.versions.get(number=1).text == TEXT
    assert again.claims.get() == claim


def test_a_text_that_is_overtaken_by_a_later_one_does_not_become_the_present_one() -> None:
    url = "https://news.example/a"
    article = article_submit(door="api", submitter="usr_1", text=TEXT, url=url)
    article_submit(door="api", submitter="usr_1", text="Updated at noon. " + TEXT, url=url)
    early, late = article.submissions.order_by("id")
    article_ingest(submission_id=late.id)
    article_ingest(submission_id=early.id)
    article.refresh_from_db()
    assert article.state == "ready"
    assert article.current_version.text.startswith("Updated")
    assert article.versions.count() == 2
    assert article.claims.get().article_version == article.current_version


def test_a_text_that_comes_back_is_the_version_that_it_was() -> None:
    url = "https://news.example/a"
    for text in (TEXT, TEXT + " Later it opened.", TEXT):
        article = ingest(text=text, url=url)
    assert article.current_version.number == 1
    assert article.versions.count() == 2
    claim = article.claims.get(kind=Claim.Kind.REPORTED)
    assert claim.article_version == article.current_version


@pytest.mark.parametrize(
    ("answer", "reason", "said"),
    [
        (Answer(b"gone", status=404), "unreachable", "404 Not Found"),
        (Answer(b"no", status=401), "unreachable", "401 Unauthorized"),
        (Answer(b"oops", status=500), "unreachable", "500"),
        (Answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "not_text", "PDF"),
        (Answer(b"%PDF-1.7", headers={"Content-Type": "text/html"}), "not_text", "PDF"),
        (Answer(b"\x89PNG", headers={"Content-Type": "image/png"}), "not_text", "image"),
        (Answer(b"MZ\0\0\1", headers={"Content-Type": "text/html"}), "not_text", "NUL"),
        (Answer(b""), "no_main_text", "empty"),
        (Answer(b"<html><body></body></html>"), "no_main_text", "No article text"),
        (
            Answer(b"<html><body><h1>Sign in</h1><form><input type=password></form></body></html>"),
            "no_main_text",
            "login",
        ),
        (Answer(b"x" * 3000, headers={"Content-Type": "text/plain"}), "too_large", "larger than 2,000 bytes"),
        (Answer(status=302, headers={"Location": "/"}), "unreachable", "loop"),
        (Answer(status=302, headers={"Location": "http://169.254.169.254/"}), "forbidden_address", "169.254.169.254"),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "forbidden_address", "http"),
    ],
)
def test_what_cannot_be_read_fails_with_its_reason(
    site: Site, settings: Settings, answer: Answer, reason: str, said: str
) -> None:
    settings.FETCH_MAX_BYTES = 2000
    site.pages["/"] = answer
    article = ingest(url=site.url("/"))
    assert (article.state, article.reason) == ("failed", reason)
    assert said in article.reason_detail
    assert not ArticleVersion.objects.exists()
    assert not Claim.objects.exists()


def test_an_address_that_resolves_to_loopback_fails_as_forbidden() -> None:
    article = ingest(url="http://localhost:9/a")
    assert (article.state, article.reason) == ("failed", "forbidden_address")


def test_a_page_in_another_charset_than_it_declares_is_read(site: Site) -> None:
    words = "Der Bürgermeister öffnete die Brücke für Fußgänger. Alice said that the bridge is closed. " * 5
    site.pages["/a"] = Answer(page(f"<p>{words}</p>", head="").encode("cp1252"))
    article = ingest(url=site.url("/a"))
    assert "Bürgermeister öffnete die Brücke für Fußgänger" in article.current_version.text


def test_a_language_that_the_engine_does_not_read_fails_and_keeps_the_text() -> None:
    article = ingest(text="Das ist eine Ungeheuerlichkeit, sagte der Minister.")
    assert (article.state, article.reason) == ("failed", "unsupported_language")
    assert "(de)" in article.reason_detail
    assert article.versions.count() == 1
    assert not Claim.objects.exists()


def test_an_article_longer_than_the_limit_fails_as_too_large(site: Site, settings: Settings) -> None:
    settings.ARTICLE_MAX_CHARACTERS = 100
    article = ingest(url=site.html("/a", page()))
    assert (article.state, article.reason) == ("failed", "too_large")


def test_a_failed_article_is_read_on_retry(site: Site) -> None:
    article = ingest(url=site.url("/a"))
    assert article.reason == "unreachable"
    site.html("/a", page())
    article_retry(article_id=article.id)
    jobs.jobs_run_due(kinds=("articles.ingest",))
    article.refresh_from_db()
    assert (article.state, article.reason, article.reason_detail) == ("ready", "", "")


def test_a_second_fetch_that_fails_keeps_the_versions_and_claims(site: Site) -> None:
    url = site.html("/a", page())
    article = ingest(url=url)
    site.pages["/a"] = Answer(status=404)
    again = ingest(url=url)
    assert (again.state, again.reason) == ("failed", "unreachable")
    assert again.current_version == article.current_version
    assert again.claims.exists()


def test_ingesting_a_submission_twice_changes_nothing() -> None:
    article = ingest(text=TEXT)
    before = list(Claim.objects.values_list("id", "version", "updated_at"))
    article_ingest(submission_id=article.submissions.get().id)
    assert list(Claim.objects.values_list("id", "version", "updated_at")) == before
    assert AnalysisRun.objects.count() == 1


def test_a_submission_that_is_gone_is_no_error() -> None:
    article_ingest(submission_id=0)


@pytest.mark.parametrize("step", ["version_store", "text_analyse", "claims_reanchor", "analysis_store"])
def test_an_ingest_that_dies_at_any_step_is_finished_by_the_next_run(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def die(**kwargs: object) -> None:
        raise SystemExit

    article = article_submit(door="api", submitter="usr_1", text=TEXT)
    submission = article.submissions.get()
    with monkeypatch.context() as patched:
        patched.setattr(f"factcheck.articles.services.ingest.{step}", die)
        with pytest.raises(SystemExit):
            article_ingest(submission_id=submission.id)
    article.refresh_from_db()
    assert article.state in ("fetching", "analysing")
    assert not Claim.objects.exists()
    article_ingest(submission_id=submission.id)
    article.refresh_from_db()
    assert article.state == "ready"
    assert article.versions.count() == article.claims.count() == AnalysisRun.objects.count() == 1


def test_an_engine_that_breaks_is_tried_again_and_given_up_at_last(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.JOB_MAX_ATTEMPTS = 2
    settings.ATTRIBUTION_ENGINE = "tests.articles.test_ingest.break_down"
    article = article_submit(door="api", submitter="usr_1", text=TEXT)
    jobs.jobs_run_due(kinds=("articles.ingest",))
    article.refresh_from_db()
    assert article.state == "analysing"
    Job.objects.update(run_after=clock.now())
    jobs.jobs_run_due(kinds=("articles.ingest",))
    article.refresh_from_db()
    assert (article.state, article.reason) == ("failed", "engine_error")
    assert "ZeroDivisionError" not in article.reason_detail
    settings.ATTRIBUTION_ENGINE = "tests.engine.attribute"
    article_retry(article_id=article.id)
    jobs.jobs_run_due(kinds=("articles.ingest",))
    article.refresh_from_db()
    assert article.state == "ready"


def break_down(text: str) -> None:
    raise ZeroDivisionError


def test_giving_up_what_was_finished_meanwhile_changes_nothing() -> None:
    article = ingest(text=TEXT)
    article_ingest_gave_up(submission_id=article.submissions.get().id, error="late")
    article.refresh_from_db()
    assert article.state == "ready"


def test_the_index_is_told_of_the_article_and_its_claims_in_the_same_transaction() -> None:
    article = ingest(text=TEXT)
    assert set(IndexJob.objects.values_list("kind", "object_id")) >= {
        ("article", article.id),
        ("claim", article.claims.get().id),
    }


def test_a_page_sent_as_html_is_read_like_a_fetched_one() -> None:
    article = ingest(html=page())
    assert article.canonical_url == "https://news.example/politics/bridge"
    assert ArticleSubmission.objects.get().kind == "html"
    assert article.current_version.links.count() == 3
