from collections.abc import Iterator

import pytest
from django.core.cache import cache

from factcheck.search.backends.base import SearchBackend
from factcheck.search.backends.registry import search_backend
from tests import services
from tests.log_guards import _append_only_tables_can_be_flushed  # noqa: F401
from tests.search.refreshing import RefreshingElasticsearchBackend


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
def search_index(db: None) -> SearchBackend:
    """The configured search backend, with nothing in it.

    Call ``index_jobs_drain()`` to make what the test wrote searchable. The embedded index goes with the test's
    transaction; what was written to Elasticsearch is made anew.
    """
    backend = search_backend()
    backend.ensure()
    if isinstance(backend, RefreshingElasticsearchBackend):
        backend.empty()
    return backend


@pytest.fixture(scope="session", autouse=True)
def _no_index_outlives_the_run() -> Iterator[None]:
    yield
    backend = search_backend()
    if isinstance(backend, RefreshingElasticsearchBackend):
        backend.drop_all()
