"""The work of judging over REST: for people only, each step naming the version that it saw."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.response import Response
from rest_framework.test import APIClient

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from tests.api.conftest import client_with_key
from tests.factories import EvidenceFactory
from tests.review.steps import make_claim, propose, publish, take

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], APIClient]


def transition(client: APIClient, claim: Claim, *, if_match: str | None = None, **body: Any) -> Response:
    """Send a transition that names the version that the API shows now, unless told which."""
    address = f"/api/v1/claims/{claim.public_id}/"
    tag = client.get(address)["ETag"] if if_match is None else if_match
    headers = {"If-Match": tag} if tag else {}
    return client.post(f"{address}transitions/", json.dumps(body), content_type="application/json", headers=headers)


def test_a_claim_goes_from_unreviewed_to_published_by_two_people(
    fact_checker: User, editor: User, as_person: SignIn
) -> None:
    claim = make_claim()
    EvidenceFactory(claim=claim)
    first, second = as_person(fact_checker), as_person(editor)
    assert transition(first, claim, action="start").json()["state"] == "in_review"
    proposal = {"finding": "confirmed", "verdict": "verified", "rationale": "The city says so."}
    response = transition(first, claim, action="propose", **proposal)
    assert response.status_code == 200
    # What is proposed never leaves the house: the claim shows what was published last.
    assert (response.json()["state"], response.json()["verdict"], response.json()["finding"]) == (
        "proposed",
        None,
        "pending",
    )
    shown = transition(second, claim, action="publish").json()
    assert (shown["state"], shown["verdict"], shown["finding"], shown["revision"]) == (
        "published",
        "verified",
        "confirmed",
        1,
    )
    published = shown["published"]
    assert published["by"] == {"id": editor.public_id, "name": editor.display_name}
    assert published["rationale"] == "The city says so."
    assert [item["stance"] for item in published["evidence"]] == ["supports"]


def test_a_personal_key_does_what_the_person_may(fact_checker: User) -> None:
    assert transition(client_with_key(user=fact_checker), make_claim(), action="start").status_code == 200


def test_a_personal_key_of_scope_read_changes_nothing(fact_checker: User) -> None:
    assert transition(client_with_key(user=fact_checker, scope="read"), make_claim(), action="start").status_code == 403


def test_a_partners_key_may_not_judge(writer: APIClient) -> None:
    claim = make_claim()
    response = transition(writer, claim, action="start")
    assert response.status_code == 403
    assert "person" in response.json()["detail"]
    for path in ("actions", "assessments", "decisions"):
        assert writer.get(f"/api/v1/claims/{claim.public_id}/{path}/").status_code == 403


def test_a_session_without_its_csrf_token_changes_nothing(fact_checker: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(fact_checker)
    response = transition(client, make_claim(), action="start")
    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")


def test_a_transition_without_a_version_is_428(staff: APIClient) -> None:
    response = transition(staff, make_claim(), if_match="", action="start")
    assert response.status_code == 428
    assert response.json()["errors"][0]["in"] == "header"


@pytest.mark.parametrize("tag", ["1", "*", 'W/"1"', '"one"', '"1", "2"', '"99999999999999999999"', '"-1"'])
def test_an_if_match_that_names_no_version_is_400(staff: APIClient, tag: str) -> None:
    assert transition(staff, make_claim(), if_match=tag, action="start").status_code == 400


def test_a_stale_version_is_412(staff: APIClient, editor: User) -> None:
    claim = make_claim()
    take(claim, "start", editor)
    assert transition(staff, claim, if_match='"1"', action="release").status_code == 412


def test_the_version_alone_does_as_a_tag(staff: APIClient) -> None:
    assert transition(staff, make_claim(), if_match='"1"', action="start").status_code == 200


def test_what_is_not_possible_now_is_409_with_what_is(staff: APIClient) -> None:
    response = transition(
        staff, make_claim(), action="propose", finding="confirmed", verdict="opinion", rationale="So it is."
    )
    assert response.status_code == 409
    assert response.json()["allowed"] == ["start", "discard"]


def test_what_is_missing_is_422_with_the_fields(staff: APIClient, fact_checker: User) -> None:
    claim = make_claim()
    take(claim, "start", fact_checker)
    response = transition(staff, claim, action="propose")
    assert response.status_code == 422
    assert {error["pointer"] for error in response.json()["errors"]} >= {"/rationale", "/finding"}


def test_nobody_publishes_their_own_proposal(editor: User, as_person: SignIn) -> None:
    claim = make_claim()
    propose(claim, editor)
    response = transition(as_person(editor), claim, action="publish")
    assert response.status_code == 403
    assert response.json()["type"].endswith("four_eyes")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/action"),
        ({"action": "flag"}, "/action"),
        ({"action": "start", "note": "x"}, "/note"),
        ({"action": "start", "verdict": "true"}, "/verdict"),
        ({"action": "start", "finding": "pending"}, "/finding"),
        ({"action": "start", "hop_findings": {"hop_1": "maybe"}}, "/hop_findings/hop_1"),
        ({"action": "start", "hop_findings": []}, "/hop_findings"),
        ({"action": "start", "evidence": "evd_1"}, "/evidence"),
        ({"action": "start", "rationale": "\x00"}, "/rationale"),
        ({"action": "start", "rationale": "\ud800"}, "/rationale"),
        ({"action": "start", "reason": {"a": 1}}, "/reason"),
        ({"action": "\ud800"}, "/action"),
        ({"action": "start", "\ud800": 1}, "/\\ud800"),
    ],
)
def test_a_body_that_cannot_be_read_is_an_error_at_its_field(
    staff: APIClient, body: dict[str, Any], pointer: str
) -> None:
    claim = make_claim()
    response = transition(staff, claim, **body)
    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    claim.refresh_from_db()
    assert (claim.state, claim.version) == ("unreviewed", 1)


def test_actions_are_those_of_this_person(fact_checker: User, editor: User, as_person: SignIn) -> None:
    claim = make_claim()
    propose(claim, fact_checker)
    address = f"/api/v1/claims/{claim.public_id}/actions/"
    assert as_person(fact_checker).get(address).json()["actions"] == []
    shown = as_person(editor).get(address).json()
    assert [action["name"] for action in shown["actions"]] == ["publish", "return"]
    assert shown["actions"][1]["fields_required"] == ["reason"]


def test_revisions_stay_at_their_addresses(reader: APIClient, fact_checker: User, editor: User) -> None:
    claim = make_claim()
    publish(claim, fact_checker, editor)
    take(claim, "reopen", editor, reason="New figures.")
    claim.refresh_from_db()
    take(claim, "release", editor)
    address = f"/api/v1/claims/{claim.public_id}/"
    [first] = reader.get(f"{address}revisions/").json()["results"]
    assert (first["revision"], first["kind"], first["verdict"]) == (1, "published", "verified")
    assert first["url"] == f"http://testserver{address}revisions/1/"
    payload = reader.get(first["url"]).json()
    assert (payload["verdict"], payload["state"]) == ("verified", "published")
    assert payload["published"]["by"]["name"] == editor.display_name
    assert reader.get(f"{address}revisions/2/").status_code == 404


def test_as_of_answers_what_was_published_then(reader: APIClient, fact_checker: User, editor: User) -> None:
    claim = make_claim()
    start = clock.now()
    with time_machine.travel(start + timedelta(days=1), tick=False):
        publish(claim, fact_checker, editor)
    with time_machine.travel(start + timedelta(days=3), tick=False):
        claim.refresh_from_db()
        take(claim, "retract", editor, reason="Wrong person.", public_note="We confused two people.")
    address = f"/api/v1/claims/{claim.public_id}/"

    def at(days: int) -> Response:
        return reader.get(address, {"as_of": (start + timedelta(days=days)).isoformat()})

    assert at(0).status_code == 404
    assert at(2).json()["verdict"] == "verified"
    assert (at(4).json()["verdict"], at(4).json()["published"]["kind"]) == (None, "retracted")
    assert reader.get(address, {"as_of": "then"}).status_code == 400


def test_a_reopened_claim_shows_its_publication_as_under_review(
    reader: APIClient, fact_checker: User, editor: User
) -> None:
    claim = make_claim()
    publish(claim, fact_checker, editor)
    claim.refresh_from_db()
    take(claim, "reopen", editor, reason="New figures.")
    shown = reader.get(f"/api/v1/claims/{claim.public_id}/").json()
    assert (shown["state"], shown["verdict"], shown["published"]["under_review"]) == ("in_review", "verified", True)


def test_assessments_of_several_stand_side_by_side(fact_checker: User, editor: User, as_person: SignIn) -> None:
    claim = make_claim()
    address = f"/api/v1/claims/{claim.public_id}/assessments/"
    for user, verdict in ((fact_checker, "contested"), (editor, "verified")):
        body = {"finding": "confirmed", "verdict": verdict, "rationale": "So I read it."}
        assert as_person(user).post(address, body).status_code == 201
    shown = as_person(editor).get(address).json()["results"]
    assert {row["reviewer"]["id"]: row["verdict"] for row in shown} == {
        fact_checker.public_id: "contested",
        editor.public_id: "verified",
    }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"finding": "confirmed"}, "/rationale"),
        ({"finding": "not_applicable", "rationale": "x"}, "/finding"),
        ({"finding": "confirmed", "rationale": "x", "score": 3}, "/score"),
    ],
)
def test_an_assessment_that_says_too_little_is_refused(staff: APIClient, body: dict[str, Any], pointer: str) -> None:
    response = staff.post(f"/api/v1/claims/{make_claim().public_id}/assessments/", body)
    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_decisions_are_listed_with_their_hashes(staff: APIClient, fact_checker: User, editor: User) -> None:
    claim = make_claim()
    publish(claim, fact_checker, editor)
    rows = staff.get(f"/api/v1/claims/{claim.public_id}/decisions/?ordering=sequence").json()["results"]
    assert [row["action"] for row in rows] == ["start", "propose", "publish"]
    assert rows[2]["previous_hash"] == rows[1]["hash"]
    assert rows[2]["by"] == editor.display_name
