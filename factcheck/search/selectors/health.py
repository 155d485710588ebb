"""How true the index is, for metrics and the dashboard."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min

from factcheck.search.models import IndexJob, Kind, Reconciliation


@dataclass(frozen=True)
class IndexHealth:
    """Of one kind: jobs waiting and since when the oldest does, jobs refused, and the drift at the last comparison."""

    kind: str
    waiting: int
    oldest: datetime | None
    refused: int
    drift: int | None
    reconciled_at: datetime | None


def index_health() -> list[IndexHealth]:
    """Return the health of each kind; drift is None before the first comparison."""
    waiting = {
        row["kind"]: row for row in IndexJob.objects.values("kind").annotate(jobs=Count("id"), oldest=Min("created_at"))
    }
    refused = dict(IndexJob.objects.exclude(error="").values_list("kind").annotate(Count("id")))
    found = []
    for kind in Kind.values:
        jobs: dict[str, Any] = waiting.get(kind, {})  # type: ignore[assignment]
        last = Reconciliation.objects.filter(kind=kind).order_by("-finished_at").first()
        found.append(
            IndexHealth(
                kind=kind,
                waiting=jobs.get("jobs", 0),
                oldest=jobs.get("oldest"),
                refused=refused.get(kind, 0),
                drift=last.drift if last else None,
                reconciled_at=last.finished_at if last else None,
            )
        )
    return found
