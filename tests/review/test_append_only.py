"""The tables of the log refuse to be changed, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from factcheck.core import clock
from factcheck.review import triggers
from factcheck.review.models import Decision

pytestmark = pytest.mark.django_db


def make_decision(sequence: int = 1) -> Decision:
    return Decision.objects.create(
        sequence=sequence, at=clock.now(), action="start", four_eyes=True, hash=f"{sequence:064x}"
    )


def test_the_migrations_leave_every_trigger_in_place() -> None:
    assert triggers.triggers_missing(connection) == set()


def test_an_entry_of_the_log_cannot_be_updated() -> None:
    decision = make_decision()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Decision.objects.filter(id=decision.id).update(reason="never said")


def test_an_entry_of_the_log_cannot_be_deleted() -> None:
    decision = make_decision()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        decision.delete()
    assert Decision.objects.filter(id=decision.id).exists()


def test_the_log_cannot_be_emptied_whole() -> None:
    make_decision()
    statement = {"postgresql": "TRUNCATE review_decision CASCADE", "sqlite": "DELETE FROM review_decision"}
    connection.check_constraints()  # PostgreSQL truncates nothing that still has deferred checks to make
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement[connection.vendor])


@pytest.mark.django_db(transaction=True)
def test_the_triggers_are_back_after_a_test_that_emptied_the_tables() -> None:
    make_decision()
    assert triggers.triggers_missing(connection) == set()


@pytest.mark.django_db(transaction=True)
def test_a_second_transactional_test_finds_the_tables_empty_and_guarded() -> None:
    assert not Decision.objects.exists()
    assert triggers.triggers_missing(connection) == set()
