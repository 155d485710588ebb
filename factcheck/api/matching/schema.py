"""Stored suggestions in the OpenAPI document, and a person's word on one."""

from typing import Any

from rest_framework import serializers

from factcheck.api.claims.schema import PersonReference
from factcheck.api.serializers import StrictSerializer
from factcheck.search.models import ExternalReview, MatchSuggestion

DECISIONS = [choice for choice in MatchSuggestion.State.choices if choice[0] != MatchSuggestion.State.SUGGESTED]


class ReviewerPart(serializers.Serializer[Any]):
    name = serializers.CharField(allow_null=True)
    url = serializers.URLField(allow_null=True)

    class Meta:
        ref_name = "Reviewer"


class ExternalReviewPart(serializers.Serializer[Any]):
    """A checked claim of somebody else: their words and rating verbatim, our mapping of the rating beside them."""

    id = serializers.CharField()
    url = serializers.URLField(allow_null=True, help_text="of the review")
    title = serializers.CharField(allow_null=True)
    claim = serializers.CharField(help_text="what was checked, verbatim")
    claimant = serializers.CharField(allow_null=True)
    claim_date = serializers.DateTimeField(allow_null=True)
    reviewer = ReviewerPart()
    rating = serializers.CharField(allow_null=True, help_text="verbatim")
    verdict = serializers.ChoiceField(choices=ExternalReview.Verdict.choices, allow_null=True)
    mapped_by = serializers.CharField(allow_null=True, help_text="the rule that made the rating a verdict")
    language = serializers.CharField(allow_null=True)
    reviewed_at = serializers.DateTimeField(allow_null=True)
    licence = serializers.CharField(allow_null=True)

    class Meta:
        ref_name = "ExternalReview"


class MatchSuggestionPart(serializers.Serializer[Any]):
    """An external review that may answer the claim, named by the review's id; a person confirms or rejects it."""

    external_review = ExternalReviewPart()
    model = serializers.CharField(help_text="of the sentence embeddings")
    score = serializers.FloatField(help_text="0 to 1")
    state = serializers.ChoiceField(choices=MatchSuggestion.State.choices)
    decided_by = PersonReference(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    class Meta:
        ref_name = "MatchSuggestion"


class MatchDecisionBody(StrictSerializer):
    decision = serializers.ChoiceField(choices=DECISIONS)

    class Meta:
        ref_name = "MatchDecision"
