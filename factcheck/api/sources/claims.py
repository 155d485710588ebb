"""What a source is said to have said: its claims by verdict and finding, as a whole and over time."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDay, TruncMonth, TruncYear

from factcheck.claims.models import Claim
from factcheck.partners.models import Partner
from factcheck.partners.visibility import claims_visible
from sources.tracing.models import Hop

INTERVALS = {"day": TruncDay, "month": TruncMonth, "year": TruncYear}
NO_VERDICT = "none"

Json = dict[str, Any]


def claims_of_sources(source_ids: Collection[int], partner: Partner | None, *, role: str = "") -> QuerySet[Claim]:
    """Return the claims in whose chain one of the sources stands (in the role, where given), without discarded.

    ``partner`` None is the staff.
    """
    hops = Hop.objects.filter(Q(role=role) if role else Q(), attribution__claim=OuterRef("pk"), source__in=source_ids)
    return claims_visible(Claim.objects.order_by(), partner).exclude(state=Claim.State.DISCARDED).filter(Exists(hops))


def claim_counts(source_ids: Collection[int], partner: Partner | None) -> Json:
    """Return how many claims the sources stand in, by role; and of those that they originated, by verdict and finding.

    Two queries.
    """
    by_role = (
        Hop.objects.filter(source__in=source_ids)
        .filter(attribution__claim__in=claims_of_sources(source_ids, partner))
        .order_by()
        .values_list("role")
        .annotate(Count("attribution", distinct=True))
    )
    return {
        "by_role": dict(by_role),
        **_tally(claims_of_sources(source_ids, partner, role=Hop.Role.ORIGINATOR)),
    }


def claims_timeline(source_ids: Collection[int], partner: Partner | None, *, interval: str, role: str) -> list[Json]:
    """Return the periods (UTC) in which articles brought claims of the sources, each with its counts, in their order.

    A claim counts when its article was published; when that is unknown, when the claim was found. One query.
    """
    truncate = INTERVALS[interval]
    rows = (
        claims_of_sources(source_ids, partner, role=role)
        .annotate(period=truncate(Coalesce("article__published_at", "created_at"), tzinfo=UTC))
        .values_list("period", "verdict", "finding")
        .annotate(count=Count("id"))
        .order_by("period")
    )
    periods: dict[datetime, list[tuple[str | None, str, int]]] = {}
    for period, verdict, finding, count in rows:
        periods.setdefault(period, []).append((verdict, finding, count))
    return [{"period": period.date().isoformat(), **_sums(counted)} for period, counted in periods.items()]


def _tally(claims: QuerySet[Claim]) -> Json:
    return _sums(list(claims.values_list("verdict", "finding").annotate(Count("id"))))


def _sums(counted: list[tuple[str | None, str, int]]) -> Json:
    by_verdict: dict[str, int] = {}
    by_finding: dict[str, int] = {}
    for verdict, finding, count in counted:
        by_verdict[verdict or NO_VERDICT] = by_verdict.get(verdict or NO_VERDICT, 0) + count
        by_finding[finding] = by_finding.get(finding, 0) + count
    return {"total": sum(by_verdict.values()), "by_verdict": by_verdict, "by_finding": by_finding}
