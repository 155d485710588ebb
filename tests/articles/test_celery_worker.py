"""A real Celery worker on a real Redis ingests an article."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import services
from tests.articles.conftest import migrated_copy

pytestmark = pytest.mark.redis

TEXT = "Alice said that the bridge is closed. It opened in 1932."
SUBMIT = """
import django
django.setup()
from factcheck.articles.services import article_submit, article_wait
article = article_submit(door="api", submitter="test", text={text!r})
article = article_wait(article_id=article.id, seconds=60)
print(article.state, article.claims.count(), article.reason_detail)
"""


@pytest.fixture
def environment(tmp_path: Path, migrated: Path) -> dict[str, str]:
    # A database of Redis that nothing else uses: another test's worker must not take this one's messages.
    redis = services.REDIS_URL.rsplit("/", 1)[0] + "/13"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{migrated_copy(migrated, tmp_path)}",
        "REDIS_URL": redis,
        "JOBS_BACKEND": "celery",
        "SEARCH_BACKEND": "embedded",
        "ATTRIBUTION_ENGINE": "tests.engine.attribute",
    }


@pytest.fixture
def worker(environment: dict[str, str], tmp_path: Path) -> Iterator[Path]:
    """A worker that is ready; gives the file of its log."""
    log = tmp_path / "worker.log"
    command = [sys.executable, "-m", "celery", "-A", "factcheck", "worker", "--pool", "solo", "--loglevel", "INFO"]
    with log.open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 60
        while " ready." not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield log
    finally:
        process.terminate()
        process.wait(30)


def test_a_worker_is_woken_by_a_submission_and_makes_its_claims(environment: dict[str, str], worker: Path) -> None:
    script = SUBMIT.format(text=TEXT)
    result = subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True)
    assert result.stdout.split() == ["ready", "2"], worker.read_text()
    assert "core.jobs_run_due" in worker.read_text()
