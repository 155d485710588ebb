"""What was published of a claim: every revision has a permanent address."""

from django.db.models import F
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.claims.schema import ClaimPart, PublicationPart
from factcheck.api.claims.views import ClaimScope
from factcheck.api.views import one_or_404
from factcheck.review.selectors import revision_payload, revisions_of


class ClaimRevisionViewSet(ClaimScope):
    orderings = {"revision": F("number")}

    @extend_schema(responses=PublicationPart(many=True), summary="List what was published of a claim")
    def list(self, request: Request, public_id: str) -> Response:
        revisions = revisions_of(self.claim(public_id))
        return self.page(revisions, lambda revision: revision_payload(revision, base_url=self.base_url)["published"])

    @extend_schema(responses=ClaimPart, summary="Read a claim as it was published")
    def retrieve(self, request: Request, public_id: str, number: int) -> Response:
        revision = one_or_404(revisions_of(self.claim(public_id)), number=number)
        return Response(revision_payload(revision, base_url=self.base_url))
