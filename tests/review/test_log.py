"""The decision log: a chain that shows where it was touched, and outlives people and claims."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.review import triggers
from factcheck.review.models import ChangeEvent, Comment, Decision, LogHead, LogPerson, Revision
from factcheck.review.selectors import change_events_since, log_head, revision_payload
from factcheck.review.services import change_event_record, comment_add, decision_record, person_erase
from factcheck.review.verification import log_verify
from tests.factories import EditorFactory, FactCheckerFactory
from tests.review.steps import publish, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(claim: Claim, fact_checker: User, editor: User) -> Claim:
    """A log of four entries: start, propose, publish, retract."""
    publish(claim, fact_checker, editor)
    return take(claim, "retract", editor, reason="Forged.", public_note="Forged.")


@pytest.fixture
def unguarded(published: Claim) -> None:
    triggers.triggers_drop(connection)


def broken() -> tuple[int, str]:
    report = log_verify()
    return report.sequence, report.problem


def test_a_sound_log_verifies_and_says_where_it_stands(published: Claim, capsys: pytest.CaptureFixture[str]) -> None:
    assert [d.sequence for d in Decision.objects.all()] == [1, 2, 3, 4]
    head = log_head()
    call_command("verify_log", head=f"{head['sequence']}:{head['hash']}")
    assert f"4 entries are sound. Head: 4:{Decision.objects.last().hash}" in capsys.readouterr().out


def test_an_empty_log_is_sound() -> None:
    assert log_verify().problem == ""
    assert log_head() == {"sequence": 0, "hash": ""}


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "Another reason."},
        {"verdict": "contested"},
        {"to_state": "published"},
        {"evidence": []},
        {"four_eyes": False},
        {"claim_id": "clm_other"},
        {"data": {}},
        {"person_id": None},
        {"role": "editor"},
        {"at": "2020-01-01T00:00:00Z"},
        {"article_sha256": "0" * 64},
    ],
)
def test_a_changed_entry_is_found_and_named(unguarded: None, change: dict[str, object]) -> None:
    entry = Decision.objects.get(sequence=2)
    Decision.objects.filter(sequence=2).update(**change)
    assert broken() == (2, "its content does not match its hash")
    with pytest.raises(CommandError, match=rf"Entry 2 \({entry.public_id}\) is broken.*1 entries before"):
        call_command("verify_log")


def test_an_entry_that_was_hashed_anew_breaks_its_successor(unguarded: None) -> None:
    from factcheck.review.chain import decision_hash

    entry = Decision.objects.get(sequence=2)
    entry.reason = "Another reason."
    Decision.objects.filter(sequence=2).update(reason=entry.reason, hash=decision_hash(entry))
    assert broken() == (3, "it does not follow the entry before it")


def test_a_removed_entry_is_missed(unguarded: None) -> None:
    Decision.objects.filter(sequence=2).delete()
    assert broken() == (3, "entry 2 is missing before it")


def cut(sequence: int) -> None:
    Revision.objects.filter(decision__sequence__gt=sequence).delete()
    Decision.objects.filter(sequence__gt=sequence).delete()


def test_a_cut_tail_is_missed(unguarded: None) -> None:
    cut(3)
    assert broken() == (3, "the log ends at entry 3, but its head stands at 4: entries were cut off")


def test_a_cut_tail_with_its_head_set_back_is_missed_by_whoever_kept_the_head(unguarded: None) -> None:
    kept = log_head()
    cut(3)
    last = Decision.objects.get(sequence=3)
    LogHead.objects.update(decision_sequence=3, decision_hash=last.hash)
    triggers.triggers_create(connection)
    assert log_verify().problem == ""
    report = log_verify(expected_head=(kept["sequence"], kept["hash"]))
    assert report.problem == "the log ends at entry 3, but entry 4 was published: entries were cut off"
    with pytest.raises(CommandError, match="cut off"):
        call_command("verify_log", head=f"4:{kept['hash']}")


def test_a_log_that_was_written_anew_is_not_the_one_that_was_published(published: Claim) -> None:
    report = log_verify(expected_head=(2, "0" * 64))
    assert (report.sequence, report.problem) == (2, "it is not the entry whose hash was published")


def test_a_changed_revision_is_found_by_the_decision_that_made_it(unguarded: None) -> None:
    revision = Revision.objects.get(number=1)
    Revision.objects.filter(number=1).update(payload=revision.payload | {"verdict": "contested"})
    assert broken() == (3, f"revision {revision.public_id} that it made was changed")


def test_a_removed_revision_is_missed(unguarded: None) -> None:
    Revision.objects.filter(number=1).delete()
    assert broken() == (3, "the revision that it made is missing")


def test_a_changed_name_is_found(published: Claim) -> None:
    LogPerson.objects.filter(name="Ed Itor").update(name="Somebody Else")
    assert broken() == (3, "the name beside it was changed")


def test_missing_triggers_are_reported(unguarded: None) -> None:
    assert "append-only are missing: review_decision_no_delete" in log_verify().problem


@pytest.mark.parametrize("head", ["4", "x:y", ""])
def test_a_head_that_is_none_is_refused(head: str) -> None:
    if head:
        with pytest.raises(CommandError, match="SEQUENCE:HASH"):
            call_command("verify_log", head=head)
    else:
        call_command("verify_log", head=head)


def test_no_name_of_a_person_is_in_what_is_hashed_or_kept_unerasable(published: Claim) -> None:
    for table in (Decision, Revision, ChangeEvent):
        for row in table.objects.values():
            assert "Fay" not in str(row)
            assert "Itor" not in str(row)


def test_erasing_a_person_leaves_the_entries_and_the_chain(
    claim: Claim, published: Claim, fact_checker: User, editor: User
) -> None:
    comment_add(claim_id=claim.id, actor=editor, body="Ask @fay, not @fayette.")
    assert person_erase(user_public_id=fact_checker.public_id, actor=editor) == 1
    assert not User.objects.filter(username="fay").exists()
    assert log_verify().problem == ""
    assert Decision.objects.get(sequence=2).person.name == ""
    assert not LogPerson.objects.filter(name__contains="Fay").exists()
    assert Comment.objects.get().body == "Ask @[erased], not @fayette."
    assert Claim.objects.get(id=claim.id).proposals.get().proposed_by is None


def test_a_revision_of_an_erased_publisher_names_nobody(claim: Claim, published: Claim, editor: User) -> None:
    person_erase(user_public_id=editor.public_id)
    payload = revision_payload(Revision.objects.get(number=1))
    assert payload["published"]["by"] is None
    assert payload["verdict"] == "verified"


def test_a_person_whose_account_is_gone_can_still_be_erased(claim: Claim, fact_checker: User) -> None:
    take(claim, "start", fact_checker)
    public_id = fact_checker.public_id
    fact_checker.delete()
    entry = Decision.objects.get()
    assert (entry.person.name, entry.person.user) == ("Fay Checker", None)
    call_command("erase_person", public_id)
    assert Decision.objects.get(id=entry.id).person.name == ""
    with pytest.raises(CommandError, match="Nobody"):
        call_command("erase_person", public_id)


def test_erasing_by_username_and_not_oneself(editor: User) -> None:
    call_command("erase_person", FactCheckerFactory(username="gone").username)
    assert not User.objects.filter(username="gone").exists()
    with pytest.raises(Exception, match="Somebody else"):
        person_erase(user_public_id=editor.public_id, actor=editor)


def test_a_new_name_is_a_new_row_beside_the_old(claim: Claim, fact_checker: User, editor: User) -> None:
    take(claim, "start", fact_checker)
    fact_checker.last_name = "Married"
    fact_checker.save()
    take(claim, "release", fact_checker)
    assert [d.person.name for d in Decision.objects.order_by("sequence")] == ["Fay Checker", "Fay Married"]
    assert person_erase(user_public_id=fact_checker.public_id, actor=editor) == 2


def test_two_people_of_one_name_have_different_digests(claim: Claim) -> None:
    for _ in range(2):
        twin = EditorFactory(first_name="Kim", last_name="Lee")
        decision_record(action="test", actor=twin, claim=claim)
    assert LogPerson.objects.filter(name="Kim Lee").values("digest").distinct().count() == 2


def test_an_entry_outlives_its_claim(claim: Claim, fact_checker: User) -> None:
    take(claim, "start", fact_checker)
    public_id, text = claim.public_id, claim.text
    Claim.objects.get(id=claim.id).delete()
    entry = Decision.objects.get()
    assert (entry.claim_id, entry.claim_text) == (public_id, text)
    assert log_verify().problem == ""


def test_the_feed_is_numbered_without_a_gap(published: Claim) -> None:
    assert [event.sequence for event in change_events_since(sequence=1, limit=2)] == [2, 3]
    change_event_record(type="source.merged", object_id="src_x")
    assert change_events_since(sequence=4)[0].type == "source.merged"


@pytest.mark.parametrize("make", [lambda: change_event_record(type="claim.exploded", object_id="clm_x")])
def test_a_type_of_event_that_nobody_knows_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"claim\.exploded"):
        make()
