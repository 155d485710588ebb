from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from factcheck.api.errors import errors_of_parameters
from factcheck.api.filters import ChoicesFilter, FlagFilter, span_filters
from factcheck.api.sources.lookup import source_named
from factcheck.claims.models import Claim
from sources.registry.models import Source
from sources.registry.selectors import source_descendant_ids
from sources.tracing.models import Attribution, Hop
from sources.tracing.selectors import with_traceability
from sources.tracing.selectors.traceability import LEVELS


def _itself(source: Source) -> set[int]:
    return {source.id}


class ClaimFilter(django_filters.FilterSet):
    """``source``, ``source__descendants`` and ``role`` speak of one and the same hop of the chain."""

    state = ChoicesFilter(choices=Claim.State.choices, label="where the review stands")
    finding = ChoicesFilter(choices=Claim.Finding.choices, label="whether the originator said it")
    verdict = ChoicesFilter(choices=Claim.Verdict.choices, label="whether it is so")
    kind = ChoicesFilter(choices=Claim.Kind.choices, label="how the article makes the claim")
    mode = ChoicesFilter(field_name="attribution__mode", choices=Attribution.Mode.choices, label="how it is quoted")
    polarity = ChoicesFilter(
        field_name="attribution__polarity", choices=Attribution.Polarity.choices, label="what the source does"
    )
    traceability = ChoicesFilter(
        choices=[(level, level) for level in LEVELS], method="leave", label="how far it can be followed to its origin"
    )
    article = django_filters.CharFilter(field_name="article__public_id", label="an article's id")
    publisher = django_filters.CharFilter(field_name="article__publisher__public_id", label="a source's id")
    language = django_filters.CharFilter(field_name="language", label="ISO 639-1 code")
    uncertain = FlagFilter(field_name="uncertain", label="below the engine's cut for certainty")
    source = django_filters.CharFilter(method="leave", label="the id of a source somewhere in the chain")
    source__descendants = django_filters.CharFilter(
        method="leave", label="the same, or anybody who speaks for or belongs to it"
    )
    role = ChoicesFilter(choices=Hop.Role.choices, method="leave", label="the role of that source in the chain")
    checkworthy__gte = django_filters.NumberFilter(
        field_name="checkworthy", lookup_expr="gte", min_value=0, max_value=1, label="check-worthiness, at least"
    )
    locals().update(span_filters("published_at", "article__published_at", "when the article was published"))
    locals().update(span_filters("created_at", "created_at", "when the claim was found"))
    locals().update(span_filters("updated_at", "updated_at", "when the claim changed last"))

    class Meta:
        model = Claim
        fields: list[str] = []

    def leave(self, queryset: QuerySet[Claim], name: str, value: Any) -> QuerySet[Claim]:
        """Leave the rows alone: ``filter_queryset`` reads these parameters together."""
        return queryset

    def filter_queryset(self, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        queryset = super().filter_queryset(queryset)
        if levels := self.form.cleaned_data["traceability"]:
            queryset = with_traceability(queryset).filter(**{"traceability__in": levels})
        hop = Q()
        for name, selected in (("source", _itself), ("source__descendants", source_descendant_ids)):
            if public_id := self.form.cleaned_data[name]:
                with errors_of_parameters():
                    hop &= Q(source_id__in=selected(source_named(public_id, pointer=f"/{name}")))
        if roles := self.form.cleaned_data["role"]:
            hop &= Q(role__in=roles)
        if hop:
            # A subquery rather than a join: a claim with two such hops is still one claim.
            queryset = queryset.filter(Exists(Hop.objects.filter(hop, attribution__claim=OuterRef("pk"))))
        return queryset
