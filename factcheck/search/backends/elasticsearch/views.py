"""Points in time: the still state of an index that a cursor walks through."""

import threading
import time

from django.conf import settings
from elasticsearch import Elasticsearch

KEEP_ALIVE = "5m"


class Views:
    """Opens points in time, and lets searches that begin within a second share one."""

    def __init__(self, client: Elasticsearch) -> None:
        self._client = client
        self._shared: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def current(self, alias: str) -> str:
        """Return a point in time that is no older than ``settings.ELASTICSEARCH_VIEW_SECONDS``."""
        with self._lock:
            token, opened = self._shared.get(alias, ("", 0.0))
        if token and time.monotonic() - opened < settings.ELASTICSEARCH_VIEW_SECONDS:
            return token
        return self.fresh(alias)

    def fresh(self, alias: str) -> str:
        """Open a point in time of now."""
        opened = time.monotonic()
        token = str(self._client.open_point_in_time(index=alias, keep_alive=KEEP_ALIVE)["id"])
        with self._lock:
            self._shared[alias] = (token, opened)
        return token

    def forget(self, alias: str) -> None:
        """Let the next search look at the index as it is by then."""
        with self._lock:
            self._shared.pop(alias, None)
