"""Claims: to list and read for everybody who has a credential."""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.claims.filters import ClaimFilter
from factcheck.api.claims.schema import ClaimPart
from factcheck.api.etags import etag, matches_none_of
from factcheck.api.parameters import IF_NONE_MATCH
from factcheck.api.permissions import partner_of
from factcheck.api.views import ApiViewSet, one_or_404
from factcheck.claims.models import Claim
from factcheck.claims.representation import claim_representation, claims_for_representation
from factcheck.partners.visibility import claims_visible


class ClaimViewSet(ApiViewSet):
    queryset = Claim.objects.all()
    filterset_class = ClaimFilter
    orderings = {
        "created_at": "id",
        "updated_at": "updated_at",
        "checkworthy": Coalesce("checkworthy", Value(-1.0)),
        "position": F("start"),
    }
    header_parameters = {"retrieve": [IF_NONE_MATCH]}

    def visible(self) -> QuerySet[Claim]:
        """Return the claims that the caller may see, ready to be shown."""
        return claims_visible(claims_for_representation(), partner_of(self.request))

    @extend_schema(responses=ClaimPart(many=True), summary="List claims")
    def list(self, request: Request) -> Response:
        return self.page(self.visible(), lambda claim: claim_representation(claim, base_url=self.base_url))

    @extend_schema(responses={200: ClaimPart, 304: None}, summary="Read a claim")
    def retrieve(self, request: Request, public_id: str) -> Response:
        claim = one_or_404(self.visible(), public_id=public_id)
        shown = claim_representation(claim, base_url=self.base_url)
        tag = etag(claim.version, shown)
        headers = {"ETag": tag, "Vary": "Authorization, Cookie"}
        if not matches_none_of(request, tag):
            return Response(status=304, headers=headers)
        return Response(shown, headers=headers)
