"""Query and header parameters that more than one endpoint has, and how their values are read."""

from datetime import datetime

from django.core.exceptions import ValidationError
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from factcheck.api.filters import InstantField
from factcheck.api.pagination import parameter_error

IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description='The version that you saw: the ETag of the resource, or just `"3"`. Without it 428, if stale 412.',
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="An ETag that you have: 304 if it still holds.",
)
AS_OF = OpenApiParameter(
    "as_of", OpenApiTypes.DATETIME, description="Answer what was published at this time instead of the present state."
)


def instant_parameter(request: Request, name: str) -> datetime | None:
    """Return the time in the query, or None. Raises ParameterError for one that cannot be read."""
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        return InstantField().clean(text)
    except ValidationError as error:
        raise parameter_error(name, "invalid", error.messages[0]) from error


def whole_number_parameter(request: Request, name: str, *, default: int, low: int, high: int) -> int:
    """Return the whole number in the query. Raises ParameterError unless it lies between the bounds."""
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and low <= int(text) <= high):
        raise parameter_error(name, "invalid", f"{name} is a whole number from {low} to {high}.")
    return int(text)
