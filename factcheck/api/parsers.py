"""The one way in which a body is read: JSON, of a size with an end."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from factcheck.api.errors import TooLarge


class StrictJSONParser(JSONParser):
    """JSON as REST framework reads it, but too large is a 413 and too deep a 400."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        request = (parser_context or {}).get("request")
        length = int((request.META.get("CONTENT_LENGTH") if request is not None else None) or 0)
        if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge(
                f"The body has {length} bytes, the limit is {settings.DATA_UPLOAD_MAX_MEMORY_SIZE}; send less."
            )
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("The JSON is nested too deeply.") from error
