"""Cursor pagination: pages that neither repeat nor miss a row that stays, however many come and go meanwhile.

A cursor holds the sort value and the key of the row at the edge of the page, the direction, and a fingerprint of the
query it belongs to, signed. Nobody has to look inside.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.errors import ParameterError
from factcheck.core.errors import FieldError

if TYPE_CHECKING:
    from rest_framework.views import APIView

SALT = "factcheck.api.cursor"
DEFAULT_ORDERINGS: dict[str, str | Combinable] = {"created_at": "id"}
CURSOR_PARAMETER = "cursor"
SIZE_PARAMETER = "page_size"
ORDER_PARAMETER = "ordering"
PARAMETERS = frozenset({CURSOR_PARAMETER, SIZE_PARAMETER, ORDER_PARAMETER})
DEFAULT_SIZE = 25
MAX_SIZE = 100


def parameter_error(name: str, code: str, detail: str) -> ParameterError:
    """Return the error for one query parameter."""
    return ParameterError(detail, code=code, errors=[FieldError(f"/{name}", code, detail)])


@dataclass(frozen=True)
class Cursor:
    """The edge that a page starts behind; ``backwards`` means the page before it."""

    value: Any
    key: int
    backwards: bool

    def encode(self, fingerprint: str) -> str:
        value = {"t": self.value.isoformat()} if isinstance(self.value, datetime) else self.value
        return signing.dumps([value, self.key, int(self.backwards), fingerprint], salt=SALT)

    @classmethod
    def decode(cls, text: str, fingerprint: str) -> "Cursor":
        """Raises ParameterError for a cursor that was not made here, or was made for another query."""
        try:
            value, key, backwards, made_for = signing.loads(text, salt=SALT)
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise parameter_error(
                CURSOR_PARAMETER, "invalid_cursor", "This cursor was not made here; take it from next or previous."
            ) from error
        if made_for != fingerprint:
            raise parameter_error(
                CURSOR_PARAMETER,
                "cursor_of_another_query",
                "This cursor belongs to another query; start again without a cursor.",
            )
        if isinstance(value, dict):
            value = datetime.fromisoformat(value["t"])
        return cls(value=value, key=key, backwards=bool(backwards))


class CursorPagination(BasePagination):
    """Pages a queryset by ``view.orderings``: the name in the query → the field or expression that it sorts by.

    The expression must not be null (use Coalesce). The first ordering, descending, is the default. Ties are broken by
    the row's key, in the same direction.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: "APIView | None" = None) -> list[Any] | None:
        self.request = request
        self.size = page_size(request)
        orderings = getattr(view, "orderings", DEFAULT_ORDERINGS)
        name, descending = ordering_of(request, orderings)
        self.fingerprint = query_fingerprint(request)
        text = request.query_params.get(CURSOR_PARAMETER)
        self.cursor = Cursor.decode(text, self.fingerprint) if text else None

        expression = orderings[name]
        queryset = queryset.annotate(_sort=F(expression) if isinstance(expression, str) else expression)
        backwards = self.cursor is not None and self.cursor.backwards
        falling = descending != backwards
        if self.cursor is not None:
            side = "lt" if falling else "gt"
            behind = Q(**{f"_sort__{side}": self.cursor.value}) | Q(
                **{"_sort": self.cursor.value, f"id__{side}": self.cursor.key}
            )
            queryset = queryset.filter(behind)
        sign = "-" if falling else ""
        rows = list(queryset.order_by(f"{sign}_sort", f"{sign}id")[: self.size + 1])
        self.more = len(rows) > self.size
        rows = rows[: self.size]
        if backwards:
            rows.reverse()
        self._remember_edges(rows, backwards)
        return rows

    def _remember_edges(self, rows: Sequence[Any], backwards: bool) -> None:
        has_next = bool(rows) and (backwards or self.more)
        has_previous = bool(rows) and (self.more if backwards else self.cursor is not None)
        self.next_link = self._link(rows[-1], backwards=False) if has_next else None
        self.previous_link = self._link(rows[0], backwards=True) if has_previous else None

    def _link(self, row: Any, *, backwards: bool) -> str:
        cursor = Cursor(value=row._sort, key=row.id, backwards=backwards).encode(self.fingerprint)
        return page_link(self.request, cursor)

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "next": self.next_link, "previous": self.previous_link})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return page_schema(schema)

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        orderings = getattr(view, "orderings", DEFAULT_ORDERINGS)
        first = next(iter(orderings))
        return [
            {
                "name": CURSOR_PARAMETER,
                "in": "query",
                "required": False,
                "description": "From `next` or `previous` of another page of the same query.",
                "schema": {"type": "string"},
            },
            {
                "name": SIZE_PARAMETER,
                "in": "query",
                "required": False,
                "description": "Rows on a page.",
                "schema": {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
            },
            {
                "name": ORDER_PARAMETER,
                "in": "query",
                "required": False,
                "description": "What to sort by; a minus in front means falling.",
                "schema": {
                    "type": "string",
                    "enum": [sign + name for name in orderings for sign in ("", "-")],
                    "default": f"-{first}",
                },
            },
        ]


def page_link(request: Request, cursor: str) -> str:
    """Return the address of the same query at another cursor."""
    parameters = [(k, v) for k, v in request.query_params.items() if k != CURSOR_PARAMETER]
    return request.build_absolute_uri(request.path) + "?" + urlencode([*parameters, (CURSOR_PARAMETER, cursor)])


def page_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the OpenAPI schema of a page whose results have the given one."""
    link = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["results", "next", "previous"],
        "properties": {"results": schema, "next": link, "previous": link},
    }


def page_size(request: Request) -> int:
    """Return the wanted number of rows. Raises ParameterError unless it is 1 to 100."""
    text = request.query_params.get(SIZE_PARAMETER, str(DEFAULT_SIZE))
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MAX_SIZE):
        raise parameter_error(SIZE_PARAMETER, "invalid", f"page_size is a whole number from 1 to {MAX_SIZE}.")
    return int(text)


def ordering_of(request: Request, orderings: dict[str, Any]) -> tuple[str, bool]:
    """Return the name to sort by and whether it falls. Raises ParameterError for a name that is not offered."""
    text = request.query_params.get(ORDER_PARAMETER, f"-{next(iter(orderings))}")
    name = text.removeprefix("-")
    if name not in orderings:
        offered = ", ".join(f"{n}, -{n}" for n in orderings)
        raise parameter_error(ORDER_PARAMETER, "invalid_choice", f"ordering is one of {offered}.")
    return name, text.startswith("-")


def query_fingerprint(request: Request) -> str:
    """Return a short digest of the query apart from cursor and page size."""
    asked = sorted((k, v) for k, v in request.query_params.items() if k not in (CURSOR_PARAMETER, SIZE_PARAMETER))
    return hashlib.sha256(f"{request.path}?{urlencode(asked)}".encode()).hexdigest()[:16]
