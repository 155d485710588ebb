"""What all endpoints share: strict query strings, pages, the address of this site, and what partners do not see."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from factcheck.api.errors import ParameterError
from factcheck.api.pagination import PARAMETERS
from factcheck.api.permissions import IsPerson
from factcheck.api.problems import problem_document, problem_response
from factcheck.core.errors import FieldError

M = TypeVar("M", bound=Model)

# A parameter that may be given without a value: a search for nothing lists everything.
MAY_BE_EMPTY = frozenset({"q"})


class ApiViewSet(GenericViewSet[Any]):
    """Base of all endpoints. Lists are paged by cursor; a query parameter that is not declared is an error.

    ``query_parameters`` declares, for each action, the parameters beyond those of paging and of the filterset; the
    OpenAPI document is made from the same declaration. ``listing`` names the actions that page and filter.
    """

    lookup_field = "public_id"
    query_parameters: ClassVar[Mapping[str, Sequence[OpenApiParameter]]] = {}
    header_parameters: ClassVar[Mapping[str, Sequence[OpenApiParameter]]] = {}
    listing: ClassVar[frozenset[str]] = frozenset({"list"})
    stores: bool = True
    # Actions that need somebody who stands for them by name, and no partner's key.
    for_people: ClassVar[frozenset[str]] = frozenset()

    def get_permissions(self) -> list[Any]:
        return [*super().get_permissions(), *([IsPerson()] if self.action in self.for_people else [])]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action is not None:
            query_check(request, allowed=self.allowed_query_parameters())

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Let no shared cache keep what was meant for one credential."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ("Authorization", "Cookie"))
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Say which methods there are, in the Allow header; what they take is in the OpenAPI document."""
        return Response(status=204)

    def allowed_query_parameters(self) -> frozenset[str]:
        """Return the names of the query parameters that the present action knows."""
        allowed = {parameter.name for parameter in self.query_parameters.get(self.action, ())}
        if self.action in self.listing:
            filterset = getattr(self, "filterset_class", None)
            allowed |= set(filterset.base_filters) if filterset else set()
            allowed |= PARAMETERS if self.pagination_class else set()
        return frozenset(allowed)

    @property
    def base_url(self) -> str:
        """Scheme and host that the request came to."""
        return self.request.build_absolute_uri("/").rstrip("/")

    def page(self, queryset: QuerySet[Any], show: Callable[[Any], Any]) -> Response:
        """Return the wanted page of the filtered rows, each shown by the function."""
        rows = self.paginate_queryset(self.filter_queryset(queryset))
        return self.get_paginated_response([show(row) for row in rows or ()])


def one_or_404(queryset: QuerySet[M], **lookup: Any) -> M:
    """Return the only row, or raise Http404: to who may not see a row it does not exist."""
    row = queryset.filter(**lookup).first()
    if row is None:
        raise Http404
    return row


def query_check(request: Request, *, allowed: Iterable[str]) -> None:
    """Raise ParameterError for parameters that are unknown, given twice or empty; it names each of them."""
    known = sorted(allowed)
    errors = []
    for name, values in request.query_params.lists():
        pointer = f"/{name}"
        if name not in known:
            offered = f"This address knows: {', '.join(known)}." if known else "This address knows none."
            errors.append(FieldError(pointer, "unknown", f"There is no parameter “{name}”. {offered}"))
        elif len(values) > 1:
            errors.append(FieldError(pointer, "repeated", f"“{name}” is given {len(values)} times; give it once."))
        elif not values[0] and name not in MAY_BE_EMPTY:
            errors.append(FieldError(pointer, "blank", f"“{name}” has no value; give one or leave it out."))
    if errors:
        names = ", ".join(error.pointer[1:] for error in errors)
        raise ParameterError(f"These parameters cannot be used: {names}.", errors=errors)


class NowhereView(APIView):
    """Answers for every address below /api/v1/ that nothing else answers for."""

    authentication_classes = ()
    permission_classes = ()
    schema = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.path.endswith("/") and request.method in ("GET", "HEAD"):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponseRedirect(f"{request.path}/" + (f"?{query}" if query else ""))
        return super().dispatch(request, *args, **kwargs)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return self.http_method_not_allowed(request)

    def http_method_not_allowed(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        hint = "" if request.path.endswith("/") else " Addresses here end with a slash."
        return problem_response(
            problem_document(status=404, code="not_found", detail=f"There is nothing at {request.path}.{hint}")
        )
