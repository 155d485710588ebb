"""The embedded backend: SQLite FTS5 in the same file as the rows."""

from factcheck.search.backends.embedded.backend import EmbeddedBackend

__all__ = ["EmbeddedBackend"]
