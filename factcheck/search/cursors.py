"""Cursors as clients hold them: signed, and good only for the search that they were made by."""

import hashlib
import json
from typing import Any

from django.core import signing

from factcheck.core.errors import InvalidInput
from factcheck.search.types import Cursor, SearchRequest

_SALT = "factcheck.search.cursor"


def cursor_encode(cursor: Cursor, request: SearchRequest) -> str:
    """Return the cursor as an opaque string."""
    value = {"a": list(cursor.after), "v": cursor.view, "f": _fingerprint(request)}
    return signing.dumps(value, salt=_SALT, compress=True)


def cursor_decode(text: str, request: SearchRequest) -> Cursor:
    """Return the cursor. Raises InvalidInput when it was not made here, or by a search for something else."""
    try:
        value: dict[str, Any] = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        detail = "This cursor is not one of ours. Take it from “next” as it is, or start without one."
        raise InvalidInput.field("/cursor", "invalid", detail) from None
    if value["f"] != _fingerprint(request):
        detail = "This cursor belongs to a search with other words, filters or order. Start without one."
        raise InvalidInput.field("/cursor", "other_search", detail)
    return Cursor(after=tuple(value["a"]), view=value["v"])


def _fingerprint(request: SearchRequest) -> str:
    parts = [
        request.kind,
        repr(request.query.clauses),
        sorted(request.query.filters.items()),
        sorted(request.query.excluded_filters.items()),
        sorted(request.filters.items()),
        sorted((field, str(limits.since), str(limits.until)) for field, limits in request.ranges.items()),
        request.sort,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
