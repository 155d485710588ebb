"""Comments, notifications and their mails, assessments side by side, right of reply."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import resolve

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import Forbidden, InvalidInput, NotFound
from factcheck.core.jobs import jobs_run_due
from factcheck.review.models import Assessment, Decision, Notification, ReplyRequest
from factcheck.review.selectors import assessments_of
from factcheck.review.services import (
    assessment_record,
    comment_add,
    notification_read,
    notifications_read_all,
    reply_request_add,
    reply_request_answer,
)
from tests.factories import ClaimFactory, FactCheckerFactory, UserFactory
from tests.review.steps import propose

pytestmark = pytest.mark.django_db


def test_a_comment_calls_those_whom_it_names(claim: Claim, fact_checker: User, editor: User) -> None:
    UserFactory(username="guest")
    body = "@ed, please look; not a@fay.example, @guest or @nobody. And @fay."
    comment = comment_add(claim_id=claim.id, actor=fact_checker, body=body)
    assert {user.username for user in comment.mentions.all()} == {"ed", "fay"}
    (told,) = Notification.objects.all()
    assert (told.recipient, told.kind) == (editor, "mentioned")


@pytest.mark.parametrize("body", ["", "  ", "x" * 10_001])
def test_a_comment_says_something_of_some_length(claim: Claim, fact_checker: User, body: str) -> None:
    with pytest.raises(InvalidInput):
        comment_add(claim_id=claim.id, actor=fact_checker, body=body)


def test_only_the_house_comments(claim: Claim) -> None:
    with pytest.raises(Forbidden):
        comment_add(claim_id=claim.id, actor=UserFactory(), body="Hello.")


def test_a_notification_is_mailed_once_with_the_way_to_the_claim(
    claim: Claim, fact_checker: User, editor: User, settings
) -> None:
    settings.SITE_URL = "https://check.example"
    comment_add(claim_id=claim.id, actor=fact_checker, body="@ed: see\nhere")
    jobs_run_due(kinds=("review.notification_mail",))
    jobs_run_due(kinds=("review.notification_mail",))
    (sent,) = mail.outbox
    assert sent.to == [editor.email]
    assert sent.subject.startswith("Fay Checker mentioned you")
    assert "\n" not in sent.subject
    assert f"https://check.example/admin/claims/claim/{claim.public_id}/change/" in sent.body
    assert resolve(f"/admin/claims/claim/{claim.public_id}/change/").view_name == "admin:claims_claim_change"
    assert Notification.objects.get().mailed_at is not None


def test_what_was_read_meanwhile_is_not_mailed(claim: Claim, fact_checker: User, editor: User) -> None:
    comment_add(claim_id=claim.id, actor=fact_checker, body="@ed")
    notification = Notification.objects.get()
    with pytest.raises(NotFound):
        notification_read(notification_id=notification.id, user=fact_checker)
    assert notification_read(notification_id=notification.id, user=editor).read_at is not None
    jobs_run_due(kinds=("review.notification_mail",))
    assert mail.outbox == []
    assert notifications_read_all(user=editor) == 0


def test_nobody_is_told_who_has_left(claim: Claim, fact_checker: User) -> None:
    FactCheckerFactory(username="gone", is_active=False)
    comment_add(claim_id=claim.id, actor=fact_checker, body="@gone @fay")
    assert not Notification.objects.exists()


def test_two_reviewers_who_disagree_stand_side_by_side(claim: Claim, fact_checker: User) -> None:
    other = FactCheckerFactory()
    assessment_record(claim_id=claim.id, actor=other, finding="misquoted", verdict=None, rationale="He said more.")
    propose(claim, fact_checker)
    assert [(a.reviewer, a.finding, a.verdict) for a in assessments_of(claim)] == [
        (other, "misquoted", None),
        (fact_checker, "confirmed", "verified"),
    ]


def test_a_reviewer_who_changes_their_mind_keeps_what_they_thought_before(claim: Claim, fact_checker: User) -> None:
    for finding in ("misquoted", "misquoted", "confirmed"):
        assessment_record(
            claim_id=claim.id, actor=fact_checker, finding=finding, verdict="opinion", rationale="Because."
        )
    assert [a.finding for a in assessments_of(claim)] == ["confirmed"]
    assert [a.finding for a in Assessment.objects.order_by("id")] == ["misquoted", "confirmed"]


@pytest.mark.parametrize(
    "fields", [{"finding": "not_applicable"}, {"finding": "true"}, {"verdict": "false"}, {"rationale": " "}]
)
def test_an_assessment_that_cannot_be_is_refused(claim: Claim, fact_checker: User, fields: dict[str, Any]) -> None:
    given = {"finding": "confirmed", "verdict": "verified", "rationale": "Because."} | fields
    with pytest.raises(InvalidInput):
        assessment_record(claim_id=claim.id, actor=fact_checker, **given)


def test_a_claim_in_own_voice_is_assessed_without_a_finding(fact_checker: User) -> None:
    claim = ClaimFactory(own_voice=True)
    given = {"claim_id": claim.id, "actor": fact_checker, "verdict": "opinion", "rationale": "Taste."}
    with pytest.raises(InvalidInput):
        assessment_record(finding="confirmed", **given)
    assert assessment_record(finding="not_applicable", **given).verdict == "opinion"


def ask(claim: Claim, actor: User, **fields: Any) -> ReplyRequest:
    given = {
        "party": "The city",
        "channel": "mail",
        "question": "Is it so?",
        "deadline": clock.now() + timedelta(days=2),
    }
    return reply_request_add(claim_id=claim.id, actor=actor, **(given | fields))


def test_whom_we_asked_and_what_they_answered_is_kept_and_logged(claim: Claim, fact_checker: User) -> None:
    request = ask(claim, fact_checker)
    assert request.outcome == "waiting"
    reply_request_answer(reply_request_id=request.public_id, actor=fact_checker, outcome="no_answer")
    late = reply_request_answer(
        reply_request_id=request.public_id, actor=fact_checker, outcome="answered", answer="It is closed."
    )
    assert (late.answer, late.answered_at is not None) == ("It is closed.", True)
    assert [d.action for d in Decision.objects.order_by("sequence")] == ["ask_for_reply", "note_reply", "note_reply"]


@pytest.mark.parametrize(
    ("pointer", "fields"),
    [
        ("/party", {"party": " "}),
        ("/question", {"question": ""}),
        ("/channel", {"channel": "telepathy"}),
        ("/deadline", {"deadline": clock.now() - timedelta(days=1)}),
        ("/source_id", {"source_id": "src_unknown"}),
    ],
)
def test_a_request_that_cannot_be_is_refused(
    claim: Claim, fact_checker: User, pointer: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ask(claim, fact_checker, **fields)
    assert refusal.value.errors[0].pointer == pointer


@pytest.mark.parametrize(
    "answer", [{"outcome": "answered"}, {"outcome": "waiting"}, {"outcome": "no_answer", "answer": "Yes."}]
)
def test_an_answer_that_cannot_be_is_refused(claim: Claim, fact_checker: User, answer: dict[str, str]) -> None:
    request = ask(claim, fact_checker)
    with pytest.raises(InvalidInput):
        reply_request_answer(reply_request_id=request.public_id, actor=fact_checker, **answer)
