"""Has this been checked before?"""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.claims.views import ClaimScope
from factcheck.api.permissions import partner_of
from factcheck.api.search.views import absolute
from factcheck.api.serializers import StrictSerializer
from factcheck.claims.models import Claim
from factcheck.core.errors import InvalidInput
from factcheck.partners.visibility import claims_visible
from factcheck.search.models import Kind
from factcheck.search.selectors import claims_match

MAX_TEXTS = 100
MAX_CHARACTERS = 5_000


class MatchBody(StrictSerializer):
    """Exactly one of ``text``, ``texts`` and ``claim``."""

    text = serializers.CharField(required=False, max_length=MAX_CHARACTERS)
    texts = serializers.ListField(
        child=serializers.CharField(max_length=MAX_CHARACTERS), required=False, min_length=1, max_length=MAX_TEXTS
    )
    claim = serializers.CharField(required=False, max_length=30, help_text="a claim's id")
    limit = serializers.IntegerField(required=False, default=10, min_value=1, max_value=50)

    class Meta:
        ref_name = "MatchRequest"

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if sum(name in attrs for name in ("text", "texts", "claim")) != 1:
            raise serializers.ValidationError("Give one of text, texts and claim.", code="one_of")
        return attrs


class MatchPart(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=[Kind.CLAIM, Kind.EXTERNAL_REVIEW])
    id = serializers.CharField()
    score = serializers.FloatField()
    same = serializers.BooleanField(help_text="above the match threshold: most probably the same claim")
    reviewed = serializers.BooleanField()
    verdict = serializers.CharField(allow_null=True)
    source = serializers.CharField(allow_null=True, help_text="who is said to have said it")  # type: ignore[assignment]
    why = serializers.DictField(help_text="the words in common and the ranks by words and by meaning")
    resource = serializers.DictField()

    class Meta:
        ref_name = "Match"


class MatchesPart(serializers.Serializer[Any]):
    text = serializers.CharField()
    matches = MatchPart(many=True)


class MatchList(serializers.Serializer[Any]):
    results = MatchesPart(many=True, help_text="one for each text, in their order")


class MatchViewSet(ClaimScope):
    stores = False
    listing = frozenset()
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        request=MatchBody,
        responses={200: MatchList},
        examples=[
            OpenApiExample("A text", {"text": "The bridge was closed last week."}, request_only=True),
            OpenApiExample("Several", {"texts": ["The bridge is closed.", "It opens in May."]}, request_only=True),
        ],
        summary="Find earlier claims that say the same",
    )
    def create(self, request: Request) -> Response:
        body = MatchBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        claim = self._claim(given["claim"]) if "claim" in given else None
        texts = [claim.text] if claim else given.get("texts", [given.get("text")])
        asked: dict[str, Any] = {"claim": claim} if claim else {"texts": texts}
        found = claims_match(**asked, limit=given["limit"], for_partners=partner_of(request) is not None)
        return Response(
            {
                "results": [
                    {"text": text, "matches": [self._match(match) for match in matches]}
                    for text, matches in zip(texts, found, strict=True)
                ]
            }
        )

    def _claim(self, public_id: str) -> Claim:
        claims = claims_visible(Claim.objects.all(), partner_of(self.request))
        claim = claims.filter(public_id=public_id).first()
        if claim is None:
            raise InvalidInput.field("/claim", "not_found", "There is no claim with this id, or none that you may see.")
        return claim

    def _match(self, match: Any) -> dict[str, Any]:
        return {
            "type": match.kind,
            "id": match.public_id,
            "score": match.score,
            "same": match.same,
            "reviewed": match.reviewed,
            "verdict": match.verdict,
            "source": match.source,
            "why": {
                "shared_words": list(match.shared_words),
                "lexical_rank": match.lexical_rank,
                "semantic_rank": match.semantic_rank,
            },
            "resource": absolute(match.payload, self.base_url),
        }
