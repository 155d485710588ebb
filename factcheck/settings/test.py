"""What tests change: jobs run when a test says so, nothing is slow on purpose, no user data is touched."""

import os
import tempfile
from pathlib import Path

from factcheck.settings import *  # noqa: F403
from factcheck.settings.database import DATABASES
from factcheck.settings.search import SEARCH_BACKENDS

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in production, not SQLite's shared memory: there one connection that reads makes another one that
    # writes fail at once, whatever its timeout, and a browser's requests come in parallel.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"factcheck-test-{os.getpid()}.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
JOBS_BACKEND = "none"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# One run does not see what another one wrote, and nobody waits a second for what was just written.
SEARCH_INDEX_PREFIX = f"factcheck-test-{os.getpid()}"
SEARCH_BACKENDS = {**SEARCH_BACKENDS, "elasticsearch": "tests.search.refreshing.RefreshingElasticsearchBackend"}
