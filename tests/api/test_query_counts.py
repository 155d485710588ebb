"""No endpoint makes more queries for more rows, and none more than is recorded.

``make query-counts`` writes tests/api/query_counts.json anew; look at the difference before you commit it.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from rest_framework.test import APIClient

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.core import jobs
from factcheck.search.models import ExternalReview, Kind
from factcheck.search.services import index_jobs_drain, index_jobs_enqueue
from sources.registry.models import Source
from sources.registry.services import NewName, source_create
from sources.tracing.models import Cluster, ClusterMember
from tests.api.conftest import client_with_key
from tests.factories import (
    ArticleFactory,
    ArticleVersionFactory,
    ClaimFactory,
    EvidenceFactory,
    MatchSuggestionFactory,
    MentionFactory,
    SourceFactory,
)
from tests.factories.partners import PartnerFactory
from tests.factories.people import EditorFactory, FactCheckerFactory
from tests.review.steps import make_claim, publish, take

pytestmark = pytest.mark.django_db

RECORDED = Path(__file__).with_name("query_counts.json")
FEW, MANY = 2, 20
Scene = Callable[[int], tuple[APIClient, str, str, Any]]
SCENES: dict[str, Scene] = {}
IN_THE_INDEX = ("GET /search/", "GET /suggest/", "POST /match/")


def scene(name: str) -> Callable[[Scene], Scene]:
    """Register a function that stores ``n`` rows and returns client, method, address and body."""

    def register(function: Scene) -> Scene:
        SCENES[name] = function
        return function

    return register


def partner_client() -> APIClient:
    return client_with_key(partner=PartnerFactory())


def staff_client(user: User | None = None) -> APIClient:
    client = APIClient()
    client.force_login(user or FactCheckerFactory())
    return client


def claims(n: int) -> list[Claim]:
    """Claims of articles of their own, each with mention, originator and publisher."""
    made = []
    for _ in range(n):
        version = ArticleVersionFactory(article=ArticleFactory(publisher=SourceFactory()))
        mention = MentionFactory(article_version=version)
        made.append(
            ClaimFactory(
                article_version=version,
                attribution__mention=mention,
                attribution__publisher=version.article.publisher,
            )
        )
    return made


def published(n: int) -> list[Claim]:
    checker, editor = FactCheckerFactory(), EditorFactory()
    made = [make_claim() for _ in range(n)]
    for claim in made:
        publish(claim, checker, editor)
    return made


@scene("GET /articles/")
def _articles(n: int) -> tuple[APIClient, str, str, Any]:
    claims(n)
    return partner_client(), "get", "/api/v1/articles/", None


@scene("GET /articles/{id}/")
def _article(n: int) -> tuple[APIClient, str, str, Any]:
    [claim, *_] = claims(n)
    return partner_client(), "get", f"/api/v1/articles/{claim.article.public_id}/", None


@scene("GET /articles/{id}/versions/{n}/")
def _version(n: int) -> tuple[APIClient, str, str, Any]:
    [claim, *_] = claims(n)
    return staff_client(), "get", f"/api/v1/articles/{claim.article.public_id}/versions/1/", None


@scene("POST /articles/ of a text that is ready")
def _submit(n: int) -> tuple[APIClient, str, str, Any]:
    client = partner_client()
    text = " ".join(f"Alice{i} said that the bridge number {i} is closed." for i in range(n))
    client.post("/api/v1/articles/", {"text": text})
    jobs.jobs_run_due(kinds=("articles.ingest",))
    assert Article.objects.latest("id").claims.count() == n
    return client, "post", "/api/v1/articles/", {"text": text}


@scene("POST /analyze/")
def _analyze(n: int) -> tuple[APIClient, str, str, Any]:
    text = " ".join(f"Alice{i} said that the bridge number {i} is closed." for i in range(n))
    return partner_client(), "post", "/api/v1/analyze/", {"text": text}


@scene("GET /claims/")
def _claims(n: int) -> tuple[APIClient, str, str, Any]:
    claims(n)
    published(n)
    return partner_client(), "get", "/api/v1/claims/?page_size=100", None


@scene("GET /claims/ by a source and its descendants")
def _claims_of(n: int) -> tuple[APIClient, str, str, Any]:
    source = SourceFactory()
    for _ in range(n):
        ClaimFactory(attribution__source=source_create(kind="person", name="A", parents=[source]))
    return partner_client(), "get", f"/api/v1/claims/?source__descendants={source.public_id}", None


@scene("GET /claims/{id}/")
def _claim(n: int) -> tuple[APIClient, str, str, Any]:
    claim = make_claim()
    for _ in range(n):
        EvidenceFactory(claim=claim)
    publish(claim, FactCheckerFactory(), EditorFactory())
    return partner_client(), "get", f"/api/v1/claims/{claim.public_id}/", None


@scene("GET /claims/{id}/trace/")
def _trace(n: int) -> tuple[APIClient, str, str, Any]:
    cluster = Cluster.objects.create()
    made = claims(n)
    for claim in made:
        ClusterMember.objects.create(cluster=cluster, claim=claim)
        EvidenceFactory(claim=claim, primary=True)
    return partner_client(), "get", f"/api/v1/claims/{made[0].public_id}/trace/", None


@scene("GET /claims/{id}/actions/")
def _actions(n: int) -> tuple[APIClient, str, str, Any]:
    [claim, *_] = claims(n)
    return staff_client(), "get", f"/api/v1/claims/{claim.public_id}/actions/", None


def corrected(n: int) -> Claim:
    """A claim with ``n`` revisions."""
    checker, editor = FactCheckerFactory(), EditorFactory()
    claim = make_claim()
    for number in range(n):
        if number:
            take(claim, "reopen", editor, reason="New figures.")
            take(claim, "release", editor)
            claim = Claim.objects.get(id=claim.id)
            take(claim, "reopen", editor, reason="New figures.")
            claim = Claim.objects.get(id=claim.id)
            proposal = {"finding": "confirmed", "verdict": "verified", "rationale": f"Figures {number}."}
            take(claim, "propose", checker, **proposal)
            take(claim, "publish", editor, public_note="Corrected.")
        else:
            publish(claim, checker, editor)
    return claim


@scene("GET /claims/{id}/revisions/")
def _revisions(n: int) -> tuple[APIClient, str, str, Any]:
    claim = corrected(n)
    assert claim.revisions.count() == n
    return partner_client(), "get", f"/api/v1/claims/{claim.public_id}/revisions/", None


@scene("GET /claims/{id}/decisions/")
def _decisions(n: int) -> tuple[APIClient, str, str, Any]:
    return staff_client(), "get", f"/api/v1/claims/{corrected(n).public_id}/decisions/?page_size=100", None


@scene("GET /claims/{id}/assessments/")
def _assessments(n: int) -> tuple[APIClient, str, str, Any]:
    claim = make_claim()
    address = f"/api/v1/claims/{claim.public_id}/assessments/"
    for _ in range(n):
        body = {"finding": "confirmed", "verdict": "opinion", "rationale": "So I read it."}
        assert staff_client().post(address, body).status_code == 201
    return staff_client(), "get", address, None


def suggestions(n: int) -> str:
    """The address of a claim's ``n`` suggested reviews, each decided by somebody else."""
    claim = make_claim()
    for _ in range(n):
        MatchSuggestionFactory(claim=claim, state="confirmed", decided_by=FactCheckerFactory())
    return f"/api/v1/claims/{claim.public_id}/match-suggestions/"


@scene("GET /claims/{id}/match-suggestions/")
def _match_suggestions(n: int) -> tuple[APIClient, str, str, Any]:
    return staff_client(), "get", suggestions(n), None


@scene("POST /claims/{id}/match-suggestions/{review}/decision/")
def _match_decision(n: int) -> tuple[APIClient, str, str, Any]:
    address, review = suggestions(n), ExternalReview.objects.latest("id")
    return staff_client(), "post", f"{address}{review.public_id}/decision/", {"decision": "confirmed"}


@scene("GET /evidence/")
def _evidence(n: int) -> tuple[APIClient, str, str, Any]:
    for _ in range(n):
        EvidenceFactory(source=SourceFactory(), added_by=FactCheckerFactory())
    return staff_client(), "get", "/api/v1/evidence/", None


@scene("GET /evidence/ by a partner")
def _published_evidence(n: int) -> tuple[APIClient, str, str, Any]:
    published(n)
    return partner_client(), "get", "/api/v1/evidence/", None


@scene("GET /sources/")
def _sources(n: int) -> tuple[APIClient, str, str, Any]:
    parent = SourceFactory()
    for i in range(n):
        source_create(kind="person", name=f"Person {i}", names=[NewName(f"P{i}")], parents=[parent])
    return partner_client(), "get", "/api/v1/sources/", None


@scene("GET /sources/ by name")
def _sources_by_name(n: int) -> tuple[APIClient, str, str, Any]:
    for i in range(n):
        source_create(kind="person", name="Alice", names=[NewName(f"P{i}")])
    return partner_client(), "get", "/api/v1/sources/?name=Alice", None


@scene("GET /sources/{id}/")
def _source(n: int) -> tuple[APIClient, str, str, Any]:
    source = source_create(
        kind="person", name="Alice", names=[NewName(f"P{i}") for i in range(n)], parents=[SourceFactory()]
    )
    for _ in range(n):
        ClaimFactory(attribution__source=source)
    return partner_client(), "get", f"/api/v1/sources/{source.public_id}/", None


@scene("GET /sources/{id}/timeline/")
def _timeline(n: int) -> tuple[APIClient, str, str, Any]:
    source = SourceFactory()
    for i in range(n):
        article = ArticleFactory(published_at=f"2026-01-{i + 1:02}T00:00:00Z")
        ClaimFactory(article_version=ArticleVersionFactory(article=article), attribution__source=source)
    return partner_client(), "get", f"/api/v1/sources/{source.public_id}/timeline/?interval=day", None


@scene("GET /mentions/{id}/")
def _mention(n: int) -> tuple[APIClient, str, str, Any]:
    return partner_client(), "get", f"/api/v1/mentions/{MentionFactory().public_id}/", None


def searchable(n: int) -> list[Claim]:
    made = claims(n)
    index_jobs_enqueue(kind=Kind.CLAIM, object_ids=[claim.id for claim in made])
    index_jobs_enqueue(kind=Kind.SOURCE, object_ids=list(Source.objects.values_list("id", flat=True)))
    index_jobs_drain()
    return made


@scene("GET /search/")
def _search(n: int) -> tuple[APIClient, str, str, Any]:
    searchable(n)
    return partner_client(), "get", "/api/v1/search/?q=bridge&facet=state,kind", None


@scene("GET /suggest/")
def _suggest(n: int) -> tuple[APIClient, str, str, Any]:
    searchable(n)
    return partner_client(), "get", "/api/v1/suggest/?type=source&prefix=Sou&limit=50", None


@scene("POST /match/")
def _match(n: int) -> tuple[APIClient, str, str, Any]:
    searchable(n)
    return partner_client(), "post", "/api/v1/match/", {"text": "The bridge is closed"}


def queries(name: str, n: int) -> int:
    """Return how many queries the endpoint makes beside ``n`` rows, once the key's use has been noted."""
    client, method, address, body = SCENES[name](n)
    call = getattr(client, method)
    assert call(address, body).status_code in (200, 201)
    with CaptureQueriesContext(connection) as captured:
        response = call(address, body)
    assert response.status_code in (200, 201), response.content
    return len(captured)


@pytest.mark.parametrize("name", SCENES)
def test_query_count_does_not_grow_and_is_the_recorded_one(name: str, settings: Settings) -> None:
    settings.ATTRIBUTION_ENGINE = "tests.engine.attribute"
    few, many = queries(name, FEW), queries(name, MANY)
    assert few == many, f"{few} queries beside {FEW} rows, {many} beside {MANY}"
    if name in IN_THE_INDEX and settings.SEARCH_BACKEND != "embedded":
        return  # what the embedded index asks of the database, another backend asks elsewhere
    recorded = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    if os.environ.get("RECORD_QUERY_COUNTS") == "1":
        RECORDED.write_text(json.dumps({**recorded, name: few}, indent=2, sort_keys=True) + "\n")
        return
    assert few == recorded.get(name), "run `make query-counts` if this is meant, and look at the difference"


def test_query_count_file_names_no_endpoint_that_is_gone() -> None:
    assert set(json.loads(RECORDED.read_text())) == set(SCENES)
