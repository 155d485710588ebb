from typing import Any
from unittest import mock

from factcheck.search.checks import embedded_needs_sqlite


def test_the_embedded_search_asks_for_sqlite(settings: Any) -> None:
    settings.SEARCH_BACKEND = "embedded"
    with mock.patch("factcheck.search.checks.connection", vendor="postgresql"):
        (error,) = embedded_needs_sqlite()
        assert error.id == "search.E002"
        settings.SEARCH_BACKEND = "elasticsearch"
        assert embedded_needs_sqlite() == []


def test_an_unknown_backend_is_named(settings: Any) -> None:
    settings.SEARCH_BACKEND = "sphinx"
    assert "sphinx" in embedded_needs_sqlite()[0].msg
