"""The work of judging a claim, for the staff: assessments side by side, and the decisions of the log."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.claims.views import ClaimScope
from factcheck.api.permissions import person_of
from factcheck.api.reviews.schema import AssessmentBody, AssessmentPart, DecisionPart
from factcheck.core.clock import rfc3339
from factcheck.review.models import Assessment, Decision
from factcheck.review.selectors import assessments_of, decisions_of
from factcheck.review.services import assessment_record


def assessment_representation(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment; its ``reviewer`` must be selected."""
    reviewer = assessment.reviewer
    return {
        "id": assessment.public_id,
        "reviewer": {"id": reviewer.public_id, "name": reviewer.display_name} if reviewer else None,
        "finding": assessment.finding,
        "verdict": assessment.verdict,
        "rationale": assessment.rationale,
        "created_at": rfc3339(assessment.created_at),
    }


def decision_representation(decision: Decision) -> dict[str, Any]:
    """Return an entry of the log; its ``person`` must be selected."""
    return {
        "id": decision.public_id,
        "sequence": decision.sequence,
        "at": rfc3339(decision.at),
        "by": str(decision.person) if decision.person else None,
        "role": decision.role or None,
        "action": decision.action,
        "from_state": decision.from_state or None,
        "to_state": decision.to_state or None,
        "finding": decision.finding or None,
        "verdict": decision.verdict or None,
        "reason": decision.reason or None,
        "public_note": decision.public_note or None,
        "claim_version": decision.claim_version,
        "article_version": decision.article_version,
        "revision": decision.revision,
        "four_eyes": decision.four_eyes,
        "evidence": decision.evidence,
        "hash": decision.hash,
        "previous_hash": decision.previous_hash or None,
    }


class AssessmentViewSet(ClaimScope):
    for_people = frozenset({"list", "create"})

    @extend_schema(responses=AssessmentPart(many=True), summary="List what reviewers think of a claim")
    def list(self, request: Request, public_id: str) -> Response:
        return self.page(assessments_of(self.claim(public_id)), assessment_representation)

    @extend_schema(request=AssessmentBody, responses={201: AssessmentPart}, summary="Say what you think of a claim")
    def create(self, request: Request, public_id: str) -> Response:
        claim = self.claim(public_id)
        body = AssessmentBody(data=request.data)
        body.is_valid(raise_exception=True)
        assessment = assessment_record(claim_id=claim.id, actor=person_of(request), **body.validated_data)
        return Response(assessment_representation(assessment), status=201)


class DecisionViewSet(ClaimScope):
    for_people = frozenset({"list", "create"})
    orderings = {"sequence": "sequence"}

    @extend_schema(responses=DecisionPart(many=True), summary="List what was decided on a claim")
    def list(self, request: Request, public_id: str) -> Response:
        return self.page(decisions_of(self.claim(public_id)), decision_representation)
