"""From a claim that nobody has looked at to a correction and a retraction."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.claims.representation import claim_representation, claims_for_representation
from factcheck.core import clock
from factcheck.core.errors import Forbidden, MissingRequirements, StaleVersion
from factcheck.review.chain import json_sha256
from factcheck.review.errors import TransitionConflict
from factcheck.review.models import ChangeEvent, Decision, Proposal, Revision
from factcheck.review.selectors import claim_as_of, publication_part, published_revision_prefetch, revision_payload
from factcheck.review.services import claim_transition
from factcheck.search.models import IndexJob
from sources.tracing.models import Hop
from tests.factories import EditorFactory, EvidenceFactory, SourceFactory
from tests.review.steps import propose, publish, take

pytestmark = pytest.mark.django_db


def test_a_claim_is_published_by_a_second_person(claim: Claim, fact_checker: User, editor: User) -> None:
    published = publish(claim, fact_checker, editor)
    assert (published.state, published.finding, published.verdict, published.revision) == (
        "published",
        "confirmed",
        "verified",
        1,
    )
    assert Hop.objects.get(attribution__claim=claim, role="originator").finding == "confirmed"
    assert [d.action for d in Decision.objects.order_by("sequence")] == ["start", "propose", "publish"]
    assert [e.type for e in ChangeEvent.objects.order_by("sequence")] == [
        "claim.state_changed",
        "claim.state_changed",
        "claim.published",
    ]
    assert IndexJob.objects.filter(kind="claim", object_id=claim.id).exists()


def test_nothing_of_a_proposal_shows_on_the_claim_before_it_is_published(claim: Claim, fact_checker: User) -> None:
    proposed = propose(claim, fact_checker)
    assert (proposed.state, proposed.finding, proposed.verdict) == ("proposed", "pending", None)
    assert Proposal.objects.get(claim=claim).verdict == "verified"


@pytest.mark.parametrize("is_superuser", [False, True])
def test_whoever_proposed_cannot_publish(claim: Claim, is_superuser: bool) -> None:
    author = EditorFactory(is_superuser=is_superuser)
    propose(claim, author)
    with pytest.raises(Forbidden, match="second person") as refusal:
        take(claim, "publish", author)
    assert refusal.value.code == "four_eyes"
    assert Claim.objects.get(id=claim.id).state == "proposed"


def test_without_four_eyes_one_person_publishes_and_each_decision_says_so(claim: Claim, settings) -> None:
    settings.REVIEW_FOUR_EYES = False
    author = EditorFactory()
    publish(claim, author, author)
    assert not Decision.objects.filter(four_eyes=True).exists()


def test_a_stale_version_is_refused_and_changes_nothing(claim: Claim, fact_checker: User) -> None:
    with pytest.raises(StaleVersion), transaction.atomic():
        claim_transition(claim_id=claim.id, action="start", actor=fact_checker, expected_version=claim.version + 1)
    claim.refresh_from_db()
    assert (claim.state, claim.version) == ("unreviewed", 1)
    assert not Decision.objects.exists()
    assert not ChangeEvent.objects.exists()


def test_a_refused_transition_leaves_the_version_as_it_was(claim: Claim, fact_checker: User) -> None:
    with pytest.raises(Forbidden):
        take(claim, "retract", fact_checker, reason="r", public_note="n")
    assert Claim.objects.get(id=claim.id).version == claim.version


def test_what_is_not_possible_now_is_answered_with_what_is(claim: Claim, editor: User) -> None:
    with pytest.raises(TransitionConflict) as refusal:
        take(claim, "publish", editor)
    assert refusal.value.allowed == ("start", "discard")


def test_a_claim_that_changed_after_it_was_proposed_cannot_be_published(
    claim: Claim, fact_checker: User, editor: User
) -> None:
    propose(claim, fact_checker)
    Claim.objects.filter(id=claim.id).update(text="that the bridge is open")
    with pytest.raises(TransitionConflict) as refusal:
        take(claim, "publish", editor)
    assert (refusal.value.code, refusal.value.allowed) == ("changed_since_proposal", ("return",))


def test_a_returned_proposal_goes_back_to_its_author_with_the_reason(
    claim: Claim, fact_checker: User, editor: User
) -> None:
    propose(claim, fact_checker)
    returned = take(claim, "return", editor, reason="The quote is from 2019.")
    assert (returned.state, returned.assigned_to) == ("in_review", fact_checker)
    assert "from 2019" in fact_checker.review_notifications.get(kind="returned").text
    take(claim, "propose", fact_checker, finding="confirmed", verdict="verified", rationale="Now of this year.")
    assert take(claim, "publish", editor).state == "published"


def test_publishing_again_is_a_correction_with_a_public_note(claim: Claim, fact_checker: User, editor: User) -> None:
    publish(claim, fact_checker, editor)
    reopened = take(claim, "reopen", editor, reason="New documents.")
    assert (reopened.state, reopened.verdict, reopened.revision) == ("in_review", "verified", 1)
    EvidenceFactory(claim=claim, stance="refutes")
    take(claim, "propose", fact_checker, finding="confirmed", verdict="contested", rationale="Documents say no.")
    with pytest.raises(MissingRequirements) as missing:
        take(claim, "publish", editor)
    assert [error.pointer for error in missing.value.errors] == ["/public_note"]
    corrected = take(claim, "publish", editor, public_note="We had it as verified.")
    assert (corrected.verdict, corrected.revision) == ("contested", 2)
    assert [(r.number, r.kind, r.note) for r in Revision.objects.order_by("number")] == [
        (1, "published", ""),
        (2, "corrected", "We had it as verified."),
    ]
    assert ChangeEvent.objects.last().type == "claim.corrected"


def test_a_retraction_leaves_a_tombstone_with_its_note(claim: Claim, fact_checker: User, editor: User) -> None:
    publish(claim, fact_checker, editor)
    retracted = take(claim, "retract", editor, reason="Forged document.", public_note="The document was forged.")
    assert (retracted.state, retracted.finding, retracted.verdict, retracted.revision) == (
        "retracted",
        "pending",
        None,
        2,
    )
    tombstone = Revision.objects.get(number=2)
    assert (tombstone.kind, tombstone.payload["state"]) == ("retracted", "retracted")
    assert tombstone.payload["verdict"] is None
    assert tombstone.payload["published"]["note"] == "The document was forged."
    assert Hop.objects.get(attribution__claim=claim, role="originator").finding == "pending"


def test_what_was_published_at_a_time_can_be_read(claim: Claim, fact_checker: User, editor: User) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=True) as traveller:
        publish(claim, fact_checker, editor)
        traveller.shift(timedelta(days=1))
        take(claim, "retract", editor, reason="Forged.", public_note="Forged.")
    assert claim_as_of(claim=claim, at=start - timedelta(hours=1)) is None
    assert claim_as_of(claim=claim, at=start + timedelta(hours=1)).verdict == "verified"
    assert claim_as_of(claim=claim, at=start + timedelta(days=2)).kind == "retracted"


def test_a_revision_keeps_the_representation_and_names_who_published(
    claim: Claim, fact_checker: User, editor: User
) -> None:
    publish(claim, fact_checker, editor)
    revision = Revision.objects.get(claim=claim)
    payload = revision_payload(revision, base_url="https://check.example")
    shown = claim_representation(claims_for_representation().get(id=claim.id), base_url="https://check.example")
    differing = {key for key in shown if shown[key] != payload[key]}
    assert differing <= {"published", "updated_at"}
    published = payload["published"]
    assert published["by"] == {"id": editor.public_id, "name": "Ed Itor"}
    assert published["url"] == f"https://check.example/api/v1/claims/{claim.public_id}/revisions/1/"
    assert published["evidence"][0]["snapshot"]["sha256"] == claim.evidence.get().snapshots.get().sha256
    assert "Ed Itor" not in str(revision.payload)
    assert json_sha256(revision.payload) == revision.payload_sha256 == revision.decision.revision_sha256


def test_a_reopened_claim_still_shows_its_revision_and_says_that_it_is_under_review(
    claim: Claim, fact_checker: User, editor: User, django_assert_num_queries
) -> None:
    publish(claim, fact_checker, editor)
    assert publication_part(Claim.objects.get(id=claim.id))["under_review"] is False
    take(claim, "reopen", editor, reason="New documents.")
    shown = Claim.objects.prefetch_related(published_revision_prefetch()).get(id=claim.id)
    with django_assert_num_queries(0):
        part = publication_part(shown)
    assert (part["under_review"], part["verdict"], part["revision"]) == (True, "verified", 1)


def test_release_after_reopening_leads_back_to_published(claim: Claim, fact_checker: User, editor: User) -> None:
    publish(claim, fact_checker, editor)
    take(claim, "reopen", editor, reason="A reader wrote.")
    assert take(claim, "release", editor).state == "published"


def test_a_claim_that_was_published_cannot_be_discarded(claim: Claim, fact_checker: User, editor: User) -> None:
    publish(claim, fact_checker, editor)
    take(claim, "reopen", editor, reason="A reader wrote.")
    with pytest.raises(TransitionConflict) as refusal:
        take(claim, "discard", editor, discard_reason="not_a_claim")
    assert refusal.value.code == "once_published"


def test_a_draft_is_never_read_under_the_old_verdict(claim: Claim, fact_checker: User, editor: User) -> None:
    publish(claim, fact_checker, editor)
    take(claim, "reopen", editor, reason="The quote goes on.")
    Claim.objects.filter(id=claim.id).update(text="that the bridge is open")
    Hop.objects.filter(attribution__claim=claim).update(source=SourceFactory(name="Bob"))

    def shown() -> dict[str, object]:
        return claim_representation(claims_for_representation().get(id=claim.id), base_url="")

    under_review = shown()
    assert (under_review["text"], under_review["verdict"]) == ("that the bridge is closed", "verified")
    assert under_review["attribution"]["chain"][0]["source"]["name"] == "Alice"
    assert under_review["published"]["under_review"] is True
    take(claim, "propose", fact_checker, finding="confirmed", verdict="opinion", rationale="Read on.")
    take(claim, "publish", editor, public_note="Another quote.")
    assert (shown()["text"], shown()["attribution"]["chain"][0]["source"]["name"]) == ("that the bridge is open", "Bob")


def test_no_step_reads_the_text_of_an_article_or_a_snapshot(claim: Claim, fact_checker: User, editor: User) -> None:
    with CaptureQueriesContext(connection) as captured:
        publish(claim, fact_checker, editor)
        take(claim, "retract", editor, reason="Forged.", public_note="Forged.")
    reading = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
    assert not [sql for sql in reading if '"articles_articleversion"."text",' in sql]
    assert not [sql for sql in reading if '"review_evidencesnapshot"."text",' in sql]
