from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse


def request_id_header(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put the request id that the log lines carry on the answer, so that a partner can name it when asking for help."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        request_id = structlog.contextvars.get_contextvars().get("request_id")
        if request_id:
            response["X-Request-ID"] = request_id
        return response

    return middleware
