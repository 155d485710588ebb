"""Rankings that a cursor walks through.

The order by relevance moves with every write, so the order that the first page was cut from is kept: the object ids,
packed, for an hour. A row that is gone by then is left out of its page, and no row comes twice.
"""

import secrets

import numpy as np
from django.db import connection

from factcheck.core import clock
from factcheck.core.errors import InvalidInput
from factcheck.search.backends.embedded.writing import milliseconds

KEPT_MILLISECONDS = 3_600_000


def view_store(object_ids: list[int]) -> str:
    """Keep the ranking and return its token. Rankings that are older than an hour are forgotten."""
    token = secrets.token_urlsafe(12)
    now = milliseconds(clock.now())
    packed = np.array(object_ids, dtype=np.int64).tobytes()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_view WHERE created_at < %s", [now - KEPT_MILLISECONDS])
        cursor.execute(
            "INSERT INTO search_view (token, created_at, object_ids) VALUES (%s, %s, %s)", [token, now, packed]
        )
    return token


def view_read(token: str) -> list[int]:
    """Return the ranking. Raises InvalidInput when it is no longer kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT object_ids FROM search_view WHERE token = %s", [token])
        row = cursor.fetchone()
    if row is None:
        raise InvalidInput.field(
            "/cursor", "expired", "This cursor is older than an hour. Start again from the first page."
        )
    return [int(object_id) for object_id in np.frombuffer(row[0], dtype=np.int64)]
