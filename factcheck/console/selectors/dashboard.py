"""The figures of the dashboard."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.console.selectors.queue import OPEN_STATES
from factcheck.core import clock
from factcheck.core.models import Job
from factcheck.review.models import Decision, Notification, Proposal
from factcheck.search.models import IndexJob
from sources.registry.models import Mention, Source

DAYS = 21
AGES = ((1, _("today")), (3, _("1–3 days")), (7, _("3–7 days")), (None, _("older")))
PUBLISHING = ("publish", "correct", "retract")
"""Actions of the log that change what the public reads; the rest is work on the way there."""


@dataclass(frozen=True)
class StateSize:
    """How many claims are in a state, by how long they have been here; ``width`` is in percent of the longest bar."""

    state: str
    label: str
    total: int
    ages: list[dict[str, Any]]
    width: float


@dataclass(frozen=True)
class Day:
    """Decisions of one day, with the heights of its two bars in percent of the chart."""

    day: date
    published: int
    other: int
    published_height: float
    other_height: float
    x: int


def queue_sizes() -> list[StateSize]:
    """Return the open states with their claims by age."""
    now = clock.now()
    edges = {f"a{i}": _between(now, i) for i in range(len(AGES))}
    found: dict[str, dict[str, Any]] = {
        row["state"]: dict(row)
        for row in Claim.objects.filter(state__in=OPEN_STATES)
        .order_by()
        .values("state")
        .annotate(total=Count("pk"), **{name: Count("pk", filter=edge) for name, edge in edges.items()})
    }
    longest = max((row["total"] for row in found.values()), default=0) or 1
    sizes = []
    for state in OPEN_STATES:
        row: dict[str, Any] = found.get(state, {})
        total = row.get("total", 0)
        ages = [
            {"label": label, "count": row.get(f"a{i}", 0), "share": 100 * row.get(f"a{i}", 0) / (total or 1)}
            for i, (_days, label) in enumerate(AGES)
        ]
        sizes.append(StateSize(state.value, str(state.label), total, ages, 100 * total / longest))
    return sizes


def _between(now: Any, index: int) -> Q:
    younger, older = Q(), Q()
    days, before = AGES[index][0], AGES[index - 1][0] if index else None
    if days is not None:
        younger = Q(created_at__gte=now - timedelta(days=days))
    if before is not None:
        older = Q(created_at__lt=now - timedelta(days=before))
    return younger & older


def decisions_per_day(days: int = DAYS) -> list[Day]:
    """Return the last days, oldest first, with how many decisions each had."""
    today = clock.now().date()
    first = today - timedelta(days=days - 1)
    counts: dict[date, Counter[bool]] = defaultdict(Counter)
    rows = (
        Decision.objects.filter(at__date__gte=first)
        .annotate(day=TruncDate("at"))
        .order_by()
        .values("day", "action")
        .annotate(n=Count("pk"))
    )
    for row in rows:
        counts[row["day"]][row["action"] in PUBLISHING] += row["n"]
    tallest = max((sum(count.values()) for count in counts.values()), default=0) or 1
    result = []
    for i in range(days):
        day = first + timedelta(days=i)
        published, other = counts[day][True], counts[day][False]
        result.append(Day(day, published, other, 100 * published / tallest, 100 * other / tallest, i))
    return result


def index_lag() -> dict[str, Any]:
    """Return how many rows the search index must catch up with, and since when the oldest waits."""
    return IndexJob.objects.aggregate(
        waiting=Count("pk"), oldest=Min("created_at"), failed=Count("pk", filter=~Q(error=""))
    )


def machine() -> dict[str, Any]:
    """Return what the machine is at: articles on their way, and work that failed."""
    articles = dict(Article.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return {
        "articles": sum(articles.values()),
        "articles_on_the_way": sum(n for state, n in articles.items() if state not in ("ready", "failed")),
        "articles_failed": articles.get("failed", 0),
        "jobs_waiting": Job.objects.filter(state__in=["queued", "running"]).count(),
        "jobs_failed": Job.objects.filter(state="failed").count(),
        "sources_provisional": Source.objects.filter(provisional=True, merged_into=None).count(),
        "mentions_open": Mention.objects.filter(judgement=None, source__isnull=False).count(),
    }


def own_work(user: User) -> dict[str, Any]:
    """Return what waits for this person."""
    mine = (
        Claim.objects.filter(assigned_to=user, state__in=OPEN_STATES).select_related("article").order_by("due_at", "id")
    )
    # What this person proposed waits for another one; what others proposed can be published by an editor.
    own = Proposal.objects.filter(claim=OuterRef("pk"), state=Proposal.State.OPEN, proposed_by=user)
    to_publish = Claim.objects.filter(~Exists(own), state=Claim.State.PROPOSED)
    return {
        "mine": list(mine[:8]),
        "mine_count": mine.count(),
        "to_publish": list(to_publish.select_related("article").order_by("id")[:8]) if user.is_editor else [],
        "notifications": list(
            Notification.objects.filter(recipient=user, read_at=None).select_related("claim", "actor")[:8]
        ),
    }
