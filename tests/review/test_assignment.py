"""Who works on what: assignment, locks, taking over, deadlines."""

from datetime import timedelta

import pytest
import time_machine

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import Forbidden, InvalidInput
from factcheck.review.errors import TransitionConflict
from factcheck.review.models import Decision, Notification
from factcheck.review.policies import available_actions
from factcheck.review.services import claim_lock, claim_unlock, claims_assign, deadlines_notify
from tests.factories import EditorFactory, FactCheckerFactory, UserFactory
from tests.review.steps import make_claim, publish, take

pytestmark = pytest.mark.django_db


def test_starting_takes_the_claim_and_locks_it(claim: Claim, fact_checker: User) -> None:
    started = take(claim, "start", fact_checker)
    assert (started.assigned_to, started.locked_by) == (fact_checker, fact_checker)
    assert started.locked_until > clock.now()


def test_two_people_do_not_work_on_one_claim(claim: Claim, fact_checker: User) -> None:
    take(claim, "start", fact_checker)
    colleague = FactCheckerFactory()
    assert available_actions(claim=Claim.objects.get(id=claim.id), user=colleague) == ()
    with pytest.raises(TransitionConflict, match="Fay Checker") as refusal:
        take(claim, "release", colleague)
    assert refusal.value.code == "locked"
    with pytest.raises(TransitionConflict, match="Fay Checker"):
        claim_lock(claim_id=claim.id, actor=colleague)


def test_a_lock_runs_out(claim: Claim, fact_checker: User, settings) -> None:
    take(claim, "start", fact_checker)
    with time_machine.travel(clock.now() + timedelta(minutes=settings.REVIEW_LOCK_MINUTES + 1)):
        colleague = FactCheckerFactory()
        assert claim_lock(claim_id=claim.id, actor=colleague).locked_by == colleague
        with pytest.raises(TransitionConflict):
            take(claim, "release", fact_checker)


def test_whoever_holds_a_lock_keeps_it_for_longer_without_an_edit(claim: Claim, fact_checker: User) -> None:
    started = take(claim, "start", fact_checker)
    with time_machine.travel(clock.now() + timedelta(minutes=10)):
        renewed = claim_lock(claim_id=claim.id, actor=fact_checker)
    assert renewed.locked_until > started.locked_until
    assert renewed.version == started.version
    claim_unlock(claim_id=claim.id, actor=EditorFactory())
    assert Claim.objects.get(id=claim.id).locked_by == fact_checker
    claim_unlock(claim_id=claim.id, actor=fact_checker)
    assert Claim.objects.get(id=claim.id).locked_by is None


def test_only_a_claim_in_review_is_locked(claim: Claim, fact_checker: User) -> None:
    with pytest.raises(TransitionConflict) as refusal:
        claim_lock(claim_id=claim.id, actor=fact_checker)
    assert refusal.value.allowed == ("start", "discard")


def test_an_editor_takes_over_and_the_log_says_from_whom(claim: Claim, fact_checker: User, editor: User) -> None:
    take(claim, "start", fact_checker)
    taken = take(claim, "take_over", editor, reason="Fay is on leave.")
    assert (taken.state, taken.locked_by, taken.assigned_to) == ("in_review", editor, editor)
    entry = Decision.objects.last()
    assert (entry.action, entry.person.user, entry.reason) == ("take_over", editor, "Fay is on leave.")
    assert entry.data["taken_from"] == fact_checker.log_names.get().digest
    assert "Ed Itor took a claim over" in fact_checker.review_notifications.get().text
    with pytest.raises(TransitionConflict):
        take(claim, "release", fact_checker)


def test_an_editor_assigns_many_and_each_is_logged_and_told(editor: User, fact_checker: User) -> None:
    claims = [make_claim() for _ in range(3)]
    due = clock.now() + timedelta(days=2)
    ids = [claim.id for claim in claims]
    assert claims_assign(claim_ids=ids, assignee=fact_checker, actor=editor, due_at=due) == 3
    assert claims_assign(claim_ids=ids, assignee=fact_checker, actor=editor, due_at=due) == 0
    assert set(Claim.objects.values_list("assigned_to", "due_at", "version")) == {(fact_checker.id, due, 2)}
    assert Decision.objects.filter(action="assign").count() == 3
    told = Notification.objects.get(recipient=fact_checker, kind="assigned")
    assert (told.text, told.claim) == ("Ed Itor assigned 3 claims to you.", None)


def test_what_is_done_is_not_assigned(claim: Claim, fact_checker: User, editor: User) -> None:
    publish(claim, fact_checker, editor)
    assert claims_assign(claim_ids=[claim.id], assignee=fact_checker, actor=editor) == 0


def test_fact_checkers_assign_only_themselves_and_only_what_is_free(claim: Claim, fact_checker: User) -> None:
    colleague = FactCheckerFactory()
    with pytest.raises(Forbidden):
        claims_assign(claim_ids=[claim.id], assignee=colleague, actor=fact_checker)
    assert claims_assign(claim_ids=[claim.id], assignee=colleague, actor=colleague) == 1
    assert claims_assign(claim_ids=[claim.id], assignee=fact_checker, actor=fact_checker) == 0
    assert claims_assign(claim_ids=[claim.id], assignee=None, actor=colleague) == 1


def test_claims_go_to_fact_checkers_only(claim: Claim, editor: User) -> None:
    with pytest.raises(InvalidInput):
        claims_assign(claim_ids=[claim.id], assignee=UserFactory(), actor=editor)


def test_a_deadline_is_told_once_when_it_is_near(claim: Claim, fact_checker: User, editor: User) -> None:
    start = clock.now()
    due = start + timedelta(days=3)
    claims_assign(claim_ids=[claim.id], assignee=fact_checker, actor=editor, due_at=due)
    assert deadlines_notify() == 0
    with time_machine.travel(start + timedelta(days=2, hours=12)):
        assert [deadlines_notify(), deadlines_notify()] == [1, 0]
    with time_machine.travel(start + timedelta(days=4)):
        assert deadlines_notify() == 0
        claims_assign(claim_ids=[claim.id], assignee=fact_checker, actor=editor, due_at=start + timedelta(days=6))
    with time_machine.travel(start + timedelta(days=6)):
        assert deadlines_notify() == 1
