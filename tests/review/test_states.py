"""The table of role × action × state, spelled out, and the service held against it."""

import pytest
from django.db import transaction

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core.errors import Forbidden, ServiceError
from factcheck.review import states
from factcheck.review.errors import TransitionConflict
from factcheck.review.models import Decision
from factcheck.review.policies import action_refusals, available_actions
from factcheck.review.services import claim_transition
from factcheck.review.services.steps import STEPS
from factcheck.review.types import TransitionData
from tests.factories import EditorFactory, EvidenceFactory, FactCheckerFactory, UserFactory
from tests.review.steps import make_claim, propose, publish, take

# state → (what a fact-checker may do, what an editor may do besides)
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "unreviewed": ({"start", "discard"}, set()),
    "in_review": ({"release", "propose", "discard"}, {"take_over"}),
    "proposed": (set(), {"publish", "return"}),
    "published": (set(), {"reopen", "retract"}),
    "needs_rereview": ({"start"}, {"retract"}),
    "retracted": (set(), set()),
    "discarded": ({"restore"}, set()),
}
ROLES = ("none", "fact_checker", "editor", "superuser")
LEADS_TO = {
    "start": "in_review",
    "release": "unreviewed",
    "propose": "proposed",
    "publish": "published",
    "return": "in_review",
    "reopen": "in_review",
    "retract": "retracted",
    "discard": "discarded",
    "restore": "unreviewed",
    "take_over": "in_review",
}
DATA = TransitionData(
    reason="Because.",
    public_note="For all to read.",
    finding="confirmed",
    verdict="verified",
    rationale="The city says so.",
    discard_reason="not_a_claim",
)


def expected(role: str, state: str) -> set[str]:
    fact_checker, editor = TABLE[state]
    return {"fact_checker": fact_checker, "editor": fact_checker | editor}.get(role, set())


def person(role: str) -> User:
    if role == "superuser":
        return UserFactory(is_superuser=True)
    return {"none": UserFactory, "fact_checker": FactCheckerFactory, "editor": EditorFactory}[role]()


def claim_in(state: str) -> Claim:
    """Return a claim that came to the state by the service, on behalf of two people who do nothing else here."""
    claim, fact_checker, editor = make_claim(), FactCheckerFactory(), EditorFactory()
    EvidenceFactory(claim=claim)
    if state == "in_review":
        take(claim, "start", fact_checker)
        Claim.objects.update(locked_by=None, locked_until=None)
    elif state == "discarded":
        take(claim, "discard", fact_checker, discard_reason="not_a_claim")
    elif state == "proposed":
        propose(claim, fact_checker)
    elif state != "unreviewed":
        publish(claim, fact_checker, editor)
        if state == "needs_rereview":
            Claim.objects.update(state=state)
        elif state == "retracted":
            take(claim, "retract", editor, reason="Forged.", public_note="Forged.")
    return Claim.objects.get(id=claim.id)


def test_the_table_knows_every_state_and_every_step_has_a_service() -> None:
    assert set(TABLE) == set(states.STATES) == set(Claim.State.values)
    assert set(states.BY_ACTION) == set(STEPS) | {"flag"}


@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("role", ROLES)
def test_the_pure_table_says_who_may_do_what(role: str, state: str) -> None:
    published = state in ("published", "needs_rereview", "retracted")
    rows = states.possible(state, published=published)
    assert {row.action for row in rows if states.role_may(role, row)} == expected(role, state)


@pytest.mark.django_db
@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("role", ROLES)
def test_page_and_service_allow_the_same_and_only_that(role: str, state: str) -> None:
    claim, user = claim_in(state), person(role)
    offered = {action.name for action in available_actions(claim=claim, user=user)}
    assert offered == expected(role, state)
    done: set[str] = set()
    instead: list[set[str]] = []
    for action in STEPS:
        log_length = Decision.objects.count()
        try:
            with transaction.atomic():
                after = claim_transition(
                    claim_id=claim.id, action=action, actor=user, expected_version=claim.version, data=DATA
                )
                assert after.state == LEADS_TO[action]
                assert Decision.objects.count() == log_length + 1
                done.add(action)
                transaction.set_rollback(True)
        except Forbidden:
            assert Decision.objects.count() == log_length
        except TransitionConflict as conflict:
            instead.append(set(conflict.allowed))
            assert Decision.objects.count() == log_length
    assert done == offered
    assert all(allowed == offered for allowed in instead)


@pytest.mark.django_db
def test_a_refused_action_comes_with_a_sentence_for_the_disabled_button() -> None:
    author = EditorFactory()
    claim = propose(make_claim(), author)
    assert action_refusals(claim=claim, user=author) == {
        "publish": "You proposed this yourself: a second person publishes."
    }
    assert set(action_refusals(claim=claim, user=FactCheckerFactory())) == {"publish", "return"}


@pytest.mark.django_db
def test_somebody_who_has_left_may_do_nothing() -> None:
    claim, user = make_claim(), EditorFactory(is_active=False)
    assert available_actions(claim=claim, user=user) == ()
    with pytest.raises(Forbidden):
        take(claim, "start", user)


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["flag", "verify", ""])
def test_an_action_that_people_cannot_take_is_answered_with_those_they_can(action: str) -> None:
    with pytest.raises(ServiceError, match="start, release") as refusal:
        take(make_claim(), action, EditorFactory())
    assert refusal.value.status == 400
