from datetime import timedelta
from typing import Any

import pytest

from factcheck.claims.models import Claim
from factcheck.claims.services import claim_create, claim_edit
from factcheck.core import clock
from factcheck.core.errors import Conflict, Forbidden, InvalidInput, NotFound, StaleVersion
from factcheck.core.text import Segment
from tests.factories import ArticleVersionFactory, ClaimFactory, FactCheckerFactory, UserFactory

pytestmark = pytest.mark.django_db


def create(**given: Any) -> Claim:
    return claim_create(
        **{
            "version": given.pop("version", None) or ArticleVersionFactory(),
            "segments": [Segment(11, 36)],
            "kind": "reported",
            "actor": FactCheckerFactory(),
            **given,
        }
    )


def edit(claim: Claim, **given: Any) -> Claim:
    return claim_edit(
        **{"claim_id": claim.id, "actor": FactCheckerFactory(), "expected_version": claim.version, **given}
    )


def test_a_person_makes_a_claim_of_chosen_words() -> None:
    claim = create(quotes=["that the bridge is closed"])
    assert (claim.text, claim.finding, claim.run) == ("that the bridge is closed", "pending", None)
    assert claim.touched_at is not None
    assert claim.anchors.get().method == "manual"
    assert claim.attribution.mention is None


def test_a_claim_in_the_articles_own_voice_has_no_finding_to_make() -> None:
    assert create(kind="own_voice").finding == "not_applicable"


def test_the_same_words_do_not_make_a_second_claim() -> None:
    first = create()
    with pytest.raises(Conflict, match=first.public_id):
        create(version=first.article_version)


def test_only_fact_checkers_make_and_edit_claims() -> None:
    with pytest.raises(Forbidden):
        create(actor=UserFactory())
    with pytest.raises(Forbidden):
        edit(ClaimFactory(), actor=UserFactory(), text="x")


@pytest.mark.parametrize(
    "given", [{"kind": "rumour"}, {"segments": []}, {"segments": [Segment(0, 999)]}, {"quotes": ["other words"]}]
)
def test_a_claim_on_words_that_do_not_stand_there_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        create(**given)
    assert not Claim.objects.exists()


def test_an_edit_moves_the_claim_and_its_text_follows() -> None:
    claim = ClaimFactory()
    edited = edit(claim, segments=[Segment(16, 36)])
    assert (edited.text, edited.start, edited.version) == ("the bridge is closed", 16, claim.version + 1)
    assert edited.touched_at is not None
    assert edited.anchors.get(is_current=True).quote == "the bridge is closed"


def test_a_wording_by_hand_stays_when_the_claim_moves() -> None:
    claim = edit(ClaimFactory(), text="The bridge is closed.")
    assert edit(claim, segments=[Segment(16, 36)]).text == "The bridge is closed."


def test_an_edit_that_saw_an_older_version_is_refused() -> None:
    claim = ClaimFactory()
    edit(claim, text="New words.")
    with pytest.raises(StaleVersion):
        edit(claim, expected_version=claim.version, text="Others.")


@pytest.mark.parametrize("state", ["proposed", "published", "retracted"])
def test_what_is_decided_is_not_edited(state: str) -> None:
    claim = ClaimFactory()
    Claim.objects.filter(id=claim.id).update(state=state, revision=1)
    with pytest.raises(Conflict, match="review"):
        edit(claim, text="Others.")


def test_a_claim_that_another_person_works_on_is_not_edited() -> None:
    claim = ClaimFactory()
    Claim.objects.filter(id=claim.id).update(
        locked_by=FactCheckerFactory(), locked_until=clock.now() + timedelta(minutes=5)
    )
    with pytest.raises(Conflict) as caught:
        edit(claim, text="Others.")
    assert caught.value.code == "locked"


def test_quoted_and_reported_can_be_exchanged_and_own_voice_cannot() -> None:
    claim = edit(ClaimFactory(), kind="quoted")
    assert claim.kind == "quoted"
    with pytest.raises(InvalidInput, match="own voice"):
        edit(claim, kind="own_voice")


def test_an_edit_to_no_words_or_to_the_words_of_another_claim_is_refused() -> None:
    claim = ClaimFactory()
    with pytest.raises(InvalidInput):
        edit(claim, text=" ")
    create(version=claim.article_version, segments=[Segment(0, 5)])
    other = create(version=claim.article_version, segments=[Segment(6, 10)])
    with pytest.raises(Conflict):
        edit(other, segments=[Segment(0, 5)])
    with pytest.raises(NotFound):
        claim_edit(claim_id=0, actor=FactCheckerFactory(), expected_version=1, text="x")
    with pytest.raises(InvalidInput):
        edit(claim, version=ArticleVersionFactory(), segments=[Segment(0, 5)])


def test_an_edit_that_changes_nothing_is_no_edit() -> None:
    claim = ClaimFactory()
    assert edit(claim, kind=claim.kind).version == claim.version
