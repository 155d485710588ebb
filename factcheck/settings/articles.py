"""Fetching and limits of articles."""

from factcheck.settings.environment import env

ARTICLE_MAX_CHARACTERS = 1_000_000
FETCH_USER_AGENT = env.str("FETCH_USER_AGENT", default="FactcheckBot/1.0")
FETCH_MAX_BYTES = env.int("FETCH_MAX_BYTES", default=10_000_000)
FETCH_TIMEOUT_SECONDS = env.float("FETCH_TIMEOUT_SECONDS", default=20.0)
FETCH_MAX_REDIRECTS = env.int("FETCH_MAX_REDIRECTS", default=5)
# Networks that may be fetched although they are not public: for tests against a local server only.
FETCH_ALLOWED_NETWORKS: list[str] = env.list("FETCH_ALLOWED_NETWORKS", default=[])
