from datetime import UTC, datetime

import pytest

from factcheck.claims.models import Claim
from factcheck.core.errors import InvalidInput
from sources.registry.models import Source
from sources.registry.services import source_create
from sources.tracing.models import Hop
from sources.tracing.selectors import source_claim_counts, source_timeline
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def said_in(month: int, source: Source, finding: str = "pending") -> Claim:
    claim = ClaimFactory(attribution__source=source)
    Hop.objects.filter(attribution__claim=claim).update(
        said_at=datetime(2026, month, 3, tzinfo=UTC), said_at_precision="day", finding=finding
    )
    return claim


def test_claims_are_counted_by_verdict_and_finding_over_time_those_of_its_spokesperson_too() -> None:
    office = source_create(kind="government_body", name="Office")
    voice = source_create(kind="spokesperson", name="Office spokesperson", parents=[office])
    said_in(3, office)
    said_in(3, voice, "denied")
    said_in(5, voice)
    assert source_claim_counts(office)["claims"] == 3
    assert source_claim_counts(office)["by_finding"] == {"pending": 2, "denied": 1}
    assert source_claim_counts(office, descendants=False)["claims"] == 1
    assert [(row["start"], row["claims"], row["by_finding"]) for row in source_timeline(office)] == [
        ("2026-03-01", 2, {"pending": 1, "denied": 1}),
        ("2026-05-01", 1, {"pending": 1}),
    ]
    since = datetime(2026, 4, 1, tzinfo=UTC)
    assert [row["start"] for row in source_timeline(office, step="year", since=since)] == ["2026-01-01"]


def test_an_unknown_step_is_named() -> None:
    with pytest.raises(InvalidInput):
        source_timeline(source_create(kind="person", name="A"), step="fortnight")
