"""What Django checks at start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import connection


@register
def embedded_needs_sqlite(**kwargs: Any) -> list[CheckMessage]:
    """The embedded index lives in the file of the rows: it needs that file to be SQLite's."""
    messages: list[CheckMessage] = []
    if settings.SEARCH_BACKEND not in settings.SEARCH_BACKENDS:
        known = ", ".join(settings.SEARCH_BACKENDS)
        messages.append(Error(f"SEARCH_BACKEND={settings.SEARCH_BACKEND!r} is not one of {known}.", id="search.E001"))
    elif settings.SEARCH_BACKEND == "embedded" and connection.vendor != "sqlite":
        messages.append(
            Error(
                "The embedded search needs SQLite as the database.",
                hint="Set SEARCH_BACKEND=elasticsearch and ELASTICSEARCH_URL beside this DATABASE_URL.",
                id="search.E002",
            )
        )
    return messages
