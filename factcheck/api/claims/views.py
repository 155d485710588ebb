"""Claims: to list and read for everybody who has a credential, to change for people."""

from datetime import datetime

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.claims.filters import ClaimFilter
from factcheck.api.claims.schema import ClaimPart
from factcheck.api.etags import etag, matches_none_of
from factcheck.api.parameters import AS_OF, IF_NONE_MATCH, instant_parameter
from factcheck.api.permissions import partner_of
from factcheck.api.views import ApiViewSet, one_or_404
from factcheck.claims.models import Claim
from factcheck.claims.representation import claim_representation, claims_for_representation
from factcheck.core.errors import NotFound
from factcheck.partners.visibility import claims_visible
from factcheck.review.selectors import claim_as_of, revision_payload


class ClaimScope(ApiViewSet):
    """Base of what lies below a claim's address."""

    queryset = Claim.objects.all()

    def visible(self) -> QuerySet[Claim]:
        """Return the claims that the caller may see, ready to be shown."""
        return claims_visible(claims_for_representation(), partner_of(self.request))

    def claim(self, public_id: str) -> Claim:
        """Return the bare row of a claim that the caller may see, or raise Http404."""
        return one_or_404(claims_visible(Claim.objects.all(), partner_of(self.request)), public_id=public_id)

    def shown(self, public_id: str, *, status: int = 200) -> Response:
        """Return the claim with its entity tag."""
        claim = one_or_404(self.visible(), public_id=public_id)
        shown = claim_representation(claim, base_url=self.base_url)
        return Response(shown, status=status, headers={"ETag": etag(claim.version, shown)})


class ClaimViewSet(ClaimScope):
    filterset_class = ClaimFilter
    orderings = {
        "created_at": "id",
        "updated_at": "updated_at",
        "checkworthy": Coalesce("checkworthy", Value(-1.0)),
        "start": F("start"),
    }
    query_parameters = {"retrieve": [AS_OF]}
    header_parameters = {"retrieve": [IF_NONE_MATCH]}

    @extend_schema(responses=ClaimPart(many=True), summary="List claims")
    def list(self, request: Request) -> Response:
        return self.page(self.visible(), lambda claim: claim_representation(claim, base_url=self.base_url))

    @extend_schema(responses={200: ClaimPart, 304: None}, summary="Read a claim")
    def retrieve(self, request: Request, public_id: str) -> Response:
        at = instant_parameter(request, AS_OF.name)
        response = self._as_of(public_id, at) if at else self.shown(public_id)
        if not matches_none_of(request, response["ETag"]):
            return Response(status=304, headers={"ETag": response["ETag"]})
        return response

    def _as_of(self, public_id: str, at: datetime) -> Response:
        revision = claim_as_of(claim=self.claim(public_id), at=at)
        if revision is None:
            raise NotFound("Nothing of this claim had been published at that time.", code="not_published_then")
        payload = revision_payload(revision, base_url=self.base_url)
        return Response(payload, headers={"ETag": etag(payload["version"], payload)})
