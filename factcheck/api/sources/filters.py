import django_filters

from factcheck.api.filters import ChoicesFilter, FlagFilter, span_filters
from sources.registry.models import Source


class SourceFilter(django_filters.FilterSet):
    kind = ChoicesFilter(choices=Source.Kind.choices, label="what it is")
    control = ChoicesFilter(choices=Source.Control.choices, label="who controls it")
    country = django_filters.CharFilter(field_name="country", lookup_expr="iexact", label="ISO 3166-1 alpha-2")
    wikidata_id = django_filters.CharFilter(field_name="wikidata_id", label="such as Q7747")
    provisional = FlagFilter(field_name="provisional", label="not confirmed by a person yet")
    parent = django_filters.CharFilter(field_name="parents__parent__public_id", label="the id of a direct parent")
    merged = FlagFilter(
        field_name="merged_into", lookup_expr="isnull", exclude=True, label="whether it lives on in another source"
    )
    locals().update(span_filters("created_at", "created_at", "when it was stored"))

    class Meta:
        model = Source
        fields: list[str] = []
