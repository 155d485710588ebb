"""The queue: claims filtered and ordered, and what comes before and after one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import django_filters
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Case, Count, Exists, F, FloatField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.console.selectors.article_page import claims_for_console
from factcheck.core import clock
from sources.registry.models import Source
from sources.tracing.models import Hop
from sources.tracing.selectors import with_traceability

OPEN_STATES = (Claim.State.UNREVIEWED, Claim.State.IN_REVIEW, Claim.State.PROPOSED, Claim.State.NEEDS_REREVIEW)
"""What waits for somebody."""

TABS = (
    ("open", _("To do"), OPEN_STATES),
    *((state.value, state.label, (state,)) for state in Claim.State),
    ("all", _("All"), tuple(Claim.State)),
)
ORDERS: dict[str, tuple[Any, tuple[str, ...]]] = {
    # Name → (label, order by). Each ends with the row's id, so that the order is total.
    "checkworthy": (_("Most check-worthy first"), ("-worth", "id")),
    "oldest": (_("Oldest first"), ("id",)),
    "newest": (_("Newest first"), ("-id",)),
    "due": (_("Deadline first"), ("due", "id")),
    "article": (_("Article by article"), ("-article_id", "start", "id")),
}
TRACEABILITY = (
    ("primary", _("primary document")),
    ("linked", _("named, with an address")),
    ("named", _("named")),
    ("anonymous", _("anonymous")),
    ("none", _("no stated source")),
    ("provisional", _("source not confirmed")),
)
AGES = (("1", _("up to a day")), ("3", _("up to three days")), ("7", _("up to a week")))
OLD = (("1", _("older than a day")), ("3", _("older than three days")), ("7", _("older than a week")))
WORTH = (("0.8", _("80 % and more")), ("0.6", _("60 % and more")), ("0.4", _("40 % and more")))

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class QueueFilter(django_filters.FilterSet):
    """The filters above the queue; their names are what an address or a saved view holds."""

    q = django_filters.CharFilter(method="filter_words", label=_("Search"))
    kind = django_filters.ChoiceFilter(choices=Claim.Kind.choices, label=_("Kind"), empty_label=_("any kind"))
    publisher = django_filters.ModelChoiceFilter(
        field_name="article__publisher",
        to_field_name="public_id",
        queryset=lambda request: Source.objects.filter(published_articles__isnull=False).distinct().order_by("name"),
        label=_("Publisher"),
        empty_label=_("any publisher"),
    )
    source = django_filters.CharFilter(method="filter_source", label=_("Source"))
    worth = django_filters.ChoiceFilter(
        choices=WORTH, method="filter_worth", label=_("Check-worthiness"), empty_label=_("any")
    )
    traceability = django_filters.ChoiceFilter(
        choices=TRACEABILITY, method="filter_traceability", label=_("Traceability"), empty_label=_("any")
    )
    age = django_filters.ChoiceFilter(
        choices=[*((f"-{days}", label) for days, label in AGES), *OLD],
        method="filter_age",
        label=_("Age"),
        empty_label=_("any age"),
    )
    assigned = django_filters.ChoiceFilter(
        choices=[("me", _("mine")), ("nobody", _("nobody’s")), ("others", _("somebody else’s"))],
        method="filter_assigned",
        label=_("Assigned"),
        empty_label=_("anybody’s"),
    )
    certain = django_filters.ChoiceFilter(
        choices=[("yes", _("sure ones only")), ("no", _("uncertain ones only"))],
        method="filter_certain",
        label=_("Engine"),
        empty_label=_("sure or not"),
    )
    article = django_filters.CharFilter(field_name="article__public_id")

    class Meta:
        model = Claim
        fields: list[str] = []

    def filter_words(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        for word in value.split()[:8]:
            named = Hop.objects.filter(attribution__claim=OuterRef("pk"), source__names__text__icontains=word)
            queryset = queryset.filter(
                Q(text__icontains=word)
                | Q(article__title__icontains=word)
                | Q(attribution__mention__text__icontains=word)
                | Q(public_id=word)
                | Exists(named)
            )
        return queryset

    def filter_source(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        hops = Hop.objects.filter(attribution__claim=OuterRef("pk")).exclude(role=Hop.Role.PUBLISHER)
        named = Q(source__public_id=value) | Q(source__names__text__icontains=value)
        return queryset.filter(Exists(hops.filter(named)))

    def filter_worth(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        return queryset.filter(checkworthy__gte=float(value))

    def filter_traceability(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        if value == "provisional":
            hops = Hop.objects.filter(attribution__claim=OuterRef("pk"), role=Hop.Role.ORIGINATOR)
            return queryset.filter(Exists(hops.filter(source__provisional=True)))
        return with_traceability(queryset).filter(Q(traceability=value))

    def filter_age(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        edge = clock.now() - timedelta(days=abs(int(value)))
        return queryset.filter(created_at__gte=edge) if value.startswith("-") else queryset.filter(created_at__lt=edge)

    def filter_assigned(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        if value == "nobody":
            return queryset.filter(assigned_to=None)
        mine = Q(assigned_to=self.request.user.pk)
        return queryset.filter(mine) if value == "me" else queryset.filter(~mine, assigned_to__isnull=False)

    def filter_certain(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        return queryset.filter(uncertain=value == "no")


@dataclass(frozen=True)
class Queue:
    """A queue as an address describes it. ``claims`` is ordered; ``counts`` gives each tab's size."""

    claims: QuerySet[Claim]
    filters: QueueFilter
    tab: str
    order: str
    tabs: list[dict[str, Any]]
    active: list[str]


def queue(parameters: QueryDict, *, request: Any, with_counts: bool = True) -> Queue:
    """Return the queue for an address's parameters; unknown tabs, orders and values fall back to none."""
    filters = QueueFilter(parameters, queryset=Claim.objects.all(), request=request)
    everything = filters.qs if filters.is_valid() else Claim.objects.all()
    states = {name: states for name, _label, states in TABS}
    tab = parameters.get("tab", "open")
    tab = tab if tab in states else "open"
    order = parameters.get("order", "checkworthy")
    order = order if order in ORDERS else "checkworthy"
    claims = _keyed(everything.filter(state__in=states[tab])).order_by(*ORDERS[order][1])
    sizes = dict(everything.order_by().values_list("state").annotate(n=Count("pk"))) if with_counts else {}
    tabs = [
        {"name": name, "label": label, "count": sum(sizes.get(s, 0) for s in of), "current": name == tab}
        for name, label, of in TABS
    ]
    active = [name for name in filters.form.fields if parameters.get(name)] if filters.form else []
    return Queue(claims=claims, filters=filters, tab=tab, order=order, tabs=tabs, active=active)


def _keyed(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Add what the orders sort by, without nulls."""
    return claims.annotate(
        worth=Coalesce(F("checkworthy"), Value(0.0), output_field=FloatField()),
        due=Case(When(due_at=None, then=Value(_NEVER)), default=F("due_at")),
    )


def page_claims(claims: QuerySet[Claim], ids: list[int]) -> list[Claim]:
    """Return these claims, in this order, with what a row of the queue shows."""
    found = claims_for_console().defer("article_version__text").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def neighbours(current: Queue, claim: Claim) -> tuple[Claim | None, Claim | None]:
    """Return the claims before and after this one in the queue.

    By the order's keys, not by position: a claim that has left the queue since (because it was just worked on) still
    has its place there.
    """
    keys = [(key.lstrip("-"), key.startswith("-")) for key in ORDERS[current.order][1]]
    here = _keyed(Claim.objects.filter(pk=claim.pk)).values(*[name for name, _descending in keys]).first()
    if here is None:
        return None, None
    after = current.claims.filter(_beyond(keys, here, lambda descending: "lt" if descending else "gt"))
    before = current.claims.filter(_beyond(keys, here, lambda descending: "gt" if descending else "lt")).reverse()
    return before.only("public_id").first(), after.only("public_id").first()


def _beyond(keys: list[tuple[str, bool]], here: dict[str, Any], comparison: Callable[[bool], str]) -> Q:
    """The condition of a row standing beyond ``here``, key by key (a keyset)."""
    result, equal = Q(pk__in=[]), Q()
    for name, descending in keys:
        result |= equal & Q(**{f"{name}__{comparison(descending)}": here[name]})
        equal &= Q(**{name: here[name]})
    return result


def assignees(user: User) -> QuerySet[User]:
    """Return the people whom this person may give a claim to: editors anybody, others themselves."""
    people = User.objects.filter(is_active=True, is_staff=True).exclude(role=User.Role.NONE).order_by("username")
    return people if user.is_editor else people.filter(pk=user.pk)


def waiting_count(user: AbstractBaseUser) -> int:
    """Return how many claims nobody has looked at or that wait for re-review."""
    return Claim.objects.filter(state__in=[Claim.State.UNREVIEWED, Claim.State.NEEDS_REREVIEW]).count()
