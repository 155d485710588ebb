"""What is sent to make a source."""

from rest_framework import serializers

from factcheck.api.serializers import StrictSerializer
from sources.registry.models import Source, SourceName

_ADDED_TYPES = [choice for choice in SourceName.Type.choices if choice[0] != SourceName.Type.PRIMARY]


class SourceNameBody(StrictSerializer):
    text = serializers.CharField(max_length=300)
    language = serializers.CharField(max_length=16, required=False, allow_blank=True, default="", help_text="BCP 47")
    type = serializers.ChoiceField(choices=_ADDED_TYPES, required=False, default=SourceName.Type.ALIAS)

    class Meta:
        ref_name = "NewSourceName"


class SourceBody(StrictSerializer):
    kind = serializers.ChoiceField(choices=Source.Kind.choices)
    name = serializers.CharField(max_length=300)
    language = serializers.CharField(max_length=16, required=False, allow_blank=True, help_text="of the name, BCP 47")
    names = SourceNameBody(many=True, required=False, max_length=100)  # type: ignore[call-arg]
    parents = serializers.ListField(
        child=serializers.CharField(max_length=30), required=False, max_length=20, help_text="ids of sources"
    )
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    country = serializers.CharField(required=False, allow_blank=True, max_length=2, help_text="ISO 3166-1 alpha-2")
    control = serializers.ChoiceField(choices=Source.Control.choices, required=False, allow_blank=True)
    wikidata_id = serializers.CharField(required=False, allow_null=True, max_length=16)
    homepage = serializers.URLField(required=False, allow_blank=True, max_length=500)
    valid_from = serializers.DateField(required=False, allow_null=True)
    valid_to = serializers.DateField(required=False, allow_null=True)

    class Meta:
        ref_name = "NewSource"
