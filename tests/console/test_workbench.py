"""What is done on the workbench reaches the services, and what they refuse is shown without losing anything."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.console.deeds import DEEDS
from factcheck.console.selectors.workbench import differences, seen
from factcheck.review.models import Comment, Evidence, Proposal, ReplyRequest
from factcheck.review.services import claims_assign
from factcheck.search.services import index_job_enqueue, index_jobs_drain
from sources.registry.models import Mention
from sources.tracing.models import Appearance, Hop
from tests.console.conftest import TEXT, client_of
from tests.factories import (
    ArticleVersionFactory,
    ClaimFactory,
    EvidenceFactory,
    EvidenceSnapshotFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)

FETCH = {"X-Requested-With": "fetch"}


def act(client: Client, claim: Claim, do: str, *, by_script: bool = True, **form: Any) -> Any:
    claim.refresh_from_db()
    data = {"version": claim.version, "seen": json.dumps(seen(claim)), "form": do, **form, "do": do}
    url = reverse("admin:console_act", args=[claim.public_id])
    return client.post(url, data, headers=FETCH if by_script else {})


def step(client: Client, claim: Claim, action: str, **form: Any) -> Any:
    return act(client, claim, "transition", action=action, **{"form": action, **form})


def test_the_whole_way_of_a_claim_through_the_page(fay: Client, edith: Client, claims: list[Claim]) -> None:
    claim = claims[0]
    assert step(fay, claim, "start").status_code == 200
    evidence = EvidenceFactory(claim=claim, stance="refutes")
    EvidenceSnapshotFactory(evidence=evidence)
    proposal = {"finding": "confirmed", "verdict": "contested", "rationale": "It is open since May."}
    assert step(fay, claim, "propose", **proposal).status_code == 200
    claim.refresh_from_db()
    assert claim.state == "proposed"
    assert Proposal.objects.get().items.get().evidence == evidence
    assert step(edith, claim, "publish").status_code == 200
    claim.refresh_from_db()
    assert (claim.state, claim.verdict, claim.revision) == ("published", "contested", 1)
    assert (
        step(edith, claim, "retract", reason="Wrong bridge.", public_note="We took one for another.").status_code == 200
    )
    page = edith.get(reverse("admin:claims_claim_change", args=[claim.public_id])).content.decode()
    assert "We took one for another." in page
    assert "revision 2" in page


def test_nobody_publishes_what_they_proposed_and_the_page_says_so(edith: Client, claims: list[Claim]) -> None:
    claim = claims[3]
    step(edith, claim, "start")
    step(edith, claim, "propose", finding="not_applicable", verdict="opinion", rationale="A judgement.")
    page = edith.get(reverse("admin:claims_claim_change", args=[claim.public_id])).content.decode()
    assert 'data-action="publish"' not in page
    refused = step(edith, claim, "publish")
    assert refused.status_code == 403
    assert 'role="alert"' in refused.content.decode()


def test_missing_fields_are_named_and_what_was_typed_stays(fay: Client, claims: list[Claim]) -> None:
    claim = claims[0]
    step(fay, claim, "start")
    refused = step(fay, claim, "propose", finding="confirmed", verdict="verified", rationale="Because I saw it.")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Because I saw it." in page
    assert "evidence" in page.lower()
    assert 'name="verdict" value="verified" checked' in page


def test_a_stale_form_shows_what_changed_and_overwrites_nothing(
    fay: Client, edith: Client, editor: User, claims: list[Claim]
) -> None:
    claim = claims[0]
    step(fay, claim, "start")
    claim.refresh_from_db()
    old = {"version": claim.version, "seen": json.dumps(seen(claim))}
    claims_assign(claim_ids=[claim.pk], assignee=editor, actor=editor)
    step(fay, claim, "release")
    url = reverse("admin:console_act", args=[claim.public_id])
    form = {"do": "transition", "form": "propose", "action": "propose", "rationale": "Mine.", "finding": "confirmed"}
    refused = fay.post(url, {**form, **old}, headers=FETCH)
    page = refused.content.decode()
    assert refused.status_code == 412
    assert "Somebody changed this claim while you worked" in page
    assert "In review" in page or "in review" in page
    assert "Edith Editor" in page
    assert "Fay Fact</strong>: release" in page
    claim.refresh_from_db()
    assert claim.state == "unreviewed"


def test_without_scripts_a_refusal_keeps_the_typed_words_on_the_whole_page(fay: Client, claims: list[Claim]) -> None:
    claim = claims[0]
    step(fay, claim, "start")
    refused = act(
        fay, claim, "transition", by_script=False, form="propose", action="propose", rationale="Typed.", finding=""
    )
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "<html" in page
    assert "Typed." in page


def test_without_scripts_a_deed_leads_back_to_the_claim(fay: Client, claims: list[Claim]) -> None:
    response = act(fay, claims[0], "transition", by_script=False, action="start")
    assert response.status_code == 302
    assert response["Location"] == reverse("admin:claims_claim_change", args=[claims[0].public_id])


def test_one_key_confirms_whom_the_words_mean(fay: Client, fact_checker: User, claims: list[Claim]) -> None:
    mention = claims[1].attribution.mention
    assert act(fay, claims[1], "mention_judge", mention=mention.public_id, judgement="yes").status_code == 200
    mention.refresh_from_db()
    assert (mention.judgement, mention.judged_by) == ("yes", fact_checker)


def test_words_can_be_given_to_another_source_or_to_a_new_one(fay: Client, claims: list[Claim]) -> None:
    claim = claims[1]
    mention, bob = claim.attribution.mention, SourceFactory(name="Bob")
    act(fay, claim, "mention_change", mention=mention.public_id, source=bob.public_id, source_name="Bob")
    mention.refresh_from_db()
    assert mention.source == bob
    assert Hop.objects.get(attribution__claim=claim, role="originator").source == bob
    act(fay, claim, "mention_change", mention=mention.public_id, source_name="Carol", kind="person")
    mention.refresh_from_db()
    assert mention.source is not None
    assert (mention.source.name, mention.source.kind) == ("Carol", "person")


def test_a_mention_of_another_article_is_out_of_reach(fay: Client, claims: list[Claim]) -> None:
    other: Mention = MentionFactory()
    assert act(fay, claims[0], "mention_judge", mention=other.public_id, judgement="yes").status_code == 404


def test_evidence_is_added_from_the_form(fay: Client, claims: list[Claim]) -> None:
    claim = claims[0]
    form = {
        "url": "https://records.example/bridge",
        "stance": "refutes",
        "primary": "on",
        "quote": "The bridge is open.",
    }
    page = act(fay, claim, "evidence_add", **form).content.decode()
    evidence = Evidence.objects.get()
    assert (evidence.stance, evidence.primary, evidence.fetch_state) == ("refutes", True, "queued")
    assert "being fetched" in page


def test_evidence_on_who_said_it_names_the_step(fay: Client, claims: list[Claim]) -> None:
    hop = claims[0].attribution.hops.first()
    act(fay, claims[0], "evidence_add", url="https://records.example/", stance="supports", hop=hop.public_id)
    assert Evidence.objects.get().hop == hop


def test_comments_assessments_replies_and_assignments_reach_their_services(
    fay: Client, fact_checker: User, editor: User, claims: list[Claim]
) -> None:
    claim = claims[0]
    assert act(fay, claim, "comment", body="Look, @edith").status_code == 200
    assert list(Comment.objects.get().mentions.all()) == [editor]
    assert act(fay, claim, "assess", finding="confirmed", verdict="", rationale="Heard it.").status_code == 200
    assert act(fay, claim, "assign", assignee=fact_checker.public_id, due="2030-01-31").status_code == 200
    claim.refresh_from_db()
    assert claim.assigned_to == fact_checker
    assert claim.due_at is not None
    assert str(claim.due_at.date()) == "2030-01-31"
    reply = {"party": "Alice Adams", "channel": "mail", "question": "Did you say it?", "deadline": "2030-01-31"}
    assert act(fay, claim, "reply_request", **reply).status_code == 200
    asked = ReplyRequest.objects.get()
    answer = {"reply": asked.public_id, "outcome": "answered", "answer": "Yes."}
    page = act(fay, claim, "reply_answer", **answer).content.decode()
    assert "Yes." in page


def test_reviewers_who_disagree_stand_side_by_side(fay: Client, edith: Client, claims: list[Claim]) -> None:
    act(fay, claims[0], "assess", finding="confirmed", verdict="", rationale="She did.")
    page = act(edith, claims[0], "assess", finding="misquoted", verdict="", rationale="She did not.").content.decode()
    assert "Reviewers disagree" in page
    assert "She did." in page
    assert "She did not." in page


def test_steps_are_added_changed_and_removed(fay: Client, claims: list[Claim]) -> None:
    claim, radio = claims[0], SourceFactory(name="Radio One", kind="broadcaster")
    act(fay, claim, "hop_add", role="channel", source=radio.public_id, medium="broadcast")
    hop = Hop.objects.get(attribution__claim=claim, role="channel")
    assert (hop.source, hop.position) == (radio, 1)
    form = {"hop": hop.public_id, "programme": "Morning", "media_fragment": "t=10,20", "said_on": "2026-11-01"}
    act(fay, claim, "hop_change", what="change", medium="broadcast", **form)
    hop.refresh_from_db()
    assert (hop.programme, hop.media_fragment, hop.said_at_precision) == ("Morning", "t=10,20", "day")
    act(fay, claim, "hop_change", what="remove", hop=hop.public_id)
    assert not Hop.objects.filter(pk=hop.pk).exists()


def test_the_claim_is_reworded_and_the_article_is_not(fay: Client, claims: list[Claim]) -> None:
    page = act(fay, claims[0], "claim_edit", text="The bridge is closed.").content.decode()
    claims[0].refresh_from_db()
    assert claims[0].text == "The bridge is closed."
    assert "that the bridge is closed" in page, "the words in the article"


def test_selected_words_become_a_claim(fay: Client, claims: list[Claim]) -> None:
    version = claims[0].article_version
    start = TEXT.index("the bridge is closed")
    url = reverse("admin:console_claim_create", args=[version.pk])
    fay.post(url, {"start": start, "end": start + 20, "as": "reported", "quote": "the bridge is closed"})
    claim = Claim.objects.order_by("-pk")[0]
    assert claim.text == "the bridge is closed"
    assert claim.touched_at is not None


def test_selected_words_that_are_not_in_the_text_are_refused(fay: Client, claims: list[Claim]) -> None:
    url = reverse("admin:console_claim_create", args=[claims[0].article_version_id])
    page = fay.post(url, {"start": 0, "end": 5, "as": "reported", "quote": "Wrong"}, follow=True).content.decode()
    assert Claim.objects.count() == 4
    assert "bg-red" in page or "error" in page


def test_selected_words_become_the_claims_words(fay: Client, claims: list[Claim]) -> None:
    claim = claims[0]
    start = TEXT.index("the bridge is closed")
    url = reverse("admin:console_claim_create", args=[claim.article_version_id])
    form = {"as": "span", "claim": claim.public_id, "version": claim.version, "quote": "the bridge is closed"}
    fay.post(url, {"start": start, "end": start + 20, **form})
    assert claim.anchors.get(is_current=True).quote == "the bridge is closed"


@pytest.mark.parametrize("do", sorted(DEEDS))
def test_who_has_no_role_changes_nothing(do: str, administrator: User, claims: list[Claim]) -> None:
    before = seen(claims[0])
    response = act(client_of(UserFactory(is_staff=True)), claims[0], do, action="start", body="x", text="y")
    # Freeing a lock that one does not hold is no change at all.
    assert response.status_code in (400, 403, 404, 409, 422) or do == "unlock"
    claims[0].refresh_from_db()
    assert seen(claims[0]) == before
    assert not Comment.objects.exists()


def test_an_unknown_deed_is_refused(fay: Client, claims: list[Claim]) -> None:
    assert act(fay, claims[0], "nonsense").status_code == 400


def test_differences_name_what_changed_in_words(claims: list[Claim], editor: User) -> None:
    claim = claims[0]
    before = seen(claim)
    claim.state, claim.assigned_to = Claim.State.IN_REVIEW, editor
    found = {d.name: (d.before, d.now) for d in differences(claim, before)}
    assert found == {"State": ("Unreviewed", "in review"), "Assigned to": ("", "Edith Editor")}


def test_an_open_page_learns_that_the_claim_has_changed(fay: Client, claims: list[Claim]) -> None:
    url = reverse("admin:console_claim_state", args=[claims[0].public_id])
    before = fay.get(url).json()["version"]
    step(fay, claims[0], "start")
    assert fay.get(url).json()["version"] > before


def test_evidence_without_a_snapshot_is_offered_for_the_proposal(fay: Client, claims: list[Claim]) -> None:
    step(fay, claims[0], "start")
    EvidenceFactory(claim=claims[0], stance="context", url="https://records.example/bridge", title="")
    page = fay.get(reverse("admin:claims_claim_change", args=[claims[0].public_id])).content.decode()
    assert "Context: https://records.example/bridge" in page


def test_the_trace_is_drawn_with_links_to_its_pages(fay: Client, claims: list[Claim]) -> None:
    picture = fay.get(reverse("admin:console_claim_picture", args=[claims[0].public_id]))
    assert picture["Content-Type"] == "image/svg+xml"
    assert "Alice Adams" in picture.content.decode()
    assert "/admin/registry/source/src_" in picture.content.decode()


def test_how_far_a_claim_can_be_traced_is_said_with_its_reasons(fay: Client, claims: list[Claim]) -> None:
    page = fay.get(reverse("admin:claims_claim_change", args=[claims[0].public_id])).content.decode()
    assert "traceability: named" in page
    assert "The originator is named: Alice Adams." in page


def test_claims_elsewhere_that_look_alike_are_shown(fay: Client, search_index: object, claims: list[Claim]) -> None:
    other = ClaimFactory(text="that the bridge is closed", article_version=ArticleVersionFactory())
    index_job_enqueue(kind="claim", object_id=other.pk)
    index_jobs_drain()
    part = fay.get(reverse("admin:console_claim_similar", args=[claims[0].public_id])).content.decode()
    assert reverse("admin:claims_claim_change", args=[other.public_id]) in part
    assert "looks the same" in part
    page = fay.get(reverse("admin:claims_claim_change", args=[claims[0].public_id]), {"similar": "1"})
    assert other.public_id in page.content.decode(), "without scripts, by a link"


def test_a_suggested_appearance_is_confirmed_or_kept_apart(fay: Client, claims: list[Claim]) -> None:
    other = ClaimFactory()
    pair = Appearance.objects.create(earlier=claims[0], later=other, method="verbatim", score=0.97)
    assert "97 %" in fay.get(reverse("admin:claims_claim_change", args=[claims[0].public_id])).content.decode()
    act(fay, claims[0], "appearance_decide", appearance=pair.public_id, state="confirmed")
    pair.refresh_from_db()
    assert pair.state == "confirmed"
    act(fay, other, "appearance_decide", appearance=pair.public_id, state="rejected")
    pair.refresh_from_db()
    assert pair.state == "rejected"
