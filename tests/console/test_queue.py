from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.console.models import SavedView
from factcheck.console.selectors.queue import neighbours, queue
from factcheck.console.services import saved_view_remove, saved_view_save, saved_views
from factcheck.core import clock
from factcheck.core.errors import Forbidden, InvalidInput, NotFound
from tests.factories import ClaimFactory, SourceFactory

QUEUE = "admin:claims_claim_changelist"


@pytest.fixture
def ask(fact_checker: User, rf: Any) -> Any:
    def found(query: str) -> list[int]:
        request = rf.get(f"/?{query}")
        request.user = fact_checker
        return list(queue(request.GET, request=request).claims.values_list("pk", flat=True))

    return found


def test_most_check_worthy_first_and_unscored_last(ask: Any, claims: list[Claim]) -> None:
    first, second, third, unscored = (claim.pk for claim in claims)
    assert ask("") == [first, third, second, unscored]


def test_each_tab_holds_its_state(ask: Any, claims: list[Claim]) -> None:
    Claim.objects.filter(pk=claims[0].pk).update(state="proposed")
    assert ask("tab=proposed") == [claims[0].pk]
    assert len(ask("tab=open")) == 4
    assert ask("tab=published") == []
    assert len(ask("tab=nonsense")) == 4


def test_words_are_found_in_claim_title_mention_and_any_name_of_a_source(ask: Any, claims: list[Claim]) -> None:
    claims[0].attribution.hops.first().source.names.create(text="Алиса Адамс", script="Cyrl")
    assert ask("q=mayor") == [claims[1].pk]
    assert set(ask("q=Алиса")) == {claims[0].pk, claims[1].pk}
    assert len(ask("q=bridge")) == 4, "the title of the article"
    assert ask("q=closed+Alice") == [claims[0].pk], "all words must be found"


def test_filters_narrow_the_queue(ask: Any, claims: list[Claim], fact_checker: User) -> None:
    alice = claims[0].attribution.hops.first().source
    other = ClaimFactory(attribution__source=SourceFactory(kind="anonymous", name="an official"), checkworthy=0.1)
    Claim.objects.filter(pk=claims[1].pk).update(assigned_to=fact_checker)
    Claim.objects.filter(pk=claims[2].pk).update(created_at=clock.now() - timedelta(days=5))
    publisher = claims[0].article.publisher
    assert publisher is not None
    assert set(ask(f"source={alice.public_id}")) == {claims[0].pk, claims[1].pk}
    assert len(ask(f"publisher={publisher.public_id}")) == 4
    assert ask("assigned=me") == [claims[1].pk]
    assert claims[1].pk not in ask("assigned=nobody")
    assert ask("worth=0.8") == [claims[0].pk]
    assert ask("age=3") == [claims[2].pk]
    assert claims[2].pk not in ask("age=-3")
    assert ask("traceability=anonymous") == [other.pk]
    assert set(ask("traceability=named")) == {claims[0].pk, claims[1].pk}
    assert set(ask("traceability=none")) == {claims[2].pk, claims[3].pk}
    assert set(ask("traceability=provisional")) == {claims[0].pk, claims[1].pk}
    assert ask("certain=no") == [claims[2].pk]
    assert ask("kind=own_voice") == [claims[3].pk]


@pytest.mark.parametrize("order", ["checkworthy", "oldest", "newest", "due", "article"])
def test_neighbours_walk_the_whole_queue_in_its_order(order: str, claims: list[Claim], fact_checker: User, rf) -> None:
    Claim.objects.filter(pk=claims[2].pk).update(checkworthy=0.9, due_at=clock.now())
    request = rf.get(f"/?order={order}")
    request.user = fact_checker
    whole = queue(request.GET, request=request)
    ids = [claim.pk for claim in whole.claims]
    for i, claim in enumerate(whole.claims):
        before, after = neighbours(whole, claim)
        assert (before.pk if before else None) == (ids[i - 1] if i else None)
        assert (after.pk if after else None) == (ids[i + 1] if i + 1 < len(ids) else None)


def test_a_claim_that_has_left_the_queue_still_knows_its_neighbours(
    claims: list[Claim], fact_checker: User, rf
) -> None:
    Claim.objects.filter(pk=claims[2].pk).update(state="discarded", discard_reason="not_a_claim")
    request = rf.get("/")
    request.user = fact_checker
    before, after = neighbours(queue(QueryDict(""), request=request), claims[2])
    assert before == claims[0]
    assert after == claims[1]


def test_typing_asks_for_the_list_alone(fay: Client, claims: list[Claim]) -> None:
    part = fay.get(reverse(QUEUE), {"q": "mayor"}, headers={"X-Requested-With": "fetch"}).content.decode()
    assert "<html" not in part
    assert part.count('class="queue-row ') == 1


def test_a_row_leads_to_the_workbench_and_remembers_the_queue(fay: Client, claims: list[Claim]) -> None:
    page = fay.get(reverse(QUEUE), {"tab": "open", "q": "mayor"}).content.decode()
    assert "?queue=tab%3Dopen%26q%3Dmayor" in page


def test_claims_are_assigned_together(fay: Client, fact_checker: User, claims: list[Claim]) -> None:
    chosen = [claims[0].public_id, claims[1].public_id]
    response = fay.post(
        reverse("admin:console_bulk_assign"),
        {"claim": chosen, "assignee": fact_checker.public_id},
        headers={"X-Requested-With": "fetch"},
    )
    assert response.json() == {"assigned": 2, "problem": ""}
    assert set(Claim.objects.filter(assigned_to=fact_checker)) == {claims[0], claims[1]}


def test_what_is_somebody_elses_is_left_and_said(
    fay: Client, fact_checker: User, editor: User, claims: list[Claim]
) -> None:
    Claim.objects.filter(pk=claims[0].pk).update(assigned_to=editor)
    chosen = [claims[0].public_id, claims[1].public_id]
    form = {"claim": chosen, "assignee": fact_checker.public_id}
    answer = fay.post(reverse("admin:console_bulk_assign"), form, headers={"X-Requested-With": "fetch"}).json()
    assert answer["assigned"] == 1
    assert "somebody else" in answer["problem"]
    page = fay.post(reverse("admin:console_bulk_assign"), form, follow=True).content.decode()
    assert "of 2 claims" in page, "without scripts"
    claims[0].refresh_from_db()
    assert claims[0].assigned_to == editor


def test_a_saved_view_keeps_only_what_the_queue_understands(fact_checker: User) -> None:
    view = saved_view_save(owner=fact_checker, name=" Mine ", query="assigned=me&tab=open&p=3&evil=1&q=")
    assert (view.name, view.query) == ("Mine", "assigned=me&tab=open")
    again = saved_view_save(owner=fact_checker, name="Mine", query="tab=all")
    assert again.pk == view.pk
    with pytest.raises(InvalidInput):
        saved_view_save(owner=fact_checker, name=" ", query="")


def test_shared_views_are_seen_by_all_and_removed_by_their_owner_alone(fact_checker: User, editor: User) -> None:
    shared = saved_view_save(owner=fact_checker, name="New", query="tab=unreviewed", shared=True)
    own = saved_view_save(owner=fact_checker, name="Own", query="tab=all")
    assert list(saved_views(editor)) == [shared]
    assert set(saved_views(fact_checker)) == {shared, own}
    with pytest.raises(Forbidden):
        saved_view_remove(actor=editor, view_id=shared.pk)
    saved_view_remove(actor=fact_checker, view_id=shared.pk)
    with pytest.raises(NotFound):
        saved_view_remove(actor=fact_checker, view_id=shared.pk)


def test_views_are_saved_and_removed_from_the_page(fay: Client, fact_checker: User) -> None:
    fay.post(reverse("admin:console_view_save"), {"name": "Mine", "query": "assigned=me"})
    view = SavedView.objects.get(owner=fact_checker)
    assert "assigned=me" in fay.get(reverse(QUEUE)).content.decode()
    fay.post(reverse("admin:console_view_remove", args=[view.pk]))
    assert not SavedView.objects.exists()
