"""Errors as RFC 9457 problem documents: what services raise and what REST framework raises, in one shape.

    {"type", "title", "status", "detail", "errors": [{"pointer": "/url", "in": "body", "code": "...", "detail": "..."}]}

``pointer`` is a JSON pointer (RFC 6901); ``in`` says into what: the body, the query string or the headers.
"""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import set_rollback

from factcheck.api.errors import (
    HeaderError,
    ParameterError,
    Place,
    PointedErrors,
    PreconditionRequired,
    TooLarge,
    pointer,
)
from factcheck.core.errors import FieldError, ServiceError, Unavailable

MEDIA_TYPE = "application/problem+json"
NON_FIELD = "non_field_errors"


class ProblemRenderer(JSONRenderer):
    """Writes the problem document; chosen by the handler whatever the client asked for."""

    media_type = MEDIA_TYPE
    format = "problem"


def problem_document(
    *, status: int, code: str, detail: str, errors: Sequence[FieldError] = (), place: Place = "body", **more: Any
) -> dict[str, Any]:
    """Return a problem document; ``more`` are members of this kind of problem alone."""
    return {
        "type": f"urn:factcheck:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _encodable(detail),
        "errors": [
            {
                "pointer": _encodable(error.pointer),
                "in": place,
                "code": error.code,
                "detail": _encodable(error.detail),
            }
            for error in errors
        ],
        **more,
    }


def _encodable(text: str) -> str:
    """Return the text with lone surrogates, which a body may hold and an answer may not, written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def problem_response(document: Mapping[str, Any], *, headers: Mapping[str, str] | None = None) -> Response:
    """Return the response that carries a problem document."""
    return Response(document, status=document["status"], headers=dict(headers or {}), content_type=MEDIA_TYPE)


def problem_exception_handler(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """REST framework's exception handler. None (an error of our own making) lets the exception through."""
    response = _response_to(exc)
    if response is not None:
        set_rollback()
        request = context.get("request")
        if request is not None:
            # A problem is JSON even where the client asked for a picture.
            request.accepted_renderer = ProblemRenderer()
            request.accepted_media_type = MEDIA_TYPE
    return response


def _response_to(exc: Exception) -> Response | None:
    if isinstance(exc, ServiceError):
        return _service_problem(exc)
    if isinstance(exc, Http404):
        exc = exceptions.NotFound("There is nothing at this address, or nothing that you may see.")
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    elif isinstance(exc, RequestDataTooBig):
        exc = TooLarge(f"The body is larger than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes; send less.")
    if isinstance(exc, exceptions.ValidationError):
        return _validation_problem(exc)
    if isinstance(exc, exceptions.APIException):
        return _framework_problem(exc)
    return None


def _service_problem(exc: ServiceError) -> Response:
    place: Place = "body"
    if isinstance(exc, ParameterError):
        place = "query"
    elif isinstance(exc, HeaderError | PreconditionRequired):
        place = "header"
    more = {"allowed": list(exc.allowed)} if hasattr(exc, "allowed") else {}
    headers = {"Retry-After": str(exc.retry_after)} if isinstance(exc, Unavailable) else {}
    document = problem_document(
        status=exc.status, code=exc.code, detail=exc.detail, errors=exc.errors, place=place, **more
    )
    return problem_response(document, headers=headers)


def _validation_problem(exc: exceptions.ValidationError) -> Response:
    if isinstance(exc, PointedErrors):
        errors, place = list(exc.field_errors), exc.place
    else:
        errors, place = list(_flatten(exc.detail)), "body"
    detail = errors[0].detail if len(errors) == 1 else f"{len(errors)} things are wrong; see errors."
    return problem_response(
        problem_document(status=exc.status_code, code="invalid", detail=detail, errors=errors, place=place)
    )


def _framework_problem(exc: exceptions.APIException) -> Response:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header  # type: ignore[attr-defined]
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(exc.wait))  # type: ignore[attr-defined]
    code = exc.get_codes()
    return problem_response(
        problem_document(
            status=exc.status_code, code=code if isinstance(code, str) else exc.default_code, detail=str(exc.detail)
        ),
        headers=headers,
    )


def _flatten(detail: Any, path: tuple[str | int, ...] = ()) -> Iterator[FieldError]:
    """Walk REST framework's nested error details and give each message its pointer."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _flatten(inner, path if name == NON_FIELD else (*path, name))
    elif isinstance(detail, list | tuple):
        for index, inner in enumerate(detail):
            yield from _flatten(inner, (*path, index) if isinstance(inner, Mapping) else path)
    else:
        yield FieldError(pointer(*path), getattr(detail, "code", None) or "invalid", str(detail))
