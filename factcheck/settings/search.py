"""The search backend: ``embedded`` (SQLite FTS5 in the same file) or ``elasticsearch``."""

from factcheck.settings.environment import env

SEARCH_BACKENDS = {
    "embedded": "factcheck.search.backends.embedded.EmbeddedBackend",
    "elasticsearch": "factcheck.search.backends.elasticsearch.ElasticsearchBackend",
}
SEARCH_BACKEND = env.str("SEARCH_BACKEND", default="embedded")
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="http://127.0.0.1:9200")
SEARCH_INDEX_PREFIX = env.str("SEARCH_INDEX_PREFIX", default="factcheck")
