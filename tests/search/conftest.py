import os
from collections.abc import Iterator

import pytest

from factcheck.search.backends.elasticsearch import ElasticsearchBackend
from factcheck.search.schema import KINDS


@pytest.fixture(scope="module")
def elasticsearch_indices() -> Iterator[ElasticsearchBackend]:
    """Indices of this process alone, made once, because making them is slow."""
    backend = ElasticsearchBackend(prefix=f"test-{os.getpid()}")
    backend.drop_all()
    backend.ensure()
    yield backend
    backend.drop_all()


@pytest.fixture
def elasticsearch(elasticsearch_indices: ElasticsearchBackend) -> Iterator[ElasticsearchBackend]:
    """An Elasticsearch backend whose indices are empty.

    What a test has written to is made anew after it: the server remembers the versions of deleted documents.
    """
    yield elasticsearch_indices
    elasticsearch_indices.ensure()
    for kind in KINDS:
        if next(elasticsearch_indices.versions(kind), None):
            elasticsearch_indices.rebuild_switch(kind, elasticsearch_indices.rebuild_start(kind))
