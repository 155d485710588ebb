"""Evidence over REST: people add and withdraw it; partners read what publications rest on."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from factcheck.accounts.models import User
from tests.factories import EvidenceFactory, SourceFactory
from tests.review.steps import make_claim, publish

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/evidence/"


def test_a_person_adds_evidence_to_a_claim(staff: APIClient, fact_checker: User) -> None:
    claim = make_claim()
    source = SourceFactory()
    body = {
        "claim": claim.public_id,
        "url": "https://city.example/bridge",
        "stance": "supports",
        "source": source.public_id,
        "hop": claim.attribution.hops.get().public_id,
        "quote": "The bridge is closed.",
        "primary": True,
    }
    response = staff.post(ADDRESS, body)
    assert response.status_code == 201, response.content
    shown = response.json()
    assert response["Location"] == shown["url"]
    assert {name: shown[name] for name in ("claim", "hop", "stance", "quote", "primary")} == {
        name: body[name] for name in ("claim", "hop", "stance", "quote", "primary")
    }
    assert (shown["document_url"], shown["source"]["id"]) == (body["url"], source.public_id)
    assert (shown["fetch_state"], shown["added_by"]["id"]) == ("queued", fact_checker.public_id)
    assert staff.get(shown["url"]).json() == shown


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"claim": "clm_none"}, "/claim"),
        ({"claim": None}, "/claim"),
        ({"stance": "likes"}, "/stance"),
        ({"url": "ftp://x"}, "/url"),
        ({"url": ""}, "/url"),
        ({"url": "http://[::1"}, "/url"),
        ({"hop": "hop_none"}, "/hop"),
        ({"source": "src_none"}, "/source"),
        ({"media_fragment": "ten"}, "/media_fragment"),
        ({"translation": "Words."}, "/translator"),
        ({"verdict": "verified"}, "/verdict"),
        ({"quote": "\x00"}, "/quote"),
    ],
)
def test_evidence_that_cannot_be_stored_names_the_field(staff: APIClient, change: dict[str, Any], pointer: str) -> None:
    body = {"claim": make_claim().public_id, "url": "https://city.example/", "stance": "supports", **change}
    response = staff.post(ADDRESS, body)
    assert response.status_code == 400, response.content
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert staff.get(ADDRESS).json()["results"] == []


def test_a_partner_sees_what_a_publication_rests_on_and_no_more(
    reader: APIClient, fact_checker: User, editor: User
) -> None:
    claim = make_claim()
    used = EvidenceFactory(claim=claim, note="Ask again.", added_by=fact_checker)
    publish(claim, fact_checker, editor)
    unused = EvidenceFactory(claim=claim)
    [shown] = reader.get(ADDRESS).json()["results"]
    assert (shown["id"], shown["note"], shown["added_by"]) == (used.public_id, None, None)
    assert shown["snapshots"][0]["sha256"]
    assert reader.get(f"{ADDRESS}{unused.public_id}/").status_code == 404


def test_a_partner_adds_no_evidence(writer: APIClient) -> None:
    body = {"claim": make_claim().public_id, "url": "https://city.example/", "stance": "supports"}
    assert writer.post(ADDRESS, body).status_code == 403


def test_withdrawn_evidence_sends_what_rests_on_it_back_to_review(
    staff: APIClient, fact_checker: User, editor: User
) -> None:
    claim = make_claim()
    evidence = EvidenceFactory(claim=claim)
    publish(claim, fact_checker, editor)
    address = f"{ADDRESS}{evidence.public_id}/withdraw/"
    assert staff.post(address, {}).status_code == 400
    shown = staff.post(address, {"reason": "It is a forgery."}).json()
    assert shown["claims"] == [claim.public_id]
    assert shown["evidence"]["withdrawn_reason"] == "It is a forgery."
    claim.refresh_from_db()
    assert claim.state == "needs_rereview"


@pytest.mark.parametrize(
    ("query", "found"),
    [("stance=supports", 1), ("stance=refutes", 0), ("withdrawn=false", 1), ("withdrawn=true", 0), ("primary=true", 0)],
)
def test_evidence_is_filtered(staff: APIClient, query: str, found: int) -> None:
    evidence = EvidenceFactory()
    EvidenceFactory(stance="context", withdrawn_at="2026-01-01T00:00:00Z", withdrawn_reason="Old.", primary=False)
    claim = f"&claim={evidence.claim.public_id}"
    assert len(staff.get(f"{ADDRESS}?{query}{claim}").json()["results"]) == found
