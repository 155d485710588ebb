"""Mentions in the OpenAPI document, and a person's word on one."""

from typing import Any

from rest_framework import serializers

from factcheck.api.claims.schema import SegmentPart, SourceReference
from factcheck.api.serializers import StrictSerializer
from sources.registry.models import Mention


class MentionPart(serializers.Serializer[Any]):
    """The words in an article that name a source, what they were resolved to, how, and what a person says of it."""

    id = serializers.CharField()
    url = serializers.URLField()
    article = serializers.CharField()
    article_version = serializers.IntegerField()
    segments = SegmentPart(many=True)
    text = serializers.CharField()
    source = SourceReference(allow_null=True)  # type: ignore[assignment]
    resolved_by = serializers.CharField(allow_null=True)
    confidence = serializers.FloatField(allow_null=True)
    judgement = serializers.ChoiceField(choices=Mention.Judgement.choices, allow_null=True)
    judged_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    class Meta:
        ref_name = "Mention"


class JudgementBody(StrictSerializer):
    judgement = serializers.ChoiceField(choices=Mention.Judgement.choices)
    source = serializers.CharField(  # type: ignore[assignment]
        max_length=30, required=False, allow_null=True, help_text="the source that it stands for instead, by id"
    )

    class Meta:
        ref_name = "MentionJudgement"
