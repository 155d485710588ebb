"""Errors that only this door has: of query strings, headers and bodies.

Imported while REST framework itself is still being loaded: nothing here may import ``rest_framework.views``.
"""

from collections.abc import Sequence
from typing import Literal

from rest_framework import exceptions

from factcheck.core.errors import FieldError, ServiceError

Place = Literal["body", "query", "header"]


class ParameterError(ServiceError):
    """Query parameters that cannot be used as they are."""

    status = 400
    code = "invalid_parameter"


class HeaderError(ServiceError):
    """A header that is missing or cannot be read."""

    status = 400
    code = "invalid_header"


class PreconditionRequired(ServiceError):
    """The request must name the version that it saw."""

    status = 428
    code = "precondition_required"


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"


class PointedErrors(exceptions.ValidationError):
    """A validation error whose pointers are known already; ``place`` says where they point."""

    def __init__(self, errors: Sequence[FieldError], place: Place) -> None:
        super().__init__([error.detail for error in errors])
        self.field_errors = tuple(errors)
        self.place: Place = place


def pointer(*steps: str | int) -> str:
    """Return the JSON pointer of a path, with ``~`` and ``/`` escaped."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
