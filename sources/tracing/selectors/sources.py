"""A source in its claims: how many, with which verdict and finding, and when."""

from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, F, QuerySet
from django.db.models.functions import Coalesce, TruncDay, TruncMonth, TruncYear

from factcheck.claims.models import Claim
from factcheck.core.errors import InvalidInput
from sources.registry.models import Source
from sources.registry.selectors import source_current, source_descendant_ids
from sources.tracing.models import Hop

Json = dict[str, Any]

_STEPS = {"day": TruncDay, "month": TruncMonth, "year": TruncYear}
_NOT_SHOWN = (Claim.State.DISCARDED,)


def source_hops(
    source: Source, *, role: str = "", descendants: bool = True, among: QuerySet[Claim] | None = None
) -> QuerySet[Hop]:
    """Return the hops at which a source, or one that speaks for it, stands: in a role, in the chains of the claims
    ``among`` a queryset, where these are given."""
    current = source_current(source)
    ids = source_descendant_ids(current) if descendants else {current.id}
    merged = set(Source.objects.filter(merged_into__in=ids).values_list("id", flat=True))
    hops = Hop.objects.filter(source__in=ids | merged).exclude(attribution__claim__state__in=_NOT_SHOWN)
    if role:
        hops = hops.filter(role=role)
    return hops if among is None else hops.filter(attribution__claim__in=among)


def source_role_counts(source: Source, *, descendants: bool = True, among: QuerySet[Claim] | None = None) -> Json:
    """Return in how many chains a source stands, by role: ``{"originator": 5, "relay": 1}``."""
    hops = source_hops(source, descendants=descendants, among=among)
    return dict(hops.order_by().values_list("role").annotate(Count("attribution__claim", distinct=True)))


def source_claim_counts(source: Source, *, descendants: bool = True, among: QuerySet[Claim] | None = None) -> Json:
    """Return how many claims a source is the originator of, in all, by verdict and by finding of its own hop.

    ``{"claims": 12, "by_verdict": {"none": 10, "verified": 2}, "by_finding": {"pending": 9, …}}``
    """
    hops = source_hops(source, role=Hop.Role.ORIGINATOR, descendants=descendants, among=among)
    verdicts = hops.values("attribution__claim__verdict").annotate(n=Count("attribution__claim", distinct=True))
    findings = hops.values("finding").annotate(n=Count("attribution__claim", distinct=True))
    return {
        "claims": hops.values("attribution__claim").distinct().count(),
        "by_verdict": {row["attribution__claim__verdict"] or "none": row["n"] for row in verdicts.order_by()},
        "by_finding": {row["finding"]: row["n"] for row in findings.order_by()},
    }


def source_timeline(
    source: Source,
    *,
    step: str = "month",
    since: datetime | None = None,
    until: datetime | None = None,
    role: str = Hop.Role.ORIGINATOR,
    descendants: bool = True,
    among: QuerySet[Claim] | None = None,
) -> list[Json]:
    """Return the source's claims (in whose chain it has the role) over time, oldest first, by verdict and finding.

    Each row: ``{"start": "2026-03-01", "claims": 4, "by_verdict": {…}, "by_finding": {…}}``; times without a claim have
    no row. A claim's time is when it was said, else when its article was published, else when it came in; ``since`` is
    included, ``until`` is not. Raises InvalidInput for a ``step`` other than day, month or year.
    """
    if step not in _STEPS:
        raise InvalidInput.field("/step", "unknown_value", "A step is day, month or year.")
    at = Coalesce(
        F("said_at"),
        F("attribution__claim__article_version__published_at"),
        F("attribution__claim__article__published_at"),
        F("attribution__claim__article_version__received_at"),
        output_field=DateTimeField(),
    )
    hops = source_hops(source, role=role, descendants=descendants, among=among).annotate(at=at)
    if since is not None:
        hops = hops.filter(at__gte=since)
    if until is not None:
        hops = hops.filter(at__lt=until)
    rows = (
        hops.annotate(start=_STEPS[step]("at"))
        .values("start", "attribution__claim__verdict", "finding")
        .annotate(n=Count("attribution__claim", distinct=True))
        .order_by("start")
    )
    buckets: dict[str, Json] = {}
    for row in rows:
        start = row["start"].date().isoformat()
        bucket = buckets.setdefault(start, {"start": start, "claims": 0, "by_verdict": {}, "by_finding": {}})
        verdict = row["attribution__claim__verdict"] or "none"
        bucket["claims"] += row["n"]
        bucket["by_verdict"][verdict] = bucket["by_verdict"].get(verdict, 0) + row["n"]
        bucket["by_finding"][row["finding"]] = bucket["by_finding"].get(row["finding"], 0) + row["n"]
    return list(buckets.values())
