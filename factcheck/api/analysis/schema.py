"""What the engine makes of a text, in the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from factcheck.api.claims.schema import ScoresPart, SegmentPart
from factcheck.claims.models import Claim
from sources.registry.models import Source
from sources.tracing.models import Attribution, Hop


class TextPart(serializers.Serializer[Any]):
    segments = SegmentPart(many=True)
    text = serializers.CharField()


class FoundSourcePart(serializers.Serializer[Any]):
    id = serializers.CharField(allow_null=True, help_text="null: not in the registry; ingest would make it provisional")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Source.Kind.choices)


class FoundHopPart(serializers.Serializer[Any]):
    position = serializers.IntegerField()
    role = serializers.ChoiceField(choices=Hop.Role.choices)
    medium = serializers.ChoiceField(choices=Hop.Medium.choices, allow_null=True)
    source = FoundSourcePart(allow_null=True)  # type: ignore[assignment]
    resolved_by = serializers.CharField(allow_null=True)
    confidence = serializers.FloatField(allow_null=True)
    mention = TextPart(allow_null=True)


class FoundAttributionPart(serializers.Serializer[Any]):
    mention = TextPart(allow_null=True)
    cue = TextPart(allow_null=True)
    mode = serializers.ChoiceField(choices=Attribution.Mode.choices)
    polarity = serializers.ChoiceField(choices=Attribution.Polarity.choices)
    confidence = serializers.FloatField()
    chain = FoundHopPart(many=True)


class FoundClaimPart(serializers.Serializer[Any]):
    """A claim as ingest would make it; it has no id, for nothing is stored."""

    text = serializers.CharField()
    kind = serializers.ChoiceField(choices=Claim.Kind.choices)
    uncertain = serializers.BooleanField()
    segments = SegmentPart(many=True)
    attribution = FoundAttributionPart(allow_null=True, help_text="null in the article's own voice")
    scores = ScoresPart()


class AnalysisPart(serializers.Serializer[Any]):
    text = serializers.CharField(help_text="normalised; offsets count in it")
    language = serializers.CharField(allow_null=True)
    model = serializers.CharField()
    claims = FoundClaimPart(many=True)

    class Meta:
        ref_name = "Analysis"
