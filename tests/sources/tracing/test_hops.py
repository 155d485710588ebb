import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.claims.models import Claim
from factcheck.core.errors import Conflict, Forbidden, InvalidInput, StaleVersion
from sources.tracing.fragments import is_media_fragment, seconds
from sources.tracing.models import Hop
from sources.tracing.services import hop_add, hop_remove, hop_update
from tests.factories import ClaimFactory, FactCheckerFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db


def roles(claim: Claim) -> list[tuple[int, str]]:
    return list(Hop.objects.filter(attribution__claim=claim).order_by("position").values_list("position", "role"))


def chain() -> Claim:
    return ClaimFactory(attribution__source=SourceFactory(), attribution__publisher=SourceFactory())


def test_a_hop_goes_before_the_publisher_and_positions_stay_contiguous() -> None:
    claim, person = chain(), FactCheckerFactory()
    hop_add(claim=claim, role="channel", actor=person, source=SourceFactory(), medium="broadcast", programme="Today")
    hop_add(claim=claim, role="relay", actor=person, source=SourceFactory())
    assert roles(claim) == [(0, "originator"), (1, "channel"), (2, "relay"), (3, "publisher")]
    hop_remove(hop=Hop.objects.get(attribution__claim=claim, position=1), actor=person)
    assert roles(claim) == [(0, "originator"), (1, "relay"), (2, "publisher")]


def test_an_originator_found_later_comes_first() -> None:
    claim = ClaimFactory(attribution__publisher=SourceFactory())
    hop_add(claim=claim, role="originator", actor=FactCheckerFactory(), source=SourceFactory())
    assert roles(claim) == [(0, "originator"), (1, "publisher")]


def test_a_chain_has_one_originator_and_never_comes_back_to_a_source() -> None:
    claim, person = chain(), FactCheckerFactory()
    with pytest.raises(Conflict):
        hop_add(claim=claim, role="originator", actor=person, source=SourceFactory())
    originator = Hop.objects.get(attribution__claim=claim, role="originator")
    with pytest.raises(Conflict) as caught:
        hop_add(claim=claim, role="relay", actor=person, source=originator.source)
    assert caught.value.code == "cycle"
    publisher = Hop.objects.get(attribution__claim=claim, role="publisher")
    with pytest.raises(Conflict):
        hop_update(hop=publisher, actor=person, source=originator.source)
    assert roles(claim) == [(0, "originator"), (1, "publisher")]


def test_a_change_touches_the_claim_and_needs_its_present_version() -> None:
    claim, person = chain(), FactCheckerFactory()
    hop = Hop.objects.get(attribution__claim=claim, role="originator")
    hop_update(hop=hop, actor=person, said_where="Oslo", media_fragment="t=10,25.5", expected_version=claim.version)
    claim.refresh_from_db()
    assert claim.touched_at is not None
    with pytest.raises(StaleVersion):
        hop_update(hop=hop, actor=person, said_where="Bergen", expected_version=claim.version - 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("medium", "smoke"), ("media_fragment", "from 1 to 2"), ("finding", "denied"), ("programme", "x" * 301)],
)
def test_a_field_that_cannot_be_used_is_named(field: str, value: str) -> None:
    hop = Hop.objects.get(attribution__claim=chain(), role="originator")
    with pytest.raises(InvalidInput) as caught:
        hop_update(hop=hop, actor=FactCheckerFactory(), **{field: value})
    assert [error.pointer for error in caught.value.errors] == [f"/{field}"]


def test_strangers_and_published_claims_are_refused() -> None:
    claim = chain()
    hop = Hop.objects.get(attribution__claim=claim, role="originator")
    with pytest.raises(Forbidden):
        hop_update(hop=hop, actor=UserFactory(), said_where="Oslo")
    Claim.objects.filter(id=claim.id).update(state="published", revision=1)
    hop = Hop.objects.get(id=hop.id)
    with pytest.raises(Conflict):
        hop_update(hop=hop, actor=FactCheckerFactory(), said_where="Oslo")


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("t=10,25.5", True),
        ("t=npt:10", True),
        ("t=,20", True),
        ("t=0:02:10,0:02:30", True),
        ("t=25,10", False),
        ("t=", False),
        ("10,20", False),
    ],
)
def test_a_media_fragment_is_a_stretch_of_time(value: str, good: bool) -> None:
    assert is_media_fragment(value) == good


@given(st.integers(0, 9999), st.integers(1, 9999))
def test_seconds_and_clock_values_say_the_same(start: int, length: int) -> None:
    clock = f"{start // 3600}:{start // 60 % 60:02}:{start % 60:02}"
    assert seconds(clock) == start
    assert is_media_fragment(f"t={clock},{start + length}")
