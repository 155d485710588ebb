"""Which backend is in use."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from factcheck.search.backends.base import SearchBackend


def search_backend() -> SearchBackend:
    """Return the backend that ``settings.SEARCH_BACKEND`` names; the same object for the same settings."""
    return _made(settings.SEARCH_BACKENDS[settings.SEARCH_BACKEND], settings.SEARCH_INDEX_PREFIX)


@cache
def _made(path: str, prefix: str) -> SearchBackend:
    backend: SearchBackend = import_string(path)(prefix=prefix)
    return backend
