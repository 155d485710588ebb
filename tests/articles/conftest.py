import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.site import NETWORK, Site, running_site


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A local site that the client may fetch although its address is not public."""
    settings.FETCH_ALLOWED_NETWORKS = [NETWORK]
    with running_site() as running:
        yield running


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with all tables, for tests that start processes; take a copy of it."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "factcheck.settings.test",
        "DATABASE_URL": f"sqlite:///{path}",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=environment, check=True)
    return path


def migrated_copy(migrated: Path, folder: Path) -> Path:
    """Return a copy of the empty database in the folder."""
    return Path(shutil.copy(migrated, folder / "copy.sqlite3"))
