"""A person makes a claim of words that the engine missed, or words one anew."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from factcheck.articles.models import ArticleVersion
from factcheck.claims.models import Claim
from tests.factories import ArticleFactory, ArticleVersionFactory, ClaimFactory
from tests.review.steps import make_claim, take

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/claims/"


@pytest.fixture
def version(db: None) -> ArticleVersion:
    return ArticleVersionFactory()


def body(version: ArticleVersion, **change: Any) -> dict[str, Any]:
    given = {
        "article": version.article.public_id,
        "kind": "own_voice",
        "segments": [{"start": 38, "end": 75}],
        "quotes": ["Nobody knows when it will open again."],
    }
    return {**given, **change}


def test_a_person_makes_a_claim_of_chosen_words(staff: APIClient, version: ArticleVersion) -> None:
    response = staff.post(ADDRESS, body(version))
    assert response.status_code == 201, response.content
    shown = response.json()
    assert response["Location"] == shown["url"]
    assert (shown["text"], shown["kind"], shown["finding"]) == (version.text[38:75], "own_voice", "not_applicable")
    assert staff.get(shown["url"]).json() == shown
    assert staff.post(ADDRESS, body(version)).status_code == 409


def test_a_partner_makes_no_claim(writer: APIClient, version: ArticleVersion) -> None:
    assert writer.post(ADDRESS, body(version)).status_code == 403


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"article": "art_none"}, "/article"),
        ({"kind": "rumour"}, "/kind"),
        ({"segments": []}, "/segments"),
        ({"segments": [{"start": 5, "end": 5}]}, "/segments/0"),
        ({"segments": [{"start": -1, "end": 5}]}, "/segments/0/start"),
        ({"segments": [{"start": 0}]}, "/segments/0/end"),
        ({"segments": [{"start": 0, "end": 10**30}]}, "/segments/0/end"),
        ({"segments": [{"start": 0, "end": 9000}], "quotes": ["a"]}, "/segments/0"),
        ({"segments": [{"start": 0, "end": 5}, {"start": 3, "end": 9}], "quotes": ["a", "b"]}, "/segments/1"),
        ({"quotes": ["Somebody knows."]}, "/segments/0"),
        ({"quotes": ["a", "b"]}, "/quotes"),
        ({"article_version": 7}, "/article_version"),
        ({"article_version": 10**30}, "/article_version"),
        ({"language": "x" * 17}, "/language"),
        ({"verdict": "verified"}, "/verdict"),
    ],
)
def test_words_that_are_not_there_make_no_claim(
    staff: APIClient, version: ArticleVersion, change: dict[str, Any], pointer: str
) -> None:
    response = staff.post(ADDRESS, body(version, **change))
    assert response.status_code == 400, response.content
    assert pointer in [error["pointer"] for error in response.json()["errors"]]
    assert not Claim.objects.exists()


def test_an_article_without_a_text_has_no_words_to_choose(staff: APIClient) -> None:
    article = ArticleFactory()
    given = {"article": article.public_id, "kind": "own_voice", "segments": [{"start": 0, "end": 1}]}
    assert staff.post(ADDRESS, given).json()["errors"][0]["code"] == "no_text"


def test_a_claim_is_worded_anew_by_who_saw_it(staff: APIClient, writer: APIClient) -> None:
    claim = ClaimFactory()
    address = f"{ADDRESS}{claim.public_id}/"
    change = {"text": "The bridge is closed"}
    assert writer.patch(address, change, headers={"If-Match": '"1"'}).status_code == 403
    assert staff.patch(address, change).status_code == 428
    assert staff.patch(address, change, headers={"If-Match": '"9"'}).status_code == 412
    shown = staff.patch(address, change, headers={"If-Match": staff.get(address)["ETag"]}).json()
    assert (shown["text"], shown["anchor"]["quote"], shown["version"]) == (
        "The bridge is closed",
        "that the bridge is closed",
        2,
    )


def test_a_claim_is_moved_to_other_words(staff: APIClient) -> None:
    claim = ClaimFactory()
    change = {"segments": [{"start": 16, "end": 36}], "quotes": ["the bridge is closed"]}
    shown = staff.patch(f"{ADDRESS}{claim.public_id}/", change, headers={"If-Match": '"1"'}).json()
    assert (shown["text"], shown["anchor"]["start"]) == ("the bridge is closed", 16)


def test_a_proposed_claim_is_not_edited(staff: APIClient, editor: Any) -> None:
    claim = make_claim()
    take(claim, "discard", editor, discard_reason="out_of_scope")
    response = staff.patch(f"{ADDRESS}{claim.public_id}/", {"text": "A"}, headers={"If-Match": '"2"'})
    assert response.status_code == 409
