"""The stored suggestions of a claim, and a person's decision on one."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.claims.views import ClaimScope
from factcheck.api.matching.schema import MatchDecisionBody, MatchSuggestionPart
from factcheck.api.permissions import person_of
from factcheck.api.views import one_or_404
from factcheck.core.clock import rfc3339
from factcheck.search.documents.external_reviews import external_review_representation
from factcheck.search.models import MatchSuggestion
from factcheck.search.selectors import match_suggestions_of
from factcheck.search.services.suggestions import match_suggestion_decide

EXTERNAL_REVIEW = OpenApiParameter(
    "external_review", OpenApiTypes.STR, OpenApiParameter.PATH, description="The id of the review that is suggested."
)


def match_suggestion_representation(suggestion: MatchSuggestion) -> dict[str, Any]:
    """Return a suggestion; its ``external_review`` and ``decided_by`` must be selected."""
    person = suggestion.decided_by
    return {
        "external_review": external_review_representation(suggestion.external_review),
        "model": suggestion.model,
        "score": suggestion.score,
        "state": suggestion.state,
        "decided_by": {"id": person.public_id, "name": person.display_name} if person else None,
        "decided_at": rfc3339(suggestion.decided_at) if suggestion.decided_at else None,
        "created_at": rfc3339(suggestion.created_at),
    }


class MatchSuggestionViewSet(ClaimScope):
    for_people = frozenset({"list", "decide"})
    orderings = {"score": "score", "created_at": "id"}

    @extend_schema(responses=MatchSuggestionPart(many=True), summary="List the external reviews suggested for a claim")
    def list(self, request: Request, public_id: str) -> Response:
        return self.page(match_suggestions_of(self.claim(public_id)), match_suggestion_representation)

    @extend_schema(
        parameters=[EXTERNAL_REVIEW],
        request=MatchDecisionBody,
        responses={
            200: MatchSuggestionPart,
            409: OpenApiResponse(description="Somebody has decided otherwise already."),
        },
        summary="Confirm or reject a suggested external review",
    )
    def decide(self, request: Request, public_id: str, external_review: str) -> Response:
        """Says that the review answers the claim, or does not. No verdict is carried over; the same again is fine."""
        suggestions = match_suggestions_of(self.claim(public_id))
        suggestion = one_or_404(suggestions, external_review__public_id=external_review)
        body = MatchDecisionBody(data=request.data)
        body.is_valid(raise_exception=True)
        confirmed = body.validated_data["decision"] == MatchSuggestion.State.CONFIRMED
        decided = match_suggestion_decide(suggestion_id=suggestion.id, confirmed=confirmed, actor=person_of(request))
        return Response(match_suggestion_representation(decided))
