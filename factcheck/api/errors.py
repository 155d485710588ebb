"""Errors that only this door has: of query strings, headers and bodies.

Imported while REST framework itself is still being loaded: nothing here may import ``rest_framework.views``.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

from rest_framework import exceptions

from factcheck.core.errors import FieldError, InvalidInput, ServiceError

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


@contextmanager
def errors_of_parameters() -> Iterator[None]:
    """Say of the InvalidInput that a selector raises that its pointers name query parameters."""
    try:
        yield
    except InvalidInput as error:
        raise ParameterError(error.detail, code=error.code, errors=error.errors) from error


@contextmanager
def errors_renamed(names: Mapping[str, str]) -> Iterator[None]:
    """Give the pointers of the InvalidInput that a service raises the names that the body has for them."""
    try:
        yield
    except InvalidInput as error:
        errors = [replace(inner, pointer=names.get(inner.pointer, inner.pointer)) for inner in error.errors]
        raise InvalidInput(error.detail, code=error.code, errors=errors) from error
