"""Claims over REST: what a partner sees, and how it is narrowed down."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from factcheck.claims.models import Claim
from factcheck.claims.representation import claim_representation, claims_for_representation
from factcheck.core import clock
from sources.registry.models import SourceParent
from tests.factories import ArticleFactory, ArticleVersionFactory, ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/claims/"


def found(client: APIClient, query: str = "") -> set[str]:
    response = client.get(ADDRESS + query)
    assert response.status_code == 200, response.content
    return {row["id"] for row in response.json()["results"]}


def test_a_claim_is_shown_as_every_other_door_shows_it(reader: APIClient) -> None:
    claim = ClaimFactory(attribution__source=SourceFactory())
    expected = claim_representation(claims_for_representation().get(), base_url="http://testserver")
    assert reader.get(f"{ADDRESS}{claim.public_id}/").json() == expected
    assert reader.get(ADDRESS).json()["results"] == [expected]


def test_an_uncertain_claim_is_kept_from_partners_until_a_person_touched_it(
    reader: APIClient, staff: APIClient
) -> None:
    claim = ClaimFactory(uncertain=True)
    address = f"{ADDRESS}{claim.public_id}/"
    assert (found(reader), reader.get(address).status_code) == (set(), 404)
    assert (found(staff), staff.get(address).status_code) == ({claim.public_id}, 200)
    Claim.objects.update(touched_at=clock.now())
    assert (found(reader), reader.get(address).status_code) == ({claim.public_id}, 200)


def test_what_is_below_a_claim_is_hidden_with_it(reader: APIClient) -> None:
    claim = ClaimFactory(uncertain=True)
    assert reader.get(f"{ADDRESS}{claim.public_id}/revisions/").status_code == 404


@pytest.mark.parametrize("name", ["clm_", "clm_01", "src_01k00000000000000000000000", "clm_" + "i" * 26, "%00", "1"])
def test_what_is_no_claims_id_is_not_found(reader: APIClient, name: str) -> None:
    response = reader.get(f"{ADDRESS}{name}/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_an_unchanged_claim_is_not_sent_again(reader: APIClient) -> None:
    claim = ClaimFactory(attribution__source=SourceFactory(name="Old"))
    address = f"{ADDRESS}{claim.public_id}/"
    tag = reader.get(address)["ETag"]
    assert tag.startswith('"1.')
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        response = reader.get(address, headers={"If-None-Match": given})
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)
    assert reader.get(address, headers={"If-None-Match": '"1.0000"'}).status_code == 200


def test_no_shared_cache_keeps_an_answer(reader: APIClient) -> None:
    response = reader.get(ADDRESS)
    assert response["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(response["Vary"].split(", "))


def test_the_tag_changes_with_anything_that_is_shown(reader: APIClient) -> None:
    source = SourceFactory(name="Old")
    claim = ClaimFactory(attribution__source=source)
    address = f"{ADDRESS}{claim.public_id}/"
    tag = reader.get(address)["ETag"]
    source.name = "New"
    source.save()
    assert reader.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.fixture
def mixed(db: None) -> dict[str, Any]:
    """Two claims that differ in everything that can be filtered by."""
    ministry = SourceFactory(name="Ministry", kind="government_body")
    spokesperson = SourceFactory(name="Spokesperson", kind="spokesperson")
    SourceParent.objects.create(source=spokesperson, parent=ministry)
    outlet = SourceFactory(name="Outlet", kind="publication")
    article = ArticleFactory(publisher=outlet, published_at="2026-01-05T12:00:00Z", language="en")
    quoted = ClaimFactory(
        article_version=ArticleVersionFactory(article=article),
        kind="quoted",
        attribution__source=spokesperson,
        attribution__publisher=outlet,
        checkworthy=0.9,
    )
    own = ClaimFactory(own_voice=True, language="de", checkworthy=0.1, state="in_review")
    return {
        "ministry": ministry.public_id,
        "spokesperson": spokesperson.public_id,
        "outlet": outlet.public_id,
        "article": article.public_id,
        "quoted": quoted.public_id,
        "own": own.public_id,
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=quoted", {"quoted"}),
        ("kind=own_voice", {"own"}),
        ("kind=quoted,own_voice", {"quoted", "own"}),
        ("state=in_review", {"own"}),
        ("finding=not_applicable", {"own"}),
        ("verdict=verified", set()),
        ("mode=indirect", {"quoted"}),
        ("polarity=denies", set()),
        ("language=de", {"own"}),
        ("uncertain=true", set()),
        ("article={article}", {"quoted"}),
        ("publisher={outlet}", {"quoted"}),
        ("source={spokesperson}", {"quoted"}),
        ("source={ministry}", set()),
        ("source__descendants={ministry}", {"quoted"}),
        ("source={spokesperson}&role=originator", {"quoted"}),
        ("source={spokesperson}&role=publisher", set()),
        ("source={outlet}&role=publisher", {"quoted"}),
        ("role=channel", set()),
        ("checkworthy__gte=0.5", {"quoted"}),
        ("published_at__gte=2026-01-05", {"quoted"}),
        ("published_at__lt=2026-01-05", set()),
        ("published_at__gte=2026-01-05T12:00:00Z&published_at__lt=2026-01-05T12:00:01%2B00:00", {"quoted"}),
        ("created_at__gte=2020-01-01", {"quoted", "own"}),
    ],
)
def test_claims_are_filtered(reader: APIClient, mixed: dict[str, str], query: str, expected: set[str]) -> None:
    assert found(reader, "?" + query.format(**mixed)) == {mixed[name] for name in expected}


def test_a_merged_source_stands_for_the_one_it_lives_on_in(reader: APIClient, mixed: dict[str, str]) -> None:
    kept = ClaimFactory(attribution__source=SourceFactory())
    merged = SourceFactory(merged_into=kept.attribution.hops.get().source)
    assert found(reader, f"?source={merged.public_id}") == {kept.public_id}


def test_a_source_that_does_not_exist_is_an_error_at_its_parameter(reader: APIClient) -> None:
    response = reader.get(f"{ADDRESS}?source=src_none")
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "/source"
    assert response.json()["errors"][0]["in"] == "query"
