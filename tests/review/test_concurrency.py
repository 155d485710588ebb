"""Many people at once. PostgreSQL lets them in together; SQLite, one after the other, must come to the same end."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from factcheck.claims.models import Claim
from factcheck.core.errors import ServiceError
from factcheck.review.models import ChangeEvent, Decision, LogPerson, Revision
from factcheck.review.services import claim_transition, claims_need_rereview, evidence_withdraw
from factcheck.review.verification import log_verify
from tests.factories import EditorFactory, FactCheckerFactory
from tests.review.steps import make_claim, propose, publish, take

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 20


def at_once(*works: Callable[[], object]) -> Counter[str]:
    """Do all works at the same moment, each on a connection of its own; count how they ended."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            work()
        except ServiceError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return Counter(pool.map(run, works))


@pytest.fixture
def _room_for_all(settings) -> None:
    """A pool of eight would make the twenty wait for each other before they meet."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.close_pool()
    options = connection.settings_dict["OPTIONS"]
    before = options["pool"]
    options["pool"] = {"min_size": 1, "max_size": PEOPLE + 2}
    yield
    connection.close_pool()
    options["pool"] = before


@pytest.mark.usefixtures("_room_for_all")
def test_twenty_publications_of_one_proposal_give_one_decision() -> None:
    claim = propose(make_claim(), FactCheckerFactory())
    editors = [EditorFactory() for _ in range(PEOPLE)]
    ended = at_once(
        *(
            lambda editor=editor: claim_transition(
                claim_id=claim.id, action="publish", actor=editor, expected_version=claim.version
            )
            for editor in editors
        )
    )
    assert ended == {"done": 1, "stale_version": PEOPLE - 1}
    assert Decision.objects.filter(action="publish").count() == 1
    assert Revision.objects.count() == 1
    assert ChangeEvent.objects.filter(type="claim.published").count() == 1
    assert log_verify().problem == ""


@pytest.mark.usefixtures("_room_for_all")
def test_twenty_decisions_on_twenty_claims_make_one_chain_without_a_gap() -> None:
    claims, fact_checker = [make_claim() for _ in range(PEOPLE)], FactCheckerFactory()
    assert at_once(*(lambda claim=claim: take(claim, "start", fact_checker) for claim in claims)) == {"done": PEOPLE}
    assert [d.sequence for d in Decision.objects.all()] == list(range(1, PEOPLE + 1))
    assert [e.sequence for e in ChangeEvent.objects.all()] == list(range(1, PEOPLE + 1))
    assert LogPerson.objects.count() == 1
    assert log_verify().problem == ""


@pytest.mark.usefixtures("_room_for_all")
def test_flagging_many_claims_and_deciding_on_each_do_not_wait_for_each_other_forever() -> None:
    fact_checker, editor = FactCheckerFactory(), EditorFactory()
    claims = [publish(make_claim(), fact_checker, editor) for _ in range(6)]
    ids = [claim.id for claim in claims]
    works = [
        *(
            lambda order=order: claims_need_rereview(claim_ids=order, reason="Edited.", code="x")
            for order in (ids, ids[::-1])
        ),
        *(lambda claim=claim: take(claim, "retract", editor, reason="r", public_note="n") for claim in claims),
        *(
            lambda claim=claim: evidence_withdraw(
                evidence_id=claim.evidence.get().public_id, actor=fact_checker, reason="Forged."
            )
            for claim in claims
        ),
    ]
    ended = at_once(*works)
    assert set(ended) <= {"done", "stale_version"}
    assert set(Claim.objects.values_list("state", flat=True)) <= {"retracted", "needs_rereview"}
    assert log_verify().problem == ""
