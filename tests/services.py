"""Which services answer on this machine, and what happens when one does not.

With ``REQUIRE_SERVICES=1`` (CI) a missing one is a failure; elsewhere its tests are left out, and the run says so.
"""

import os
import shutil
import socket
from urllib.parse import urlsplit

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://factcheck:factcheck@127.0.0.1:5432/factcheck")
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "http://127.0.0.1:9200")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""

MARKERS = ("postgres", "redis", "elasticsearch", "browser")


def answers(url: str) -> bool:
    """Say whether something accepts connections at the URL's host and port."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=2):
            return True
    except OSError:
        return False


def missing() -> dict[str, str]:
    """Return the markers whose service is not there, each with the reason."""
    absent = {}
    if not answers(POSTGRES_URL):
        absent["postgres"] = "no PostgreSQL"
    if not answers(REDIS_URL):
        absent["redis"] = "no Redis"
    if not answers(ELASTICSEARCH_URL):
        absent["elasticsearch"] = "no Elasticsearch"
    if not CHROMIUM:
        absent["browser"] = "no Chromium"
    return absent


def required() -> bool:
    return os.environ.get("REQUIRE_SERVICES") == "1"
