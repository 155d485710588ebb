import pytest
from django.db import connection

from factcheck.search.backends.base import SearchBackend
from factcheck.search.backends.embedded import EmbeddedBackend
from factcheck.search.backends.registry import search_backend


@pytest.fixture
def embedded(db: None) -> SearchBackend:
    """The configured backend, when it is the embedded one. Its tables go with the test's transaction."""
    if connection.vendor != "sqlite":
        pytest.skip("the embedded index lives in SQLite")
    backend = search_backend()
    assert isinstance(backend, EmbeddedBackend)
    backend.ensure()
    return backend
