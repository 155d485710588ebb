"""The trace of a claim: JSON, JSON-LD and a picture, by Accept header or ?format=."""

import json
from xml.etree import ElementTree

import pytest
from rest_framework.test import APIClient

from factcheck.claims.models import Claim
from sources.tracing.models import Cluster, ClusterMember
from tests.factories import ArticleFactory, ArticleVersionFactory, ClaimFactory, EvidenceFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(db: None) -> Claim:
    """A claim of Alice's, in an outlet, with a primary document."""
    article = ArticleFactory(publisher=SourceFactory(name="The Daily", kind="publication"), title="<script>x</script>")
    claim = ClaimFactory(
        article_version=ArticleVersionFactory(article=article),
        attribution__source=SourceFactory(name="Alice & Bob <b>", kind="person"),
        attribution__publisher=article.publisher,
    )
    EvidenceFactory(claim=claim, primary=True)
    return claim


def address(claim: Claim) -> str:
    return f"/api/v1/claims/{claim.public_id}/trace/"


def test_the_graph_leads_from_the_claim_to_its_origin(reader: APIClient, claim: Claim) -> None:
    graph = reader.get(address(claim)).json()
    nodes = {node["id"]: node for node in graph["nodes"]}
    [first] = [e for e in graph["edges"] if e["from"] == claim.public_id]
    [second] = [e for e in graph["edges"] if e["from"] == first["to"] and e["relation"] == "wasQuotedFrom"]
    assert [nodes[edge["to"]]["role"] for edge in (first, second)] == ["publisher", "originator"]
    assert {edge["relation"] for edge in graph["edges"]} == {"wasQuotedFrom", "wasAttributedTo", "hadPrimarySource"}
    assert (graph["cluster"]["outlets"], graph["cluster"]["independent_origins"]) == (1, 1)
    assert graph["traceability"]["level"] == "named"


@pytest.mark.parametrize(
    ("accept", "query", "media_type"),
    [
        ("application/json", "", "application/json"),
        ("*/*", "", "application/json"),
        ("application/ld+json", "", "application/ld+json"),
        ("image/svg+xml", "", "image/svg+xml"),
        ("application/json", "?format=svg", "image/svg+xml"),
        ("text/html", "?format=jsonld", "application/ld+json"),
        ("image/svg+xml", "?format=json", "application/json"),
    ],
)
def test_the_form_is_chosen_by_header_or_parameter(
    reader: APIClient, claim: Claim, accept: str, query: str, media_type: str
) -> None:
    response = reader.get(address(claim) + query, HTTP_ACCEPT=accept)
    assert (response.status_code, response["Content-Type"].partition(";")[0]) == (200, media_type)


def test_linked_data_names_everything_by_its_address(reader: APIClient, claim: Claim) -> None:
    shown = json.loads(reader.get(f"{address(claim)}?format=jsonld").content)
    ids = {node["@id"] for node in shown["@graph"]}
    root = "http://testserver/api/v1"
    hop = claim.attribution.hops.get(role="originator")
    assert f"{root}/claims/{claim.public_id}/" in ids
    assert f"{root}/claims/{claim.public_id}/#{hop.public_id}" in ids
    assert f"{root}/sources/{hop.source.public_id}/" in ids
    assert f"{root}/evidence/{claim.evidence.get().public_id}/" in ids
    assert "prov" in shown["@context"]


def test_the_picture_is_drawn_and_runs_nothing(reader: APIClient, claim: Claim) -> None:
    response = reader.get(f"{address(claim)}?format=svg")
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    root = ElementTree.fromstring(response.content)
    assert root.tag.endswith("svg")
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    words = "".join(root.itertext())
    assert "Alice & Bob <b>" in words


@pytest.mark.parametrize("query", ["format=pdf", "format=", "depth=2"])
def test_a_form_that_is_not_offered_is_an_error_at_its_parameter(reader: APIClient, claim: Claim, query: str) -> None:
    response = reader.get(f"{address(claim)}?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_a_hidden_claim_has_no_trace(reader: APIClient) -> None:
    assert reader.get(address(ClaimFactory(uncertain=True))).status_code == 404


def test_claims_are_filtered_by_how_far_they_can_be_traced(reader: APIClient) -> None:
    named = ClaimFactory(attribution__source=SourceFactory(kind="person"))
    anonymous = ClaimFactory(attribution__source=SourceFactory(kind="anonymous"))
    untraced = ClaimFactory(own_voice=True)
    expected = {"named": named, "anonymous": anonymous, "none": untraced}
    for level, claim in expected.items():
        rows = reader.get(f"/api/v1/claims/?traceability={level}").json()["results"]
        assert [(row["id"], row["attribution"]["traceability"]) for row in rows] == [(claim.public_id, level)]
    assert len(reader.get("/api/v1/claims/?traceability=named,none").json()["results"]) == 2
    assert reader.get("/api/v1/claims/?traceability=well").status_code == 400


def test_a_claim_elsewhere_that_partners_do_not_see_is_not_in_their_trace(
    reader: APIClient, staff: APIClient, claim: Claim
) -> None:
    hidden = ClaimFactory(uncertain=True, attribution__source=SourceFactory(name="Hidden"))
    cluster = Cluster.objects.create()
    for member in (claim, hidden):
        ClusterMember.objects.create(cluster=cluster, claim=member)
    assert len(staff.get(address(claim)).json()["cluster"]["claims"]) == 2
    shown = reader.get(address(claim)).json()
    assert shown["cluster"]["claims"] == [claim.public_id]
    assert "Hidden" not in json.dumps(shown)
