"""What a proposal and a publication need."""

from typing import Any

import pytest

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core.errors import InvalidInput, MissingRequirements
from factcheck.review.models import Decision, Proposal
from factcheck.review.services import evidence_withdraw
from sources.tracing.models import Hop
from tests.factories import ClaimFactory, EvidenceFactory, SourceFactory
from tests.review.steps import make_claim, propose, take

pytestmark = pytest.mark.django_db


def missing(claim: Claim, user: User, **data: Any) -> set[tuple[str, str]]:
    """Return pointer and code of what a proposal lacks."""
    if claim.state == "unreviewed":
        claim = take(claim, "start", user)
    with pytest.raises(MissingRequirements) as refusal:
        take(claim, "propose", user, **data)
    return {(error.pointer, error.code) for error in refusal.value.errors}


def test_a_proposal_needs_a_finding_and_a_rationale(claim: Claim, fact_checker: User) -> None:
    assert missing(claim, fact_checker) == {("/finding", "required"), ("/rationale", "required")}


def test_a_pending_finding_is_none(claim: Claim, fact_checker: User) -> None:
    assert ("/finding", "required") in missing(claim, fact_checker, finding="pending", rationale="r", verdict="opinion")


def test_verified_needs_supporting_evidence_with_a_snapshot(claim: Claim, fact_checker: User) -> None:
    given = {"finding": "confirmed", "verdict": "verified", "rationale": "r"}
    EvidenceFactory(claim=claim, stance="refutes")
    EvidenceFactory(claim=claim, snapshot=False)
    assert missing(claim, fact_checker, **given) == {("/evidence", "evidence_supports")}
    EvidenceFactory(claim=claim)
    assert take(claim, "propose", fact_checker, **given).state == "proposed"


def test_contested_needs_refuting_evidence_with_a_snapshot(claim: Claim, fact_checker: User) -> None:
    given = {"finding": "confirmed", "verdict": "contested", "rationale": "r"}
    EvidenceFactory(claim=claim, stance="supports")
    assert missing(claim, fact_checker, **given) == {("/evidence", "evidence_refutes")}
    EvidenceFactory(claim=claim, stance="refutes")
    assert take(claim, "propose", fact_checker, **given).state == "proposed"


def test_evidence_that_the_source_said_it_is_no_evidence_that_it_is_so(claim: Claim, fact_checker: User) -> None:
    hop = Hop.objects.get(attribution__claim=claim, role="originator")
    EvidenceFactory(claim=claim, hop=hop)
    given = {"finding": "confirmed", "verdict": "verified", "rationale": "r"}
    assert missing(claim, fact_checker, **given) == {("/evidence", "evidence_supports")}


def test_an_opinion_needs_a_rationale_only(claim: Claim, fact_checker: User) -> None:
    take(claim, "start", fact_checker)
    proposed = take(claim, "propose", fact_checker, finding="confirmed", verdict="opinion", rationale="Taste.")
    assert proposed.state == "proposed"


@pytest.mark.parametrize("finding", ["misquoted", "out_of_context", "not_found", "denied"])
def test_a_claim_is_published_without_a_verdict_when_its_source_did_not_say_it_so(
    claim: Claim, fact_checker: User, editor: User, finding: str
) -> None:
    propose(claim, fact_checker, finding=finding, verdict=None)
    published = take(claim, "publish", editor)
    assert (published.finding, published.verdict) == (finding, None)


def test_a_confirmed_finding_needs_a_verdict(claim: Claim, fact_checker: User) -> None:
    assert missing(claim, fact_checker, finding="confirmed", rationale="r") == {("/verdict", "verdict_or_fault")}


def test_a_claim_in_own_voice_has_no_finding_and_needs_a_verdict(fact_checker: User, editor: User) -> None:
    claim = ClaimFactory(own_voice=True, attribution__publisher=SourceFactory())
    assert missing(claim, fact_checker, rationale="r") == {("/verdict", "verdict_or_fault")}
    with pytest.raises(InvalidInput, match="not_applicable"):
        take(claim, "propose", fact_checker, finding="confirmed", verdict="opinion", rationale="r")
    take(claim, "propose", fact_checker, verdict="opinion", rationale="A matter of taste.")
    assert take(claim, "publish", editor).finding == "not_applicable"


def test_a_reported_claim_needs_an_originator(fact_checker: User) -> None:
    claim = ClaimFactory(attribution__publisher=SourceFactory())
    given = {"finding": "confirmed", "verdict": "opinion", "rationale": "r"}
    assert missing(claim, fact_checker, **given) == {("/attribution/chain", "originator_missing")}


@pytest.mark.parametrize("kind", ["anonymous", None])
def test_an_anonymous_hop_needs_an_editors_note_before_publication(
    fact_checker: User, editor: User, kind: str | None
) -> None:
    claim = make_claim()
    hop = Hop.objects.get(attribution__claim=claim)
    hop.source = SourceFactory(kind=kind) if kind else None
    hop.save()
    propose(claim, fact_checker)
    with pytest.raises(MissingRequirements) as refusal:
        take(claim, "publish", editor)
    assert [error.pointer for error in refusal.value.errors] == ["/attribution/chain/0/note"]
    Hop.objects.filter(id=hop.id).update(note="She would lose her post.")
    assert take(claim, "publish", editor).state == "published"


def test_a_proposal_whose_evidence_was_withdrawn_cannot_be_published(
    claim: Claim, fact_checker: User, editor: User
) -> None:
    propose(claim, fact_checker)
    evidence_withdraw(evidence_id=claim.evidence.get().public_id, actor=fact_checker, reason="Forged.")
    with pytest.raises(MissingRequirements) as refusal:
        take(claim, "publish", editor)
    assert [error.code for error in refusal.value.errors] == ["withdrawn"]


def test_evidence_that_changed_sides_since_the_proposal_stops_it(
    claim: Claim, fact_checker: User, editor: User
) -> None:
    propose(claim, fact_checker)
    claim.evidence.update(stance="refutes")
    with pytest.raises(MissingRequirements) as refusal:
        take(claim, "publish", editor)
    assert [error.code for error in refusal.value.errors] == ["changed"]


def test_a_proposal_rests_on_the_evidence_that_it_names(claim: Claim, fact_checker: User) -> None:
    named, _ = EvidenceFactory(claim=claim), EvidenceFactory(claim=claim)
    propose(claim, fact_checker, evidence=(named.public_id,))
    assert [item.evidence for item in Proposal.objects.get(claim=claim).items.all()] == [named]
    assert [entry["id"] for entry in Decision.objects.get(action="propose").evidence] == [named.public_id]


def test_a_proposal_cannot_name_evidence_of_another_claim(claim: Claim, fact_checker: User) -> None:
    EvidenceFactory(claim=claim)
    with pytest.raises(InvalidInput) as refusal:
        propose(claim, fact_checker, evidence=(EvidenceFactory().public_id,))
    assert refusal.value.errors[0].pointer == "/evidence/0"
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("/finding", {"finding": "true"}),
        ("/finding", {"finding": "not_applicable"}),
        ("/verdict", {"verdict": "false"}),
        ("/hop_findings/hop_unknown", {"hop_findings": {"hop_unknown": "confirmed"}}),
    ],
)
def test_a_word_that_is_not_in_the_list_is_refused(
    claim: Claim, fact_checker: User, field: str, data: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        propose(claim, fact_checker, **data)
    assert refusal.value.errors[0].pointer == field


def test_further_hops_get_findings_of_their_own(fact_checker: User, editor: User) -> None:
    claim = ClaimFactory(attribution__source=SourceFactory(kind="person"), attribution__publisher=SourceFactory())
    publisher = Hop.objects.get(attribution__claim=claim, role="publisher")
    propose(claim, fact_checker, finding="denied", verdict=None, hop_findings={publisher.public_id: "misquoted"})
    take(claim, "publish", editor)
    assert dict(Hop.objects.values_list("role", "finding")) == {"originator": "denied", "publisher": "misquoted"}


def test_a_duplicate_names_its_original(claim: Claim, fact_checker: User) -> None:
    with pytest.raises(MissingRequirements, match="duplicates"):
        take(claim, "discard", fact_checker, discard_reason="duplicate")
    for wrong in (claim.public_id, "clm_unknown"):
        with pytest.raises(InvalidInput):
            take(claim, "discard", fact_checker, discard_reason="duplicate", duplicate_of=wrong)
    original = make_claim()
    discarded = take(claim, "discard", fact_checker, discard_reason="duplicate", duplicate_of=original.public_id)
    assert discarded.duplicate_of == original
    restored = take(claim, "restore", fact_checker)
    assert (restored.state, restored.duplicate_of, restored.discard_reason) == ("unreviewed", None, "")


@pytest.mark.parametrize(("action", "fields"), [("return", ["/reason"]), ("retract", ["/reason", "/public_note"])])
def test_what_undoes_anothers_work_needs_a_reason(
    claim: Claim, fact_checker: User, editor: User, action: str, fields: list[str]
) -> None:
    propose(claim, fact_checker)
    if action == "retract":
        take(claim, "publish", editor)
    with pytest.raises(MissingRequirements) as refusal:
        take(claim, action, editor, reason="  ")
    assert [error.pointer for error in refusal.value.errors] == fields
