"""Search and matching over REST."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.search.models import Kind
from factcheck.search.services import index_jobs_drain, index_jobs_enqueue
from sources.registry.models import Source
from tests.factories import ArticleVersionFactory, ClaimFactory, SourceFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("search_index"),
]
ADDRESS = "/api/v1/search/"


def index() -> None:
    """Make all that is stored searchable."""
    for kind, model in ((Kind.CLAIM, Claim), (Kind.SOURCE, Source), (Kind.ARTICLE, Article)):
        index_jobs_enqueue(kind=kind, object_ids=list(model.objects.values_list("id", flat=True)))
    index_jobs_drain()


@pytest.fixture
def bridge(db: None) -> Claim:
    claim = ClaimFactory(attribution__source=SourceFactory(name="Alice", kind="person"))
    text = "Bob said that the moon is made of cheese."
    version = ArticleVersionFactory(text=text)
    ClaimFactory(article_version=version, segments=[(14, 40)], attribution__source=SourceFactory(name="Bob"))
    index()
    return claim


def test_a_hit_is_the_claim_with_its_words_marked(reader: APIClient, bridge: Claim) -> None:
    page = reader.get(ADDRESS, {"q": "bridge"}).json()
    [hit] = page["results"]
    assert (page["total"], page["next"], page["previous"]) == (1, None, None)
    assert (hit["type"], hit["id"]) == ("claim", bridge.public_id)
    assert hit["resource"] == reader.get(f"/api/v1/claims/{bridge.public_id}/").json()
    [place] = hit["highlights"]["text"]
    assert hit["resource"]["text"][place["start"] : place["end"]] == "bridge"


def test_facets_are_counted(reader: APIClient, bridge: Claim) -> None:
    page = reader.get(ADDRESS, {"facet": "state,kind"}).json()
    assert page["facets"]["state"] == [{"value": "unreviewed", "count": 2}]


def test_filters_and_field_prefixes_narrow_down(reader: APIClient, bridge: Claim) -> None:
    source = bridge.attribution.hops.get().source
    for query in ({"source": source.public_id}, {"q": "source:Alice"}):
        assert [hit["id"] for hit in reader.get(ADDRESS, query).json()["results"]] == [bridge.public_id]


def test_pages_of_a_search_follow_each_other(reader: APIClient, bridge: Claim) -> None:
    page = reader.get(ADDRESS, {"page_size": 1, "sort": "-created_at"}).json()
    following = reader.get(page["next"]).json()
    assert following["next"] is None
    assert len({page["results"][0]["id"], following["results"][0]["id"]}) == 2


def test_sources_and_articles_are_found_by_their_type(reader: APIClient, bridge: Claim) -> None:
    assert reader.get(ADDRESS, {"type": "source", "q": "alice"}).json()["total"] == 1
    assert reader.get(ADDRESS, {"type": "article"}).json()["total"] == 2
    names = reader.get("/api/v1/suggest/", {"type": "source", "prefix": "Ali"}).json()["results"]
    assert [row["text"] for row in names] == ["Alice"]


def test_an_uncertain_claim_is_found_by_the_staff_alone(reader: APIClient, staff: APIClient) -> None:
    ClaimFactory(uncertain=True)
    index()
    assert reader.get(ADDRESS, {"q": "bridge"}).json()["total"] == 0
    assert staff.get(ADDRESS, {"q": "bridge"}).json()["total"] == 1


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"type": "robot"}, "/type"),
        ({"sort": "name"}, "/sort"),
        ({"facet": "text"}, "/facet"),
        ({"facet_size": "0"}, "/facet_size"),
        ({"cursor": "abc"}, "/cursor"),
        ({"page_size": "1000"}, "/page_size"),
        ({"verdict": "true"}, "/verdict"),
        ({"highlight": "1"}, "/highlight"),
        ({"date__gte": "then"}, "/date__gte"),
        ({"q": "x" * 2001}, "/q"),
        ({"wikidata": "Q1"}, "/wikidata"),
        ({"type": "source", "verdict": "verified"}, "/verdict"),
    ],
)
def test_what_cannot_be_searched_for_is_an_error_at_its_parameter(
    reader: APIClient, query: dict[str, str], pointer: str
) -> None:
    response = reader.get(ADDRESS, query)
    assert response.status_code == 400, response.content
    assert [(error["pointer"], error["in"]) for error in response.json()["errors"]] == [(pointer, "query")]


@pytest.mark.parametrize(
    "q", ['"', '""', "AND OR NOT", "a:b:c", "source:", '-"', "*", "(((", "' OR 1=1 --", "\x00", "🌉", "NEAR(a b)", "^a"]
)
def test_odd_queries_have_a_meaning(reader: APIClient, bridge: Claim, q: str) -> None:
    assert reader.get(ADDRESS, {"q": q}).status_code == 200


@pytest.mark.parametrize("query", [{}, {"prefix": "a", "limit": "0"}, {"prefix": "a", "type": "x"}])
def test_a_completion_needs_its_beginning(reader: APIClient, query: dict[str, str]) -> None:
    assert reader.get("/api/v1/suggest/", query).status_code == 400


def test_a_text_is_matched_with_earlier_claims(reader: APIClient, bridge: Claim) -> None:
    response = reader.post("/api/v1/match/", {"text": "The bridge is closed"})
    assert response.status_code == 200, response.content
    [result] = response.json()["results"]
    assert result["text"] == "The bridge is closed"
    best = result["matches"][0]
    assert (best["id"], best["reviewed"], best["verdict"], best["source"]) == (bridge.public_id, False, None, "Alice")
    assert set(best["why"]["shared_words"]) == {"bridge", "closed"}
    assert best["resource"]["url"].startswith("http://testserver/")


def test_a_hundred_texts_are_matched_in_their_order(reader: APIClient, bridge: Claim) -> None:
    texts = [f"The bridge is closed since {year}" for year in range(1900, 2000)]
    results = reader.post("/api/v1/match/", {"texts": texts, "limit": 1}).json()["results"]
    assert [result["text"] for result in results] == texts
    assert all(len(result["matches"]) == 1 for result in results)


def test_a_claim_is_matched_with_those_of_other_articles(reader: APIClient, bridge: Claim) -> None:
    other = ClaimFactory()
    index()
    [result] = reader.post("/api/v1/match/", {"claim": bridge.public_id}).json()["results"]
    assert result["matches"][0]["id"] == other.public_id
    assert bridge.public_id not in [match["id"] for match in result["matches"]]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"text": "a", "claim": "b"}, ""),
        ({"text": ""}, "/text"),
        ({"text": "x" * 5001}, "/text"),
        ({"texts": []}, "/texts"),
        ({"texts": ["a"] * 101}, "/texts"),
        ({"texts": ["a", ""]}, "/texts/1"),
        ({"claim": "clm_none"}, "/claim"),
        ({"text": "a", "limit": 0}, "/limit"),
        ({"text": "a", "treshold": 0}, "/treshold"),
    ],
)
def test_what_cannot_be_matched_is_an_error_at_its_field(reader: APIClient, body: dict[str, Any], pointer: str) -> None:
    response = reader.post("/api/v1/match/", body)
    assert response.status_code == 400, response.content
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
