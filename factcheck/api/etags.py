"""Entity tags: the version that an edit names, and a digest that changes with anything that is shown."""

import hashlib
import json
import re
from typing import Any

from rest_framework.request import Request

from factcheck.api.errors import HeaderError, PreconditionRequired
from factcheck.core.errors import FieldError

_TAG = re.compile(r'"([0-9]{1,9})(?:\.[0-9a-f]+)?"')


def etag(version: int, shown: Any) -> str:
    """Return the strong entity tag ``"<version>.<digest>"`` of a resource as it is shown."""
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
    return f'"{version}.{digest[:16]}"'


def matches_none_of(request: Request, tag: str) -> bool:
    """Say whether If-None-Match lets the resource be sent: false means that the client has it already (304)."""
    given = request.headers.get("If-None-Match")
    if given is None:
        return True
    tags = [part.strip().removeprefix("W/") for part in given.split(",")]
    return tag not in tags and "*" not in tags


def expected_version(request: Request) -> int:
    """Return the version that If-Match names: an entity tag as sent, or just ``"3"``.

    Raises PreconditionRequired (428) without the header, HeaderError (400) for one that names no version.
    """
    given = request.headers.get("If-Match")
    if given is None:
        detail = "Name the version that you saw in If-Match: the ETag of the resource."
        raise PreconditionRequired(detail, errors=[FieldError("/If-Match", "required", detail)])
    match = _TAG.fullmatch(given.strip())
    if match is None:
        detail = 'If-Match names one version, as the ETag does: "3" or the whole tag.'
        raise HeaderError(detail, errors=[FieldError("/If-Match", "invalid", detail)])
    return int(match.group(1))
