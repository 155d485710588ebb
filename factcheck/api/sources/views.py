"""Sources: who says things. Described, looked up by name in any script, never scored."""

from django.db.models import F
from django.db.models.functions import Lower
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.errors import PointedErrors
from factcheck.api.pagination import CURSOR_PARAMETER, ORDER_PARAMETER, page_size, parameter_error
from factcheck.api.parameters import instant_parameter
from factcheck.api.permissions import partner_of, person_of
from factcheck.api.sources.bodies import SourceBody
from factcheck.api.sources.filters import SourceFilter
from factcheck.api.sources.lookup import source_named
from factcheck.api.sources.representation import source_representation, sources_for_representation
from factcheck.api.sources.schema import ListedSourcePart, SourceDetailPart, SourcePart, TimelinePart
from factcheck.api.views import ApiViewSet, one_or_404
from factcheck.claims.models import Claim
from factcheck.core.errors import FieldError
from factcheck.partners.visibility import claims_visible
from sources.registry.models import Source
from sources.registry.selectors import sources_find
from sources.registry.services import NewName, source_create
from sources.tracing.models import Hop
from sources.tracing.selectors import source_claim_counts, source_role_counts, source_timeline

MAX_NAME_LENGTH = 300
NAME = OpenApiParameter(
    "name",
    OpenApiTypes.STR,
    description="Look up by name, in any script, case and order; best first, each with its score, one page.",
)
INTERVAL = OpenApiParameter("interval", OpenApiTypes.STR, enum=["day", "month", "year"], default="month")
ROLE = OpenApiParameter("role", OpenApiTypes.STR, enum=Hop.Role.values, default=Hop.Role.ORIGINATOR)
SINCE = OpenApiParameter("since", OpenApiTypes.DATETIME, description="Claims from this time on.")
UNTIL = OpenApiParameter("until", OpenApiTypes.DATETIME, description="Claims before this time.")
DESCENDANTS = OpenApiParameter(
    "descendants",
    OpenApiTypes.STR,
    enum=["true", "false"],
    default="false",
    description="Count those who speak for it or belong to it as well.",
)


class SourceViewSet(ApiViewSet):
    queryset = Source.objects.all()
    filterset_class = SourceFilter
    orderings = {"created_at": "id", "updated_at": F("updated_at"), "name": Lower("name")}
    query_parameters = {
        "list": [NAME],
        "retrieve": [DESCENDANTS],
        "timeline": [INTERVAL, ROLE, DESCENDANTS, SINCE, UNTIL],
    }

    @extend_schema(responses=ListedSourcePart(many=True), summary="List sources, or look one up by name")
    def list(self, request: Request) -> Response:
        name = request.query_params.get("name")
        if name is None:
            return self.page(
                sources_for_representation(), lambda source: source_representation(source, base_url=self.base_url)
            )
        return self._find(name)

    @extend_schema(responses=SourceDetailPart, summary="Read a source with its claims by verdict and finding")
    def retrieve(self, request: Request, public_id: str) -> Response:
        """The address of a source that was merged still answers; `merged_into` points on."""
        source = one_or_404(sources_for_representation(), public_id=public_id)
        shown = source_representation(source, base_url=self.base_url)
        among = claims_visible(Claim.objects.all(), partner_of(request))
        descendants = self._choice(DESCENDANTS) == "true"
        counts = source_claim_counts(source, descendants=descendants, among=among)
        shown["claims"] = {
            "by_role": source_role_counts(source, descendants=descendants, among=among),
            "total": counts["claims"],
            "by_verdict": counts["by_verdict"],
            "by_finding": counts["by_finding"],
        }
        merged_into = shown["merged_into"]
        headers = {"Link": f'<{merged_into["url"]}>; rel="canonical"'} if merged_into else {}
        return Response(shown, headers=headers)

    @extend_schema(
        request=SourceBody,
        responses={201: SourcePart},
        examples=[
            OpenApiExample(
                "A spokesperson's office",
                {
                    "kind": "spokesperson",
                    "name": "Spokesperson of the Ministry of Transport",
                    "names": [{"text": "Sprecher des Verkehrsministeriums", "language": "de"}],
                    "country": "DE",
                },
                request_only=True,
            )
        ],
        summary="Add a source",
    )
    def create(self, request: Request) -> Response:
        """What a partner adds is provisional until a person confirms it."""
        body = SourceBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        by_partner = partner_of(request) is not None
        source = source_create(
            actor=None if by_partner else person_of(request),
            provisional=by_partner,
            names=[NewName(**name) for name in given.pop("names", [])],
            parents=[
                source_named(parent, pointer=f"/parents/{n}") for n, parent in enumerate(given.pop("parents", []))
            ],
            **given,
        )
        shown = source_representation(sources_for_representation().get(id=source.id), base_url=self.base_url)
        return Response(shown, status=201, headers={"Location": shown["url"]})

    @extend_schema(responses=TimelinePart, summary="Read when a source's claims appeared, by verdict and finding")
    def timeline(self, request: Request, public_id: str) -> Response:
        source = one_or_404(Source.objects.all(), public_id=public_id)
        interval = self._choice(INTERVAL)
        rows = source_timeline(
            source,
            step=interval,
            role=self._choice(ROLE),
            since=instant_parameter(request, SINCE.name),
            until=instant_parameter(request, UNTIL.name),
            descendants=self._choice(DESCENDANTS) == "true",
            among=claims_visible(Claim.objects.all(), partner_of(request)),
        )
        periods = [
            {
                "period": row["start"],
                "total": row["claims"],
                "by_verdict": row["by_verdict"],
                "by_finding": row["by_finding"],
            }
            for row in rows
        ]
        return Response({"source": source.public_id, "interval": interval, "results": periods})

    def _find(self, name: str) -> Response:
        """Answer a lookup by name: filtered like the list, best match first."""
        if len(name) > MAX_NAME_LENGTH or "\x00" in name:
            raise parameter_error("name", "invalid", f"Give at most {MAX_NAME_LENGTH} characters, none of them NUL.")
        misplaced = [p for p in (CURSOR_PARAMETER, ORDER_PARAMETER) if p in self.request.query_params]
        if misplaced:
            detail = "A lookup by name is one page, best match first."
            raise PointedErrors([FieldError(f"/{p}", "not_with_name", detail) for p in misplaced], place="query")
        kinds = tuple(kind for kind in self.request.query_params.get("kind", "").split(",") if kind)
        candidates = sources_find(name=name, kinds=kinds, limit=page_size(self.request))
        wanted = {candidate.source.id: candidate for candidate in candidates}
        rows = self.filter_queryset(sources_for_representation().filter(id__in=wanted))
        results = [
            {
                **source_representation(row, base_url=self.base_url),
                "match": {"name": wanted[row.id].name, "score": wanted[row.id].score},
            }
            for row in sorted(rows, key=lambda row: list(wanted).index(row.id))
        ]
        return Response({"results": results, "next": None, "previous": None})

    def _choice(self, parameter: OpenApiParameter) -> str:
        given = str(self.request.query_params.get(parameter.name, parameter.default))
        offered = [str(value) for value in parameter.enum or ()]
        if given not in offered:
            raise parameter_error(parameter.name, "invalid_choice", f"Give one of: {', '.join(offered)}.")
        return given
