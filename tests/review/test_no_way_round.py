"""Random people take random steps on random claims: nobody finds a way round the table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import ServiceError
from factcheck.review.models import ChangeEvent, Decision, Evidence, Proposal, Revision
from factcheck.review.policies import available_actions
from factcheck.review.services import claim_transition, claims_assign, claims_need_rereview, evidence_withdraw
from factcheck.review.types import TransitionData
from factcheck.review.verification import log_verify
from tests.factories import EditorFactory, EvidenceFactory, FactCheckerFactory, UserFactory
from tests.review.steps import make_claim

pytestmark = pytest.mark.django_db

# Written out once more, and not taken from the code: (from, action, to). Release leads where the review began.
EDGES = {
    ("unreviewed", "start", "in_review"),
    ("needs_rereview", "start", "in_review"),
    ("in_review", "release", "unreviewed"),
    ("in_review", "release", "published"),
    ("in_review", "release", "needs_rereview"),
    ("in_review", "propose", "proposed"),
    ("proposed", "publish", "published"),
    ("proposed", "return", "in_review"),
    ("published", "reopen", "in_review"),
    ("published", "retract", "retracted"),
    ("needs_rereview", "retract", "retracted"),
    ("unreviewed", "discard", "discarded"),
    ("in_review", "discard", "discarded"),
    ("discarded", "restore", "unreviewed"),
    ("in_review", "take_over", "in_review"),
    ("published", "flag", "needs_rereview"),
    ("in_review", "flag", "in_review"),
    ("proposed", "flag", "proposed"),
}
EDITORS_ONLY = {"publish", "return", "reopen", "retract", "take_over"}
ACTIONS = sorted({action for _, action, _ in EDGES})
PEOPLE = ("fay", "finn", "ed", "eve", "root", "nobody", "left")

TEXTS = st.sampled_from(["", " ", "Because.", "\u0000\u202e"])
DATA = st.builds(
    TransitionData,
    reason=TEXTS,
    public_note=TEXTS,
    finding=st.sampled_from(["", "pending", "confirmed", "misquoted", "denied", "not_applicable", "true"]),
    verdict=st.sampled_from([None, "verified", "contested", "opinion", "false"]),
    rationale=TEXTS,
    discard_reason=st.sampled_from(["", "not_a_claim", "duplicate", "boring"]),
)
WILLING = TransitionData(
    reason="Because.",
    public_note="Note.",
    finding="confirmed",
    verdict="verified",
    rationale="Because.",
    discard_reason="not_a_claim",
)
AROUND = ("withdraw", "add", "assign", "wait")
# A way that leads to a publication, to begin with or not: walks at random seldom get there.
WAYS = st.sampled_from(
    [
        [],
        [("start", "fay"), ("propose", "fay")],
        [("start", "ed"), ("propose", "ed")],
        [("start", "fay"), ("propose", "fay"), ("publish", "ed")],
        [("start", "fay"), ("propose", "fay"), ("publish", "ed"), ("reopen", "eve")],
    ]
)


@dataclass
class World:
    claim: Claim
    people: dict[str, User]
    moment: Any
    happened: list[tuple[str, str, str, str]] = field(default_factory=list)

    def state(self) -> dict[str, Any]:
        """All that must not change when a step is refused."""
        return {
            "claim": Claim.objects.filter(id=self.claim.id).values().get(),
            "rows": [table.objects.count() for table in (Decision, Revision, ChangeEvent, Proposal)],
        }


@contextmanager
def world() -> Iterator[World]:
    """A claim with one piece of evidence and seven people, gone at the end."""
    with transaction.atomic(), time_machine.travel(clock.now(), tick=True) as moment:
        people = {
            "fay": FactCheckerFactory(),
            "finn": FactCheckerFactory(),
            "ed": EditorFactory(),
            "eve": EditorFactory(is_superuser=True),
            "root": UserFactory(is_superuser=True),
            "nobody": UserFactory(),
            "left": EditorFactory(is_active=False),
        }
        claim = make_claim()
        EvidenceFactory(claim=claim)
        yield World(claim, people, moment)
        transaction.set_rollback(True)


def attempt(w: World, action: str, name: str, data: TransitionData, off: int) -> None:
    """Take one step and hold its outcome against the table."""
    user, before = w.people[name], w.state()
    claim = before["claim"]
    offered = {a.name for a in available_actions(claim=Claim.objects.get(id=w.claim.id), user=user)}
    try:
        with transaction.atomic():
            after = claim_transition(
                claim_id=w.claim.id, action=action, actor=user, expected_version=claim["version"] + off, data=data
            )
    except ServiceError as error:
        refused: ServiceError | None = error
    else:
        refused = None
    if refused is not None:
        assert w.state() == before
        assert refused.status in ((400, 403, 409, 412, 422) if off == 0 else (400, 412))
        if refused.status in (403, 409) and refused.code != "changed_since_proposal":
            assert action not in offered
        return
    assert off == 0
    assert action in offered
    assert (claim["state"], action, after.state) in EDGES
    assert user.is_active
    assert user.role == "editor" or (user.role == "fact_checker" and action not in EDITORS_ONLY)
    assert after.version == claim["version"] + 1
    w.happened.append((claim["state"], action, after.state, name))


def wild(w: World, action: str, name: str) -> None:
    """What else goes on around the state machine."""
    user = w.people[name]
    try:
        with transaction.atomic():
            if action == "withdraw":
                evidence = Evidence.objects.filter(claim=w.claim, withdrawn_at=None).first()
                if evidence:
                    evidence_withdraw(evidence_id=evidence.public_id, actor=user, reason="Forged.")
            elif action == "add":
                EvidenceFactory(claim=w.claim)
            elif action == "assign":
                claims_assign(claim_ids=[w.claim.id], assignee=user, actor=w.people["ed"])
            elif action == "flag":
                claims_need_rereview(claim_ids=[w.claim.id], reason="Edited.", code="text_changed")
            else:
                w.moment.shift(timedelta(hours=1))
    except ServiceError:
        return


def step(w: World, data: st.DataObject) -> None:
    """Take a step that somebody could take now, mostly, and mostly with all that it needs: so the walks get far."""
    possible = [action for state, action, _ in sorted(EDGES) if state == w.state()["claim"]["state"]]
    action = data.draw(st.sampled_from(possible * 3 + ACTIONS + list(AROUND)))
    name = data.draw(st.sampled_from(("fay", "ed", "ed", "eve", *PEOPLE)))
    if action in AROUND:
        wild(w, action, name)
        return
    given_data = data.draw(st.one_of(st.just(WILLING), st.just(WILLING), st.just(WILLING), DATA))
    attempt(w, action, name, given_data, data.draw(st.sampled_from([0] * 8 + [-1, 1])))
    if action == "flag":
        wild(w, action, name)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(WAYS, st.integers(2, 8), st.data())
def test_random_steps_of_random_people_find_no_way_round_the_table(
    way: list[tuple[str, str]], length: int, data: st.DataObject
) -> None:
    with world() as w:
        for action, name in way:
            attempt(w, action, name, WILLING, 0)
        assert len(w.happened) == len(way)
        for _ in range(length):
            step(w, data)
        check_history(w)


def check_history(w: World) -> None:
    """Hold what the log, the revisions and the feed say at the end against each other and against the rules."""
    assert log_verify().problem == ""
    entries = [d for d in Decision.objects.order_by("sequence") if d.from_state != d.to_state or d.action == "flag"]
    assert all((d.from_state, d.action, d.to_state) in EDGES for d in entries)
    state = "unreviewed"
    for entry in entries:
        assert entry.from_state == state
        state = entry.to_state
    claim = Claim.objects.get(id=w.claim.id)
    assert claim.state == state

    revisions = list(Revision.objects.filter(claim=claim).order_by("number"))
    assert [revision.number for revision in revisions] == list(range(1, len(revisions) + 1))
    assert (claim.revision or 0) == len(revisions)
    for revision in revisions:
        if revision.kind != "retracted":
            assert revision.proposal.proposed_by != revision.person.user
            assert revision.verdict != "verified" or any(
                entry["stance"] == "supports" and entry["sha256"] for entry in revision.decision.evidence
            )
            assert revision.finding not in ("pending", "not_applicable")
        assert revision.number == 1 or revision.note
    if revisions:
        last = revisions[-1]
        assert (claim.finding, claim.verdict) == (last.finding, last.verdict)
        assert claim.state != "discarded"
        assert (claim.state == "retracted") == (last.kind == "retracted")
    else:
        assert (claim.finding, claim.verdict) == ("pending", None)
    waiting = Proposal.objects.filter(claim=claim, state="open").count()
    assert waiting == (claim.state == "proposed")
    numbers = list(ChangeEvent.objects.values_list("sequence", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
