"""The Elasticsearch backend, through ``elasticsearch.dsl``."""

from factcheck.search.backends.elasticsearch.backend import ElasticsearchBackend

__all__ = ["ElasticsearchBackend"]
