"""Search results in the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from factcheck.search.models import Kind


class HighlightPart(serializers.Serializer[Any]):
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class SearchHitPart(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=Kind.choices)
    id = serializers.CharField()
    score = serializers.FloatField(allow_null=True, help_text="null when not sorted by relevance")
    highlights = serializers.DictField(
        child=HighlightPart(many=True), help_text="field → where the words of the query stand in it, in code points"
    )
    resource = serializers.DictField(help_text="what was found; a claim as /claims/{id}/ shows it")

    class Meta:
        ref_name = "SearchHit"


class FacetCountPart(serializers.Serializer[Any]):
    value = serializers.CharField()
    count = serializers.IntegerField()


class SearchPagePart(serializers.Serializer[Any]):
    results = SearchHitPart(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True, help_text="always null: a search is read forwards")
    total = serializers.IntegerField()
    total_is_lower_bound = serializers.BooleanField()
    facets = serializers.DictField(child=FacetCountPart(many=True))
    notes = serializers.ListField(child=serializers.CharField(), help_text="what was understood otherwise than written")

    class Meta:
        ref_name = "SearchPage"


class SuggestionPart(serializers.Serializer[Any]):
    id = serializers.CharField()
    text = serializers.CharField()
    resource = serializers.DictField()

    class Meta:
        ref_name = "Suggestion"


class SuggestionList(serializers.Serializer[Any]):
    results = SuggestionPart(many=True)
