import pytest
from django.db import connection

from factcheck.search.backends.base import SearchBackend
from factcheck.search.backends.embedded import EmbeddedBackend
from tests.search.contract import BackendContract

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the embedded index lives in SQLite"),
]


class TestEmbeddedBackend(BackendContract):
    @pytest.fixture
    def backend(self) -> SearchBackend:
        backend = EmbeddedBackend(prefix="contract")
        backend.ensure()
        return backend
