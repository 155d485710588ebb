import django_filters

from factcheck.api.filters import ChoicesFilter, FlagFilter, span_filters
from factcheck.review.models import Evidence


class EvidenceFilter(django_filters.FilterSet):
    claim = django_filters.CharFilter(field_name="claim__public_id", label="a claim's id")
    hop = django_filters.CharFilter(field_name="hop__public_id", label="a hop's id")
    source = django_filters.CharFilter(field_name="source__public_id", label="the id of the source that published it")
    stance = ChoicesFilter(choices=Evidence.Stance.choices, label="what it does to the claim")
    primary = FlagFilter(field_name="primary", label="the thing itself, not a report of it")
    withdrawn = FlagFilter(
        field_name="withdrawn_at", lookup_expr="isnull", exclude=True, label="whether it was withdrawn"
    )
    fetch_state = ChoicesFilter(choices=Evidence.FetchState.choices, label="where the fetching of its URL stands")
    locals().update(span_filters("created_at", "created_at", "when it was added"))

    class Meta:
        model = Evidence
        fields: list[str] = []
