"""External reviews that are suggested for a claim: listed for the staff, confirmed or rejected by a person."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.response import Response
from rest_framework.test import APIClient

from factcheck.accounts.models import User
from factcheck.core import clock
from factcheck.search.models import MatchSuggestion
from tests.api.conftest import client_with_key
from tests.factories import ExternalReviewFactory, MatchSuggestionFactory, UserFactory

pytestmark = pytest.mark.django_db


def address(suggestion: MatchSuggestion) -> str:
    return f"/api/v1/claims/{suggestion.claim.public_id}/match-suggestions/"


def decide(client: APIClient, suggestion: MatchSuggestion, **body: Any) -> Response:
    return client.post(f"{address(suggestion)}{suggestion.external_review.public_id}/decision/", body, format="json")


def test_suggestions_are_listed_best_first_with_their_words_and_their_rating(staff: APIClient) -> None:
    weaker = MatchSuggestionFactory(score=0.7)
    MatchSuggestionFactory(claim=weaker.claim, score=0.9, external_review__claim_text="It is closed")
    MatchSuggestionFactory()
    best, second = staff.get(address(weaker)).json()["results"]
    assert (best["score"], second["score"]) == (0.9, 0.7)
    assert (best["state"], best["model"], best["decided_by"], best["decided_at"]) == (
        "suggested",
        "a-model",
        None,
        None,
    )
    review = best["external_review"]
    assert (review["claim"], review["rating"], review["verdict"]) == ("It is closed", "Pants on fire!", "contested")
    assert review["reviewer"]["name"] == "The Checkers"
    assert review["url"].startswith("https://checkers.example/")


@pytest.mark.parametrize("decision", ["confirmed", "rejected"])
def test_a_fact_checker_decides_by_name_and_the_same_again_changes_nothing(
    staff: APIClient, fact_checker: User, editor: User, as_person: Callable[[User], APIClient], decision: str
) -> None:
    suggestion = MatchSuggestionFactory()
    response = decide(staff, suggestion, decision=decision)
    assert response.status_code == 200, response.content
    first = response.json()
    assert first["state"] == decision
    assert first["decided_by"] == {"id": fact_checker.public_id, "name": fact_checker.display_name}
    assert decide(as_person(editor), suggestion, decision=decision).json() == first
    assert staff.get(address(suggestion)).json()["results"] == [first]
    suggestion.claim.refresh_from_db()
    assert (suggestion.claim.verdict, suggestion.claim.version) == (None, 1), "no verdict is carried over"


def test_a_personal_key_decides_and_one_of_scope_read_does_not(fact_checker: User) -> None:
    suggestion = MatchSuggestionFactory()
    assert decide(client_with_key(user=fact_checker, scope="read"), suggestion, decision="rejected").status_code == 403
    assert decide(client_with_key(user=fact_checker), suggestion, decision="rejected").status_code == 200


def test_what_somebody_decided_otherwise_is_409(staff: APIClient) -> None:
    suggestion = MatchSuggestionFactory()
    decide(staff, suggestion, decision="confirmed")
    response = decide(staff, suggestion, decision="rejected")
    assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
    assert "confirmed" in response.json()["detail"]
    suggestion.refresh_from_db()
    assert suggestion.state == "confirmed"


def test_a_partners_key_neither_lists_nor_decides(writer: APIClient) -> None:
    suggestion = MatchSuggestionFactory()
    for response in (decide(writer, suggestion, decision="confirmed"), writer.get(address(suggestion))):
        assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")
        assert "person" in response.json()["detail"]
    suggestion.refresh_from_db()
    assert suggestion.state == "suggested"


@pytest.mark.parametrize("superuser", [False, True])
def test_staff_without_the_role_read_and_do_not_decide(as_person: Callable[[User], APIClient], superuser: bool) -> None:
    client, suggestion = as_person(UserFactory(is_superuser=superuser)), MatchSuggestionFactory()
    assert client.get(address(suggestion)).status_code == 200
    assert decide(client, suggestion, decision="confirmed").status_code == 403
    suggestion.refresh_from_db()
    assert suggestion.state == "suggested"


def test_nobody_is_401(anonymous: APIClient) -> None:
    assert anonymous.get(address(MatchSuggestionFactory())).status_code == 401


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/decision"),
        ({"decision": "suggested"}, "/decision"),
        ({"decision": None}, "/decision"),
        ({"decision": "confirmed", "verdict": "verified"}, "/verdict"),
    ],
)
def test_a_body_that_decides_nothing_is_an_error_at_its_field(
    staff: APIClient, body: dict[str, Any], pointer: str
) -> None:
    suggestion = MatchSuggestionFactory()
    response = decide(staff, suggestion, **body)
    assert (response.status_code, [error["pointer"] for error in response.json()["errors"]]) == (400, [pointer])
    suggestion.refresh_from_db()
    assert suggestion.state == "suggested"


def test_a_suggestion_of_another_claim_is_not_there(staff: APIClient) -> None:
    suggestion, other = MatchSuggestionFactory(), MatchSuggestionFactory()
    url = f"{address(suggestion)}{other.external_review.public_id}/decision/"
    assert staff.post(url, {"decision": "confirmed"}, format="json").status_code == 404
    other.refresh_from_db()
    assert other.state == "suggested"


def test_a_review_that_its_feed_withdrew_is_no_longer_suggested_but_a_decision_stays(staff: APIClient) -> None:
    gone = ExternalReviewFactory(withdrawn_at=clock.now())
    suggestion = MatchSuggestionFactory(external_review=gone)
    assert staff.get(address(suggestion)).json()["results"] == []
    assert decide(staff, suggestion, decision="confirmed").status_code == 404
    MatchSuggestion.objects.update(state="confirmed")
    assert len(staff.get(address(suggestion)).json()["results"]) == 1
