"""Articles over REST: submitted, waited for, followed, read; and what is refused, with nothing half stored."""

from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from factcheck.articles.models import Article, ArticleSubmission
from factcheck.articles.services import submit
from factcheck.core import jobs
from factcheck.core.models import Job
from tests.api.conftest import client_with_key
from tests.factories import ArticleFactory, ArticleVersionFactory, SourceFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/articles/"
TEXT = "Alice said that the bridge is closed. Nobody knows when it will open again."


@pytest.fixture(autouse=True)
def _engine(settings: Settings) -> None:
    settings.ATTRIBUTION_ENGINE = "tests.engine.attribute"


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that takes up what is due as soon as somebody waits."""
    monkeypatch.setattr(submit.time, "sleep", lambda seconds: jobs.jobs_run_due(kinds=("articles.ingest",)))


def run_jobs() -> None:
    jobs.jobs_run_due(kinds=("articles.ingest",))


def test_a_text_is_accepted_with_its_address(writer: APIClient, partner: Any) -> None:
    response = writer.post(ADDRESS, {"text": TEXT, "title": "The bridge"})
    assert response.status_code == 202
    shown = response.json()
    assert response["Location"] == shown["url"]
    assert (shown["state"], shown["title"]) == ("received", "The bridge")
    assert Article.objects.get().submitter == partner.public_id
    run_jobs()
    followed = writer.get(shown["url"]).json()
    assert (followed["state"], followed["language"], followed["current_version"]) == ("ready", "en", 1)
    claims = writer.get(f"/api/v1/claims/?article={shown['id']}").json()["results"]
    assert [claim["text"] for claim in claims] == ["that the bridge is closed"]


@pytest.mark.usefixtures("worker")
def test_who_waits_gets_the_claims(writer: APIClient) -> None:
    response = writer.post(f"{ADDRESS}?wait=10", {"text": TEXT})
    assert response.status_code == 201
    shown = response.json()
    assert response["Location"] == shown["url"]
    assert (shown["state"], [claim["text"] for claim in shown["claims"]]) == ("ready", ["that the bridge is closed"])
    assert shown["claims"][0]["attribution"]["chain"][0]["source"]["name"] == "Alice"


@pytest.mark.usefixtures("worker")
def test_who_waits_for_what_fails_gets_the_reason(writer: APIClient) -> None:
    response = writer.post(f"{ADDRESS}?wait=10", {"html": "<html><body></body></html>"})
    shown = response.json()
    assert (response.status_code, shown["state"], shown["reason"]) == (202, "failed", "no_main_text")


def test_the_same_text_is_the_same_article(writer: APIClient) -> None:
    first = writer.post(ADDRESS, {"text": TEXT}).json()
    run_jobs()
    again = writer.post(ADDRESS, {"text": TEXT})
    assert (again.status_code, again.json()["id"]) == (201, first["id"])
    other = client_with_key(partner=PartnerFactory()).post(ADDRESS, {"text": TEXT}).json()
    assert other["id"] != first["id"]


def test_what_is_given_by_hand_wins(writer: APIClient) -> None:
    outlet = SourceFactory(name="The Daily", kind="publication")
    body = {
        "text": TEXT,
        "url": "https://news.example/bridge?utm_source=mail",
        "title": "T",
        "author": "A",
        "language": "en",
        "published_at": "2026-11-20T08:00:00+01:00",
        "publisher": outlet.public_id,
    }
    address = writer.post(ADDRESS, body).json()["url"]
    run_jobs()
    shown = writer.get(address).json()
    assert {name: shown[name] for name in ("title", "author", "published_at", "canonical_url", "publisher")} == {
        "title": "T",
        "author": "A",
        "published_at": "2026-11-20T07:00:00Z",
        "canonical_url": "https://news.example/bridge",
        "publisher": {"id": outlet.public_id, "name": "The Daily"},
    }


def test_a_failed_article_is_tried_again_by_who_sent_it(writer: APIClient, staff: APIClient) -> None:
    address = writer.post(ADDRESS, {"html": "<html><body></body></html>"}).json()["url"]
    run_jobs()
    assert client_with_key(partner=PartnerFactory()).post(f"{address}retry/").status_code == 403
    response = writer.post(f"{address}retry/")
    assert (response.status_code, response.json()["state"], response.json()["reason"]) == (202, "received", None)
    assert staff.post(f"{address}retry/").status_code == 409


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/text"),
        ({"text": ""}, "/text"),
        ({"text": " \n\t\u200e"}, "/text"),
        ({"text": None}, "/text"),
        ({"text": 5}, None),
        ({"text": {"a": 1}}, "/text"),
        ({"text": "x" * 1_000_001}, "/text"),
        ({"text": "%PDF-1.7 binary"}, "/text"),
        ({"text": "A\x00B"}, "/text"),
        ({"text": "A", "html": "<p>A</p>"}, "/html"),
        ({"html": " "}, "/html"),
        ({"url": "news.example"}, "/url"),
        ({"url": "ftp://news.example/"}, "/url"),
        ({"url": "file:///etc/passwd"}, "/url"),
        ({"url": "https://user:secret@news.example/"}, "/url"),
        ({"url": "http://[::1"}, "/url"),
        ({"url": "https://news.example/" + "a" * 2000}, "/url"),
        ({"text": "A", "language": "english please"}, "/language"),
        ({"text": "A", "published_at": "yesterday"}, "/published_at"),
        ({"text": "A", "title": "x" * 1001}, "/title"),
        ({"text": "A", "publisher": "src_none"}, "/publisher"),
        ({"text": "A", "titel": "B"}, "/titel"),
        ({"text": "A", "door": "admin"}, "/door"),
    ],
)
def test_what_cannot_be_read_names_the_field_and_stores_nothing(
    writer: APIClient, body: dict[str, Any], pointer: str | None
) -> None:
    response = writer.post(ADDRESS, body)
    if pointer is None:
        assert response.status_code in (202, 400)
        return
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json"), response.content
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert not Article.objects.exists()
    assert not ArticleSubmission.objects.exists()
    assert not Job.objects.exists()


def test_a_lone_surrogate_in_a_text_is_refused(writer: APIClient) -> None:
    response = writer.post(ADDRESS, b'{"text": "A \\ud800 B"}', content_type="application/json")
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "/text"


@pytest.mark.parametrize("wait", ["11", "-1", "1.5", "soon", "٣"])
def test_a_wait_beyond_reason_is_refused_before_anything_is_stored(writer: APIClient, wait: str) -> None:
    response = writer.post(f"{ADDRESS}?wait={wait}", {"text": TEXT})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "/wait")
    assert not Article.objects.exists()


def test_the_text_is_for_who_sent_it_and_the_staff(writer: APIClient, staff: APIClient) -> None:
    address = writer.post(ADDRESS, {"text": TEXT}).json()["url"]
    run_jobs()
    shown = writer.get(f"{address}versions/1/").json()
    assert (shown["text"], shown["number"], shown["language"], shown["links"]) == (TEXT, 1, "en", [])
    assert staff.get(f"{address}versions/1/").json() == shown
    assert client_with_key(partner=PartnerFactory()).get(f"{address}versions/1/").status_code == 403
    assert writer.get(f"{address}versions/2/").status_code == 404


def test_articles_are_filtered_and_ordered(reader: APIClient) -> None:
    old = ArticleFactory(published_at="2025-01-01T00:00:00Z", language="de")
    ArticleVersionFactory(article=old)
    new = ArticleFactory(published_at="2026-01-01T00:00:00Z", canonical_url="https://news.example/new")
    unknown = ArticleFactory(state="failed", reason="unreachable")

    def found(query: str) -> list[str]:
        return [row["id"] for row in reader.get(ADDRESS + query).json()["results"]]

    assert found("?ordering=-published_at") == [new.public_id, old.public_id, unknown.public_id]
    assert found("?state=failed") == found("?reason=unreachable") == [unknown.public_id]
    assert found("?language=de") == [old.public_id]
    assert found("?url=https://news.example/new") == [new.public_id]
    assert found("?published_at__gte=2025-06-01") == [new.public_id]


def test_a_text_is_analysed_without_being_stored(reader: APIClient) -> None:
    response = reader.post("/api/v1/analyze/", {"text": TEXT})
    assert response.status_code == 200, response.content
    shown = response.json()
    [claim] = [claim for claim in shown["claims"] if claim["kind"] != "own_voice"]
    assert claim["text"] == "that the bridge is closed"
    attribution = claim["attribution"]
    assert (attribution["mention"]["text"], attribution["cue"]["text"]) == ("Alice", "said")
    source = attribution["chain"][0]["source"]
    assert (source["id"], source["name"]) == (None, "Alice")
    for segment in claim["segments"]:
        assert shown["text"][segment["start"] : segment["end"]] in claim["text"]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/text"),
        ({"text": " "}, "/text"),
        ({"text": "x" * 1_000_001}, "/text"),
        ({"text": "A", "url": "b"}, "/url"),
    ],
)
def test_what_cannot_be_analysed_names_the_field(reader: APIClient, body: dict[str, Any], pointer: str) -> None:
    response = reader.post("/api/v1/analyze/", body)
    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
