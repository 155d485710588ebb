"""Evidence: partners read what publications rest on; people read all, add and withdraw."""

from django.db.models import Exists, OuterRef, QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.errors import errors_renamed
from factcheck.api.evidence.filters import EvidenceFilter
from factcheck.api.evidence.representation import evidence_for_representation, evidence_representation
from factcheck.api.evidence.schema import EvidenceBody, EvidencePart, WithdrawalBody, WithdrawalPart
from factcheck.api.permissions import partner_of, person_of
from factcheck.api.views import ApiViewSet, one_or_404
from factcheck.claims.models import Claim
from factcheck.core.errors import InvalidInput
from factcheck.review.models import Evidence, Proposal, ProposalEvidence
from factcheck.review.services import evidence_add, evidence_withdraw


class EvidenceViewSet(ApiViewSet):
    queryset = Evidence.objects.all()
    filterset_class = EvidenceFilter
    for_people = frozenset({"create", "withdraw"})

    def visible(self) -> QuerySet[Evidence]:
        """Return the evidence that the caller may see: to partners, what a publication rests on or rested on."""
        evidence = evidence_for_representation()
        if partner_of(self.request) is None:
            return evidence
        return evidence.filter(
            Exists(ProposalEvidence.objects.filter(evidence=OuterRef("pk"), proposal__state=Proposal.State.PUBLISHED))
        )

    def show(self, evidence: Evidence) -> dict[str, object]:
        return evidence_representation(evidence, base_url=self.base_url, for_staff=partner_of(self.request) is None)

    @extend_schema(responses=EvidencePart(many=True), summary="List evidence")
    def list(self, request: Request) -> Response:
        return self.page(self.visible(), self.show)

    @extend_schema(responses=EvidencePart, summary="Read a piece of evidence")
    def retrieve(self, request: Request, public_id: str) -> Response:
        return Response(self.show(one_or_404(self.visible(), public_id=public_id)))

    @extend_schema(
        request=EvidenceBody,
        responses={201: EvidencePart},
        examples=[
            OpenApiExample(
                "A page that speaks against it",
                {
                    "claim": "clm_01k5e8zq6w3r9t2y4v7j0p8a5s",
                    "url": "https://city.example/bridge",
                    "stance": "refutes",
                    "quote": "The bridge is open.",
                    "primary": True,
                },
                request_only=True,
            )
        ],
        summary="Add evidence to a claim",
    )
    def create(self, request: Request) -> Response:
        body = EvidenceBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        claim = Claim.objects.filter(public_id=given.pop("claim")).first()
        if claim is None:
            raise InvalidInput.field("/claim", "not_found", "There is no claim with this id.")
        with errors_renamed({"/hop_id": "/hop", "/source_id": "/source"}):
            added = evidence_add(
                claim_id=claim.id,
                actor=person_of(request),
                hop_id=given.pop("hop"),
                source_id=given.pop("source"),
                **given,
            )
        shown = self.show(self.visible().get(id=added.id))
        return Response(shown, status=201, headers={"Location": str(shown["url"])})

    @extend_schema(
        request=WithdrawalBody,
        responses=WithdrawalPart,
        summary="Withdraw a piece of evidence",
        description="Every publication that rests on it goes to needs_rereview.",
    )
    def withdraw(self, request: Request, public_id: str) -> Response:
        evidence = one_or_404(self.visible(), public_id=public_id)
        body = WithdrawalBody(data=request.data)
        body.is_valid(raise_exception=True)
        claims = evidence_withdraw(
            evidence_id=evidence.public_id, actor=person_of(request), reason=body.validated_data["reason"]
        )
        shown = self.show(self.visible().get(id=evidence.id))
        return Response({"evidence": shown, "claims": [claim.public_id for claim in claims]})
