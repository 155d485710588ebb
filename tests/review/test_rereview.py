"""When what a published verdict rests on gives way."""

import pytest

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.review.models import ChangeEvent, Decision, Notification
from factcheck.review.selectors import claims_resting_on
from factcheck.review.services import claims_need_rereview, source_withdrawn
from factcheck.search.models import IndexJob
from sources.registry.services import mention_judge
from sources.tracing.models import Hop
from tests.factories import ClaimFactory, EvidenceFactory, MentionFactory, SourceFactory
from tests.review.steps import make_claim, propose, publish, take

pytestmark = pytest.mark.django_db


def test_a_published_claim_whose_text_changed_needs_review_again(
    claim: Claim, fact_checker: User, editor: User
) -> None:
    publish(claim, fact_checker, editor)
    version = Claim.objects.get(id=claim.id).version
    IndexJob.objects.all().delete()
    (flagged,) = claims_need_rereview(claim_ids=[claim.id], reason="The article was edited.", code="text_changed")
    assert (flagged.state, flagged.version) == ("needs_rereview", version + 1)
    entry = Decision.objects.last()
    assert (entry.action, entry.person, entry.from_state, entry.to_state) == (
        "flag",
        None,
        "published",
        "needs_rereview",
    )
    assert entry.data["code"] == ChangeEvent.objects.last().payload["code"] == "text_changed"
    assert IndexJob.objects.filter(object_id=claim.id).exists()
    told = Notification.objects.filter(kind="needs_rereview")
    assert {notification.recipient for notification in told} == {fact_checker, editor}


def test_claims_that_are_not_public_are_left_alone(claim: Claim, fact_checker: User) -> None:
    propose(claim, fact_checker)
    assert claims_need_rereview(claim_ids=[claim.id, 0], reason="Edited.", code="text_changed") == []
    assert Claim.objects.get(id=claim.id).state == "proposed"


def test_a_claim_that_is_reopened_cannot_slip_back_to_published_by_a_release(
    claim: Claim, fact_checker: User, editor: User
) -> None:
    publish(claim, fact_checker, editor)
    take(claim, "reopen", editor, reason="A reader wrote.")
    (flagged,) = claims_need_rereview(claim_ids=[claim.id], reason="Edited.", code="text_changed")
    assert flagged.state == "in_review"
    assert take(claim, "release", editor).state == "needs_rereview"


def test_flagging_twice_is_flagging_once(claim: Claim, fact_checker: User, editor: User) -> None:
    publish(claim, fact_checker, editor)
    claims_need_rereview(claim_ids=[claim.id], reason="Edited.", code="text_changed")
    assert claims_need_rereview(claim_ids=[claim.id], reason="Edited.", code="text_changed") == []
    assert Decision.objects.filter(action="flag").count() == 1


def test_withdrawing_a_source_finds_chains_and_evidence(fact_checker: User, editor: User) -> None:
    source = SourceFactory()
    by_evidence, by_chain, unrelated = make_claim(), make_claim(), make_claim()
    EvidenceFactory(claim=by_evidence, source=source)
    for claim in (by_evidence, by_chain, unrelated):
        publish(claim, fact_checker, editor)
    Hop.objects.filter(attribution__claim=by_chain).update(source=source)
    assert list(claims_resting_on(source=source)) == [by_evidence, by_chain]
    Notification.objects.all().delete()
    flagged = source_withdrawn(source=source, reason="It never existed.", actor=editor)
    assert {claim.id for claim in flagged} == {by_evidence.id, by_chain.id}
    assert Claim.objects.get(id=unrelated.id).state == "published"
    (told,) = Notification.objects.all()
    assert (told.recipient, told.text) == (
        fact_checker,
        "2 published claims need review again. It never existed.",
    )


def test_a_verdict_rests_on_its_present_revision_only(claim: Claim, fact_checker: User, editor: User) -> None:
    old = EvidenceFactory(claim=claim)
    publish(claim, fact_checker, editor, evidence=(old.public_id,))
    take(claim, "reopen", editor, reason="Better evidence.")
    new = EvidenceFactory(claim=claim)
    Claim.objects.update(locked_by=None, locked_until=None)
    take(
        claim,
        "propose",
        fact_checker,
        finding="confirmed",
        verdict="verified",
        rationale="Better.",
        evidence=(new.public_id,),
    )
    take(claim, "publish", editor, public_note="Rests on a better document now.")
    assert list(claims_resting_on(evidence=old)) == []
    assert list(claims_resting_on(evidence=new)) == [claim]


def test_a_retracted_claim_rests_on_nothing(claim: Claim, fact_checker: User, editor: User) -> None:
    publish(claim, fact_checker, editor)
    take(claim, "retract", editor, reason="Forged.", public_note="Forged.")
    assert not claims_resting_on(evidence=claim.evidence.get()).exists()
    assert not claims_resting_on().exists()


def test_a_person_who_gives_the_words_another_source_sends_what_was_published_back(
    fact_checker: User, editor: User
) -> None:
    mention = MentionFactory()
    claims = [
        ClaimFactory(article_version=mention.article_version, attribution__mention=mention, segments=segments)
        for segments in ([(11, 36)], [(17, 36)])
    ]
    publish(claims[0], fact_checker, editor)
    mention_judge(mention=mention, judgement="yes", actor=fact_checker)
    assert Claim.objects.get(id=claims[0].id).state == "published"
    mention_judge(mention=mention, judgement="yes", actor=fact_checker, source=SourceFactory())
    assert [Claim.objects.get(id=claim.id).state for claim in claims] == ["needs_rereview", "unreviewed"]
    assert Decision.objects.last().data["code"] == "source_changed"
