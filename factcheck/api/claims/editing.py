"""Claims that a person makes or words anew."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.claims.schema import ClaimPart
from factcheck.api.claims.views import ClaimViewSet
from factcheck.api.etags import expected_version
from factcheck.api.parameters import IF_MATCH
from factcheck.api.permissions import person_of
from factcheck.api.serializers import SegmentSerializer, StrictSerializer
from factcheck.articles.models import Article, ArticleVersion
from factcheck.claims.models import Claim
from factcheck.claims.services import claim_create, claim_edit
from factcheck.core.errors import InvalidInput
from factcheck.core.text import Segment

MAX_SEGMENTS = 100


class PlacedSerializer(StrictSerializer):
    """Where the words stand: ``segments`` of a version's text, and, to be safe, the ``quotes`` seen there."""

    segments = serializers.ListField(child=SegmentSerializer(), min_length=1, max_length=MAX_SEGMENTS)
    quotes = serializers.ListField(
        child=serializers.CharField(trim_whitespace=False),
        required=False,
        max_length=MAX_SEGMENTS,
        help_text="the words that you see at each segment; another text there is an error",
    )
    article_version = serializers.IntegerField(
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text="that the segments count in; by default the newest",
    )
    text = serializers.CharField(required=False, max_length=20_000, help_text="another wording than the quote")
    language = serializers.CharField(required=False, allow_blank=True, max_length=16)


class ClaimBody(PlacedSerializer):
    article = serializers.CharField(max_length=30, help_text="an article's id")
    kind = serializers.ChoiceField(choices=Claim.Kind.choices)

    class Meta:
        ref_name = "NewClaim"


class ClaimChange(PlacedSerializer):
    segments = serializers.ListField(child=SegmentSerializer(), min_length=1, max_length=MAX_SEGMENTS, required=False)
    kind = serializers.ChoiceField(choices=Claim.Kind.choices, required=False)

    class Meta:
        ref_name = "ClaimChange"


class ClaimEditingViewSet(ClaimViewSet):
    for_people = frozenset({"create", "update"})
    header_parameters = {**ClaimViewSet.header_parameters, "update": [IF_MATCH]}

    @extend_schema(
        request=ClaimBody,
        responses={201: ClaimPart},
        examples=[
            OpenApiExample(
                "Words of the article",
                {
                    "article": "art_01k5e8zq6w3r9t2y4v7j0p8a5s",
                    "kind": "reported",
                    "segments": [{"start": 11, "end": 36}],
                    "quotes": ["that the bridge is closed"],
                },
                request_only=True,
            )
        ],
        summary="Make a claim of words that the engine missed",
    )
    def create(self, request: Request) -> Response:
        body = ClaimBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        article = Article.objects.filter(public_id=given.pop("article")).first()
        if article is None:
            raise InvalidInput.field("/article", "not_found", "There is no article with this id.")
        claim = claim_create(
            version=_version(article, given.pop("article_version", None)),
            segments=_segments(given.pop("segments")),
            actor=person_of(request),
            **given,
        )
        response = self.shown(claim.public_id, status=201)
        response["Location"] = response.data["url"]
        return response

    @extend_schema(
        request=ClaimChange,
        responses={
            200: ClaimPart,
            412: OpenApiResponse(description="The claim has changed since the version that If-Match names."),
            428: OpenApiResponse(description="If-Match is missing."),
        },
        examples=[OpenApiExample("Another wording", {"text": "The bridge is closed."}, request_only=True)],
        summary="Move a claim to other words, or word it anew",
    )
    def update(self, request: Request, public_id: str) -> Response:
        claim = self.claim(public_id)
        version = expected_version(request)
        body = ClaimChange(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        number = given.pop("article_version", None)
        segments = given.pop("segments", None)
        claim_edit(
            claim_id=claim.id,
            actor=person_of(request),
            expected_version=version,
            version=_version(claim.article, number) if number else None,
            segments=_segments(segments) if segments else None,
            **given,
        )
        return self.shown(public_id)


def _version(article: Article, number: int | None) -> ArticleVersion:
    if number is None:
        if article.current_version is None:
            raise InvalidInput.field("/article", "no_text", "This article has no text yet.")
        return article.current_version
    version = article.versions.filter(number=number).first()
    if version is None:
        raise InvalidInput.field("/article_version", "not_found", f"The article has no version {number}.")
    return version


def _segments(given: list[dict[str, Any]]) -> list[Segment]:
    return [Segment(segment["start"], segment["end"]) for segment in given]
