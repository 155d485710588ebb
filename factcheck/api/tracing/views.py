"""The way of a claim back to its origin, and where else it appeared: as JSON, as JSON-LD, as a picture."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.claims.views import ClaimScope
from factcheck.api.pagination import parameter_error
from factcheck.api.permissions import partner_of
from factcheck.api.tracing.schema import TracePart
from factcheck.api.views import one_or_404
from factcheck.claims.models import Claim
from factcheck.claims.representation import API_ROOT
from factcheck.partners.visibility import claims_visible
from sources.tracing.linked_data import trace_jsonld
from sources.tracing.pictures import trace_svg
from sources.tracing.selectors import trace_graph


class JSONLDRenderer(JSONRenderer):
    media_type = "application/ld+json"
    format = "jsonld"


class SVGRenderer(BaseRenderer):
    media_type = "image/svg+xml"
    format = "svg"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return str(data).encode()


RENDERERS = {renderer.format: renderer for renderer in (JSONRenderer, JSONLDRenderer, SVGRenderer)}
FORMAT = OpenApiParameter(
    "format", OpenApiTypes.STR, enum=list(RENDERERS), description="Wins over the Accept header; json by default."
)
# The picture is made of words that others wrote: nothing in it may run or fetch.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-top-navigation"


class TraceViewSet(ClaimScope):
    listing = frozenset()
    renderer_classes = tuple(RENDERERS.values())
    query_parameters = {"trace": [FORMAT]}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        renderer = RENDERERS.get(request.query_params.get("format", ""))
        if renderer is not None:
            return renderer(), renderer.media_type
        return super().perform_content_negotiation(request, force)

    @extend_schema(
        responses={
            (200, "application/json"): TracePart,
            (200, "application/ld+json"): OpenApiTypes.OBJECT,
            (200, "image/svg+xml"): OpenApiTypes.BINARY,
        },
        summary="Follow a claim to its origin",
    )
    def trace(self, request: Request, public_id: str) -> Response:
        """Claims, hops, sources and primary documents, joined by terms of PROV-O; how many outlets carry the claim, and
        from how many independent origins."""
        wanted = request.query_params.get("format", "json")
        if wanted not in RENDERERS:
            raise parameter_error("format", "invalid_choice", f"format is one of: {', '.join(RENDERERS)}.")
        graph = trace_graph(
            one_or_404(self.visible().select_related("cluster_member__cluster"), public_id=public_id),
            among=claims_visible(Claim.objects.all(), partner_of(request)),
        )
        renderer = request.accepted_renderer
        if isinstance(renderer, SVGRenderer):
            picture = trace_svg(graph, link=self._link(graph))
            return Response(picture, headers={"Content-Security-Policy": PICTURE_POLICY})
        if isinstance(renderer, JSONLDRenderer):
            return Response(trace_jsonld(graph, link=self._link(graph)))
        return Response(graph)

    def _link(self, graph: dict[str, Any]) -> Callable[[str, str], str]:
        """Return what gives a node its address: a hop's is that of its claim, with the hop behind a ``#``."""
        claim_of: dict[str, str] = {}
        for edge in graph["edges"]:
            if edge["relation"] == "wasQuotedFrom":
                claim_of[edge["to"]] = claim_of.get(edge["from"], edge["from"])
        root = f"{self.base_url}{API_ROOT}"

        def link(node_type: str, public_id: str) -> str:
            if node_type == "hop":
                return f"{root}/claims/{claim_of[public_id]}/#{public_id}"
            folder = {"claim": "claims", "source": "sources", "document": "evidence"}[node_type]
            return f"{root}/{folder}/{public_id}/"

        return link
