"""Nothing is lost: workers are killed, the server is stopped, jobs come twice and late, and a rebuild runs meanwhile.

Everything runs in processes of its own, on a database file and an Elasticsearch of its own. Each test ends with a
reconciliation that finds no drift and with every name in the index as it is in the database.
"""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch, helpers

ROOT = Path(__file__).resolve().parents[3]
SERVICES = ROOT / ".ci" / "services"
PORT = "9217"
ROWS = 2_000
# Generous, because a busy machine is no failure; nothing waits this long when all is well.
PATIENCE = 300

pytestmark = pytest.mark.elasticsearch


class World:
    """One database file, one index prefix, and the processes that work on them."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "rows.sqlite3"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "factcheck.settings",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "VAR_DIR": str(folder),
            "SEARCH_BACKEND": "elasticsearch",
            "SEARCH_INDEX_PREFIX": f"crash-{os.getpid()}",
            "ELASTICSEARCH_URL": f"http://127.0.0.1:{PORT}",
            "SEARCH_LEASE_SECONDS": "5",
            "JOBS_BACKEND": "none",
            "LOG_LEVEL": "ERROR",
        }
        self.client = Elasticsearch(self.environment["ELASTICSEARCH_URL"], request_timeout=30)
        self.alias = f"crash-{os.getpid()}-source"

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment)

    def deed(self, *arguments: str) -> tuple[str, ...]:
        return ("-m", "tests.search.crash.process", *arguments)

    def value(self, sql: str) -> Any:
        connection = sqlite3.connect(self.database, timeout=30)
        try:
            return connection.execute(sql).fetchone()[0]
        finally:
            connection.close()

    def waiting(self) -> int:
        return int(self.value("SELECT count(*) FROM search_indexjob"))

    def rows(self) -> int:
        return int(self.value("SELECT count(*) FROM registry_source"))

    def indexed(self) -> int:
        if not self.client.indices.exists_alias(name=self.alias):
            return 0
        self.client.indices.refresh(index=self.alias)
        return int(self.client.count(index=self.alias)["count"])

    def until(self, condition: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"waited {PATIENCE} s for: {what}"
            time.sleep(0.1)

    def settle(self) -> None:
        self.until(lambda: self.waiting() == 0, "no job waiting")

    def assert_true(self) -> None:
        """Reconciling finds nothing, and every name in the index is the one in the database."""
        found = self.run("manage.py", "search_reconcile", "source")
        assert re.search(rf"{self.rows()} rows, 0 missing, 0 stale, 0 surplus, 0 of them waiting: drift 0", found), (
            found
        )
        self.client.indices.refresh(index=self.alias)
        documents = helpers.scan(self.client, index=self.alias, query={"_source": ["payload.name"]})
        connection = sqlite3.connect(self.database)
        names = dict(connection.execute("SELECT id, name FROM registry_source"))
        connection.close()
        assert {int(row["_id"]): row["_source"]["payload"]["name"] for row in documents} == names


def server(action: str) -> None:
    command = {"start": [str(SERVICES / "elasticsearch")], "stop": [str(SERVICES / "stop"), "elasticsearch"]}[action]
    environment = os.environ | {"ELASTICSEARCH_PORT": PORT, "ELASTICSEARCH_HEAP": "512m"}
    subprocess.run(command, env=environment, check=True, timeout=2 * PATIENCE, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def own_server() -> Iterator[None]:
    server("start")
    yield
    server("stop")


@pytest.fixture
def world(own_server: None, tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    world.run("manage.py", "migrate", "--verbosity", "0")
    yield world
    names = list(world.client.indices.get(index=f"crash-{os.getpid()}-*"))
    if names:
        world.client.indices.delete(index=names)


@pytest.fixture
def worker(world: World) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts workers, and ends them with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(world.start(*world.deed("work")))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


Worker = Callable[[], "subprocess.Popen[bytes]"]


def test_a_worker_that_is_killed_in_the_middle_of_a_drain(world: World, worker: Worker) -> None:
    world.run(*world.deed("write", str(ROWS)))
    first = worker()
    world.until(lambda: world.indexed() >= 200, "200 documents")
    first.kill()
    first.wait()
    assert 0 < world.waiting() <= ROWS
    worker()
    world.settle()
    world.assert_true()


def test_a_server_that_is_stopped_for_a_while_during_two_thousand_writes(world: World, worker: Worker) -> None:
    worker()
    writer = world.start(*world.deed("write", str(ROWS)))
    world.until(lambda: world.rows() >= 300, "300 rows")
    server("stop")
    assert writer.wait(timeout=PATIENCE) == 0
    assert world.rows() == ROWS
    assert world.waiting() > 0
    assert world.run(*world.deed("search")) == "unavailable, again in 10 s\n"
    server("start")
    world.settle()
    world.assert_true()
    assert world.run(*world.deed("search")) == f"{ROWS}\n"


def test_jobs_that_come_twice_at_once_and_out_of_order(world: World, worker: Worker) -> None:
    world.run(*world.deed("write", "400"))
    for _ in range(3):
        worker()
    world.run(*world.deed("edit", "5"))
    world.settle()
    assert world.run(*world.deed("replay")) == "0 written\n"
    world.assert_true()


def test_writes_during_a_rebuild_that_is_killed_and_begun_again(world: World, worker: Worker) -> None:
    world.run(*world.deed("write", str(ROWS)))
    worker()
    world.settle()
    before = set(world.client.indices.get_alias(name=world.alias))
    writer = world.start(*world.deed("edit", "2"))
    rebuild = world.start("manage.py", "search_reindex", "source")
    filled = "SELECT coalesce(max(filled_to), 0) FROM search_rebuild"
    world.until(lambda: world.value(filled) >= 400 or rebuild.poll() is not None, "400 rows filled in")
    rebuild.kill()
    rebuild.wait()
    world.run("manage.py", "search_reindex", "source")
    assert writer.wait(timeout=PATIENCE) == 0
    world.settle()
    world.assert_true()
    assert set(world.client.indices.get_alias(name=world.alias)).isdisjoint(before)
    assert world.value("SELECT count(*) FROM search_rebuild WHERE state = 'open'") == 0
