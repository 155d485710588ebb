"""Search: words, phrases and prefixes over claims, sources, articles and other people's reviews."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.errors import errors_of_parameters
from factcheck.api.pagination import CURSOR_PARAMETER, MAX_SIZE, SIZE_PARAMETER, page_link, page_size, parameter_error
from factcheck.api.parameters import instant_parameter, whole_number_parameter
from factcheck.api.permissions import partner_of
from factcheck.api.search.schema import SearchPagePart, SuggestionList
from factcheck.api.views import ApiViewSet
from factcheck.search.models import Kind
from factcheck.search.schema import KINDS
from factcheck.search.selectors import search_find, search_suggest
from factcheck.search.selectors.search import filter_names
from factcheck.search.types import DateRange

TYPE = OpenApiParameter("type", OpenApiTypes.STR, enum=Kind.values, default=Kind.CLAIM, description="What to search.")
FILTERS = sorted({name for kind in Kind.values for name in filter_names(kind)})
DATES = sorted({name for kind in Kind.values for name in KINDS[kind].dates})
SORTS = ["relevance", *(sign + name for name in DATES for sign in ("", "-"))]
MAX_FACET_SIZE = 100


def _parameters() -> list[OpenApiParameter]:
    kinds = {name: [kind for kind in Kind.values if name in filter_names(kind)] for name in FILTERS}
    return [
        OpenApiParameter(
            "q",
            OpenApiTypes.STR,
            description='Words, "phrases", prefix*, -without, field:value. Left out or empty: everything.',
        ),
        TYPE,
        *(
            OpenApiParameter(name, OpenApiTypes.STR, description=f"Of {', '.join(kinds[name])}. Several by commas.")
            for name in FILTERS
        ),
        *(
            OpenApiParameter(f"{name}__{side}", OpenApiTypes.DATETIME, description=f"{name}, {words} this time")
            for name in DATES
            for side, words in (("gte", "from"), ("lt", "before"))
        ),
        OpenApiParameter("facet", OpenApiTypes.STR, description="Fields to count the values of, by commas."),
        OpenApiParameter("facet_size", OpenApiTypes.INT, description=f"Values per facet, 1 to {MAX_FACET_SIZE}."),
        OpenApiParameter("highlight", OpenApiTypes.STR, enum=["true", "false"], default="true"),
        OpenApiParameter("sort", OpenApiTypes.STR, enum=SORTS, default="relevance"),
        OpenApiParameter(SIZE_PARAMETER, OpenApiTypes.INT, description=f"Rows on a page, 1 to {MAX_SIZE}."),
        OpenApiParameter(CURSOR_PARAMETER, OpenApiTypes.STR, description="From `next` of another page."),
    ]


class SearchViewSet(ApiViewSet):
    listing = frozenset()
    pagination_class = None
    filter_backends = ()
    query_parameters = {
        "search": _parameters(),
        "suggest": [
            TYPE,
            OpenApiParameter("prefix", OpenApiTypes.STR, required=True, description="How the name begins."),
            OpenApiParameter("limit", OpenApiTypes.INT, description="1 to 50, 10 by default."),
        ],
    }

    def allowed_query_parameters(self) -> frozenset[str]:
        """Filters of another type are unknown to this one."""
        allowed = super().allowed_query_parameters()
        kind = self.request.query_params.get("type", Kind.CLAIM)
        return allowed - (set(FILTERS) - set(filter_names(kind))) if kind in Kind.values else allowed

    @extend_schema(responses=SearchPagePart, summary="Search")
    def search(self, request: Request) -> Response:
        kind = self._kind()
        given, base_url = request.query_params, self.base_url
        with errors_of_parameters():
            found = search_find(
                kind=kind,
                q=given.get("q", ""),
                filters={name: given[name].split(",") for name in filter_names(kind) if name in given},
                ranges=self._ranges(),
                facets=tuple(given["facet"].split(",")) if "facet" in given else (),
                facet_size=whole_number_parameter(request, "facet_size", default=20, low=1, high=MAX_FACET_SIZE),
                sort=given.get("sort", "relevance"),
                size=page_size(request),
                cursor=given.get(CURSOR_PARAMETER, ""),
                highlight=self._flag("highlight"),
                for_partners=partner_of(request) is not None,
            )
        return Response(
            {
                "results": [
                    {
                        "type": kind,
                        "id": hit.public_id,
                        "score": hit.score,
                        "highlights": {
                            field: [{"start": start, "end": end} for start, end in places]
                            for field, places in hit.highlights.items()
                        },
                        "resource": absolute(hit.payload, base_url),
                    }
                    for hit in found.hits
                ],
                "next": page_link(request, found.next_cursor) if found.next_cursor else None,
                "previous": None,
                "total": found.total,
                "total_is_lower_bound": found.total_is_lower_bound,
                "facets": {
                    facet.field: [{"value": value, "count": count} for value, count in facet.counts]
                    for facet in found.facets
                },
                "notes": list(found.notes),
            }
        )

    @extend_schema(responses=SuggestionList, summary="Complete a name")
    def suggest(self, request: Request) -> Response:
        prefix = request.query_params.get("prefix")
        if not prefix:
            raise parameter_error("prefix", "required", "Say how the name begins.")
        with errors_of_parameters():
            suggestions = search_suggest(
                kind=self._kind(),
                prefix=prefix,
                limit=whole_number_parameter(request, "limit", default=10, low=1, high=50),
                for_partners=partner_of(request) is not None,
            )
        return Response(
            {
                "results": [
                    {"id": s.public_id, "text": s.text, "resource": absolute(s.payload, self.base_url)}
                    for s in suggestions
                ]
            }
        )

    def _kind(self) -> str:
        kind = self.request.query_params.get("type", Kind.CLAIM)
        if kind not in Kind.values:
            raise parameter_error("type", "invalid_choice", f"type is one of: {', '.join(Kind.values)}.")
        return str(kind)

    def _flag(self, name: str) -> bool:
        text = self.request.query_params.get(name, "true")
        if text not in ("true", "false"):
            raise parameter_error(name, "invalid_choice", f"{name} is true or false.")
        return text == "true"

    def _ranges(self) -> dict[str, DateRange]:
        ranges = {}
        for name in DATES:
            since, until = (instant_parameter(self.request, f"{name}__{side}") for side in ("gte", "lt"))
            if since or until:
                ranges[name] = DateRange(since=since, until=until)
        return ranges


def absolute(payload: Mapping[str, Any], base_url: str) -> dict[str, Any]:
    """Return the payload of an index document with its own address made absolute."""
    url = payload.get("url")
    own = isinstance(url, str) and url.startswith("/")
    return {**payload, "url": base_url + url} if own else dict(payload)  # type: ignore[operator]
