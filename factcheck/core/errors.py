"""Errors that services raise and that every door (API, admin, command, task) knows how to show."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field: a JSON pointer, a stable code, and a sentence that says what to do."""

    pointer: str
    code: str
    detail: str


class ServiceError(Exception):
    """Base of all errors that a service raises on purpose.

    ``status`` is the HTTP status that the API answers with, ``code`` a stable machine-readable word.
    """

    status = 400
    code = "invalid"

    def __init__(self, detail: str, *, code: str | None = None, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.errors = tuple(errors)


class InvalidInput(ServiceError):
    """The input cannot be used as it is; ``errors`` names the fields."""

    status = 400
    code = "invalid"

    @classmethod
    def field(cls, pointer: str, code: str, detail: str) -> "InvalidInput":
        """Return the error for a single field."""
        return cls(detail, code=code, errors=[FieldError(pointer, code, detail)])


class NotFound(ServiceError):
    status = 404
    code = "not_found"


class Forbidden(ServiceError):
    status = 403
    code = "forbidden"


class Conflict(ServiceError):
    """Not possible in the present state."""

    status = 409
    code = "conflict"


class StaleVersion(ServiceError):
    """The row has changed since the caller read it."""

    status = 412
    code = "stale_version"


class MissingRequirements(ServiceError):
    """Possible in this state, but fields are missing; ``errors`` names them."""

    status = 422
    code = "missing_requirements"


class Unavailable(ServiceError):
    """A part that the answer needs does not answer; try again after ``retry_after`` seconds."""

    status = 503
    code = "unavailable"

    def __init__(self, detail: str, *, code: str | None = None, retry_after: int = 30) -> None:
        super().__init__(detail, code=code)
        self.retry_after = retry_after
