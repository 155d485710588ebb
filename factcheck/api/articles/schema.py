"""The article in the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from factcheck.api.claims.schema import ClaimPart, PublisherReference
from factcheck.articles.models import Article


class ArticlePart(serializers.Serializer[Any]):
    """One published piece. What it claims is at ``/claims/?article=<id>``."""

    id = serializers.CharField()
    url = serializers.URLField()
    state = serializers.ChoiceField(choices=Article.State.choices)
    reason = serializers.ChoiceField(choices=Article.Reason.choices, allow_null=True, help_text="of a failure")
    reason_detail = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    author = serializers.CharField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    canonical_url = serializers.CharField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    publisher = PublisherReference(allow_null=True)
    current_version = serializers.IntegerField(allow_null=True, help_text="number of the newest version of its text")
    duplicate_of = serializers.CharField(allow_null=True, help_text="the article that this address leads to")
    version = serializers.IntegerField(help_text="counts edits")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    class Meta:
        ref_name = "Article"


class ArticleWithClaimsPart(ArticlePart):
    claims = ClaimPart(many=True)

    class Meta:
        ref_name = "ArticleWithClaims"


class LinkPart(serializers.Serializer[Any]):
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    href = serializers.CharField()


class ArticleVersionPart(serializers.Serializer[Any]):
    """The immutable text of an article as received at a time."""

    url = serializers.URLField()
    article = serializers.CharField()
    number = serializers.IntegerField()
    title = serializers.CharField(allow_null=True)
    author = serializers.CharField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField()
    extractor = serializers.CharField()
    normalisation = serializers.CharField()
    text_sha256 = serializers.CharField()
    text = serializers.CharField()
    links = LinkPart(many=True)

    class Meta:
        ref_name = "ArticleVersion"
