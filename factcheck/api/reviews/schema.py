"""Assessments and decisions in the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from factcheck.api.claims.schema import PersonReference
from factcheck.api.serializers import StrictSerializer
from factcheck.claims.models import Claim


class AssessmentPart(serializers.Serializer[Any]):
    """One reviewer's own finding and verdict; those of several stand side by side."""

    id = serializers.CharField()
    reviewer = PersonReference(allow_null=True)
    finding = serializers.ChoiceField(choices=Claim.Finding.choices)
    verdict = serializers.ChoiceField(choices=Claim.Verdict.choices, allow_null=True)
    rationale = serializers.CharField()
    created_at = serializers.DateTimeField()

    class Meta:
        ref_name = "Assessment"


class AssessmentBody(StrictSerializer):
    finding = serializers.ChoiceField(choices=Claim.Finding.choices)
    verdict = serializers.ChoiceField(choices=Claim.Verdict.choices, allow_null=True, required=False, default=None)
    rationale = serializers.CharField(max_length=100_000)

    class Meta:
        ref_name = "NewAssessment"


class DecisionPart(serializers.Serializer[Any]):
    """One entry of the append-only log."""

    id = serializers.CharField()
    sequence = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True, help_text="null: the system")
    role = serializers.CharField(allow_null=True)
    action = serializers.CharField()
    from_state = serializers.CharField(allow_null=True)
    to_state = serializers.CharField(allow_null=True)
    finding = serializers.CharField(allow_null=True)
    verdict = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_null=True)
    public_note = serializers.CharField(allow_null=True)
    claim_version = serializers.IntegerField(allow_null=True)
    article_version = serializers.IntegerField(allow_null=True)
    revision = serializers.IntegerField(allow_null=True)
    four_eyes = serializers.BooleanField(help_text="whether a second person had to publish then")
    evidence = serializers.ListField(child=serializers.DictField())
    hash = serializers.CharField()
    previous_hash = serializers.CharField(allow_null=True)

    class Meta:
        ref_name = "Decision"
