import pytest
from django.core.cache import cache
from django.db import connection

from factcheck.search.backends.base import SearchBackend
from factcheck.search.backends.registry import search_backend
from tests import services
from tests.log_guards import _append_only_tables_can_be_flushed  # noqa: F401


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fail, rather than skip, a test whose service is required and not there."""
    absent = services.missing() if any(m.name in services.MARKERS for i in items for m in i.iter_markers()) else {}
    for item in items:
        for marker in services.MARKERS:
            if marker in absent and item.get_closest_marker(marker):
                reason = f"{absent[marker]}; `make services` installs and starts it"
                item.add_marker(
                    pytest.mark.xfail(reason=reason, run=False, strict=True)
                    if services.required()
                    else pytest.mark.skip(reason=reason)
                )


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def embedded(db: None) -> SearchBackend:
    """The configured search backend, when it is the embedded one. Its tables go with the test's transaction.

    Call ``index_jobs_drain()`` to make what the test wrote searchable. The embedded index lives in SQLite, so on
    another database such a test is left out; there Elasticsearch has tests of its own.
    """
    if connection.vendor != "sqlite":
        pytest.skip("the embedded index lives in SQLite")
    backend = search_backend()
    backend.ensure()
    return backend
