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
