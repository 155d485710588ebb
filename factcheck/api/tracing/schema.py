"""The trace of a claim in the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from factcheck.api.claims.schema import TRACEABILITY_LEVELS

NODE_TYPES = ("claim", "hop", "source", "document")
RELATIONS = ("wasQuotedFrom", "hadPrimarySource", "wasAttributedTo")


class TraceNodePart(serializers.Serializer[Any]):
    """Besides these, what its type has: of a hop role, medium and finding, of a source kind and country …"""

    id = serializers.CharField()
    type = serializers.ChoiceField(choices=NODE_TYPES)
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]


class TraceEdgePart(serializers.Serializer[Any]):
    to = serializers.CharField()
    relation = serializers.ChoiceField(choices=RELATIONS, help_text="a term of PROV-O")

    def get_fields(self) -> dict[str, Any]:
        # "from" is a word of the language and cannot be an attribute.
        return {"from": serializers.CharField(), **super().get_fields()}


class OriginPart(serializers.Serializer[Any]):
    names = serializers.ListField(child=serializers.CharField())
    anonymous = serializers.BooleanField()
    circle = serializers.BooleanField(help_text="these only cite each other")
    claims = serializers.IntegerField(help_text="how many of the claims lead back to it")


class ClusterPart(serializers.Serializer[Any]):
    id = serializers.CharField(allow_null=True)
    claims = serializers.ListField(child=serializers.CharField(), help_text="ids, the earliest first")
    outlets = serializers.IntegerField()
    independent_origins = serializers.IntegerField()
    origins = OriginPart(many=True)
    circular = serializers.BooleanField(help_text="several outlets, one origin")
    explanation = serializers.ListField(child=serializers.CharField())


class TraceabilityPart(serializers.Serializer[Any]):
    level = serializers.ChoiceField(choices=TRACEABILITY_LEVELS)
    reasons = serializers.ListField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField(), help_text="what the next level up would need")


class TracePart(serializers.Serializer[Any]):
    claim = serializers.CharField()
    nodes = TraceNodePart(many=True)
    edges = TraceEdgePart(many=True)
    cluster = ClusterPart()
    traceability = TraceabilityPart()

    class Meta:
        ref_name = "Trace"
