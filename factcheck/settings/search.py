"""The search backend: ``embedded`` (SQLite FTS5 in the same file) or ``elasticsearch``."""

from factcheck.settings.environment import env

SEARCH_BACKENDS = {
    "embedded": "factcheck.search.backends.embedded.EmbeddedBackend",
    "elasticsearch": "factcheck.search.backends.elasticsearch.ElasticsearchBackend",
}
SEARCH_BACKEND = env.str("SEARCH_BACKEND", default="embedded")
SEARCH_INDEX_PREFIX = env.str("SEARCH_INDEX_PREFIX", default="factcheck")
# Longer than a batch of index jobs takes: after that the drain that held it is taken for dead.
SEARCH_LEASE_SECONDS = env.int("SEARCH_LEASE_SECONDS", default=120)

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="http://127.0.0.1:9200")
ELASTICSEARCH_TIMEOUT_SECONDS = env.float("ELASTICSEARCH_TIMEOUT_SECONDS", default=10.0)
ELASTICSEARCH_SHARDS = env.int("ELASTICSEARCH_SHARDS", default=1)
ELASTICSEARCH_REPLICAS = env.int("ELASTICSEARCH_REPLICAS", default=0)
# Searches that begin within this time look at the same state of the index, which saves opening one for each. It adds to
# the second that Elasticsearch itself takes to show what was written.
ELASTICSEARCH_VIEW_SECONDS = env.float("ELASTICSEARCH_VIEW_SECONDS", default=1.0)
