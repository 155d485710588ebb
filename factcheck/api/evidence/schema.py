"""Evidence in the OpenAPI document, and the bodies that make it."""

from typing import Any

from rest_framework import serializers

from factcheck.api.claims.schema import PersonReference, SourceReference
from factcheck.api.serializers import StrictSerializer
from factcheck.review.models import Evidence, EvidenceSnapshot


class SnapshotPart(serializers.Serializer[Any]):
    id = serializers.CharField()
    method = serializers.ChoiceField(choices=EvidenceSnapshot.Method.choices)
    url = serializers.CharField(allow_null=True)
    status = serializers.IntegerField(allow_null=True)
    mime = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes")
    sha256 = serializers.CharField()
    fetched_at = serializers.DateTimeField()

    class Meta:
        ref_name = "Snapshot"


class EvidencePart(serializers.Serializer[Any]):
    """Something that speaks for or against a claim. On a hop it is about the finding, else about the verdict."""

    id = serializers.CharField()
    url = serializers.URLField(help_text="of this resource")
    claim = serializers.CharField()
    hop = serializers.CharField(allow_null=True)
    source = SourceReference(allow_null=True)  # type: ignore[assignment]
    document_url = serializers.CharField(allow_null=True)
    archived_url = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    stance = serializers.ChoiceField(choices=Evidence.Stance.choices)
    primary = serializers.BooleanField()
    quote = serializers.CharField(allow_null=True)
    quote_state = serializers.ChoiceField(choices=Evidence.QuoteState.choices)
    quote_selectors = serializers.ListField(child=serializers.DictField())
    language = serializers.CharField(allow_null=True)
    translation = serializers.CharField(allow_null=True)
    translator = serializers.CharField(allow_null=True)
    media_fragment = serializers.CharField(allow_null=True)
    transcript = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_null=True, help_text="for the staff only")
    fetch_state = serializers.ChoiceField(choices=Evidence.FetchState.choices)
    fetch_error = serializers.CharField(allow_null=True)
    snapshots = SnapshotPart(many=True)
    added_by = PersonReference(allow_null=True, help_text="for the staff only")
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    class Meta:
        ref_name = "Evidence"


class EvidenceBody(StrictSerializer):
    claim = serializers.CharField(max_length=30, help_text="a claim's id")
    url = serializers.CharField(max_length=2000, help_text="fetched into a snapshot; files go in by the admin site")
    stance = serializers.ChoiceField(choices=Evidence.Stance.choices)
    hop = serializers.CharField(max_length=30, required=False, allow_null=True, default=None)
    source = serializers.CharField(  # type: ignore[assignment]
        max_length=30, required=False, allow_null=True, default=None
    )
    primary = serializers.BooleanField(required=False, default=False)
    title = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    archived_url = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    quote = serializers.CharField(max_length=100_000, required=False, allow_blank=True, default="")
    language = serializers.CharField(max_length=16, required=False, allow_blank=True, default="")
    translation = serializers.CharField(max_length=100_000, required=False, allow_blank=True, default="")
    translator = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    media_fragment = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    transcript = serializers.CharField(max_length=1_000_000, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")

    class Meta:
        ref_name = "NewEvidence"


class WithdrawalBody(StrictSerializer):
    reason = serializers.CharField(max_length=20_000)

    class Meta:
        ref_name = "EvidenceWithdrawal"


class WithdrawalPart(serializers.Serializer[Any]):
    evidence = EvidencePart()
    claims = serializers.ListField(
        child=serializers.CharField(), help_text="ids of the claims that rested on it and need review again"
    )

    class Meta:
        ref_name = "EvidenceWithdrawn"
