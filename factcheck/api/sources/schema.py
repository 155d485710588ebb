"""The source in the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from factcheck.api.claims.schema import SourceReference
from sources.registry.models import Source, SourceName


class SourceNamePart(serializers.Serializer[Any]):
    text = serializers.CharField()
    language = serializers.CharField(allow_null=True, help_text="BCP 47")
    script = serializers.CharField(allow_null=True, help_text="ISO 15924")
    type = serializers.ChoiceField(choices=SourceName.Type.choices)


class SourceParentPart(SourceReference):
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)


class MergedIntoPart(SourceReference):
    url = serializers.URLField()


class SourcePart(serializers.Serializer[Any]):
    """Somebody or something that says things. Described, never scored."""

    id = serializers.CharField()
    url = serializers.URLField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Source.Kind.choices)
    provisional = serializers.BooleanField(help_text="found by ingest and not confirmed by a person yet")
    description = serializers.CharField(allow_null=True)
    country = serializers.CharField(allow_null=True, help_text="ISO 3166-1 alpha-2")
    control = serializers.ChoiceField(choices=Source.Control.choices, allow_null=True)
    wikidata_id = serializers.CharField(allow_null=True)
    homepage = serializers.CharField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    names = SourceNamePart(many=True)
    parents = SourceParentPart(many=True)
    merged_into = MergedIntoPart(allow_null=True, help_text="where a source that was merged lives on")
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(help_text="counts edits")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    class Meta:
        ref_name = "Source"


class SourceMatchPart(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="the name of the source that matched")
    score = serializers.FloatField(help_text="0 to 1; near ones are for a person to choose from")


class ListedSourcePart(SourcePart):
    match = SourceMatchPart(required=False, help_text="only in a lookup by name")

    class Meta:
        ref_name = "ListedSource"


class CountsPart(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    by_verdict = serializers.DictField(child=serializers.IntegerField(), help_text="`none`: without a verdict")
    by_finding = serializers.DictField(child=serializers.IntegerField())


class SourceClaimsPart(CountsPart):
    by_role = serializers.DictField(child=serializers.IntegerField(), help_text="claims whose chain it stands in")


class SourceDetailPart(SourcePart):
    claims = SourceClaimsPart(help_text="total, verdicts and findings are of the claims that it originated")

    class Meta:
        ref_name = "SourceDetail"


class PeriodPart(CountsPart):
    period = serializers.DateField(help_text="its first day")


class TimelinePart(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]
    interval = serializers.ChoiceField(choices=["day", "month", "year"])
    results = PeriodPart(many=True)

    class Meta:
        ref_name = "SourceTimeline"
