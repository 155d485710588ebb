"""Reviews of others that the matching engine suggests, on the workbench."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.search.models import MatchSuggestion
from tests.console.conftest import client_of
from tests.console.test_workbench import act
from tests.factories import MatchSuggestionFactory

DEED = "match_suggestion_decide"


@pytest.fixture
def suggestion(claims: list[Claim]) -> MatchSuggestion:
    return MatchSuggestionFactory(claim=claims[0])


def page_of(client: Client, claim: Claim) -> str:
    return client.get(reverse("admin:claims_claim_change", args=[claim.public_id])).content.decode()


def test_a_suggestion_is_shown_with_model_score_words_rating_and_link(fay: Client, suggestion: MatchSuggestion) -> None:
    page = page_of(fay, suggestion.claim)
    review = suggestion.external_review
    assert f'href="{review.url}"' in page
    for shown in ("The bridge is closed", "Pants on fire!", "The Checkers", "83 %", "a-model", "Suggested"):
        assert shown in page
    assert f'value="{DEED}"' in page


@pytest.mark.parametrize(("state", "shown"), [("confirmed", "Confirmed"), ("rejected", "Rejected")])
def test_a_decision_is_kept_with_its_person_and_shown_without_buttons(
    fay: Client, fact_checker: User, suggestion: MatchSuggestion, state: str, shown: str
) -> None:
    form = {"external_review": suggestion.external_review.public_id, "state": state}
    panel = act(fay, suggestion.claim, DEED, **form)
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.decided_by) == (state, fact_checker)
    assert panel.status_code == 200
    assert f"a-model · {shown} · Fay Fact" in panel.content.decode()
    assert f'value="{DEED}"' not in panel.content.decode()
    suggestion.claim.refresh_from_db()
    assert suggestion.claim.verdict is None


def test_what_a_colleague_decided_otherwise_meanwhile_is_refused(
    fay: Client, edith: Client, suggestion: MatchSuggestion
) -> None:
    form = {"external_review": suggestion.external_review.public_id}
    act(edith, suggestion.claim, DEED, **form, state="rejected")
    refused = act(fay, suggestion.claim, DEED, **form, state="confirmed")
    assert refused.status_code == 409
    assert 'role="alert"' in refused.content.decode()
    suggestion.refresh_from_db()
    assert suggestion.state == "rejected"


def test_who_only_reads_sees_no_buttons_and_is_refused(administrator: User, suggestion: MatchSuggestion) -> None:
    client = client_of(administrator)
    page = page_of(client, suggestion.claim)
    assert "Pants on fire!" in page
    assert f'value="{DEED}"' not in page
    form = {"external_review": suggestion.external_review.public_id, "state": "confirmed"}
    assert act(client, suggestion.claim, DEED, **form).status_code == 403
    suggestion.refresh_from_db()
    assert suggestion.state == "suggested"


@pytest.mark.parametrize("state", ["", "suggested", "maybe"])
def test_a_button_that_does_not_exist_decides_nothing(fay: Client, suggestion: MatchSuggestion, state: str) -> None:
    form = {"external_review": suggestion.external_review.public_id, "state": state}
    assert act(fay, suggestion.claim, DEED, **form).status_code == 400
    suggestion.refresh_from_db()
    assert suggestion.state == "suggested"


def test_a_suggestion_of_another_claim_is_out_of_reach(fay: Client, claims: list[Claim]) -> None:
    other = MatchSuggestionFactory()
    form = {"external_review": other.external_review.public_id, "state": "confirmed"}
    assert act(fay, claims[0], DEED, **form).status_code == 404


def test_markup_in_somebody_elses_words_is_shown_as_text(fay: Client, claims: list[Claim]) -> None:
    MatchSuggestionFactory(
        claim=claims[0], external_review__claim_text="<img src=x>", external_review__rating="<b>No</b>"
    )
    page = page_of(fay, claims[0])
    assert "&lt;img src=x&gt;" in page
    assert "<b>No</b>" not in page


def test_more_suggestions_need_no_more_queries(fay: Client, suggestion: MatchSuggestion) -> None:
    page_of(fay, suggestion.claim)
    with CaptureQueriesContext(connection) as few:
        page_of(fay, suggestion.claim)
    MatchSuggestionFactory.create_batch(5, claim=suggestion.claim)
    with CaptureQueriesContext(connection) as many:
        page_of(fay, suggestion.claim)
    assert len(many) == len(few)
