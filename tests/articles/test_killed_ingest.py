"""Processes are killed in the middle of an ingest, each at a later step; the next one finishes it, once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.articles.conftest import migrated_copy

RUN = """
import django, os, signal, sys
django.setup()
from factcheck.articles.models import Article
from factcheck.articles.services import article_submit
from factcheck.claims.models import AnalysisRun, Claim
from factcheck.core import jobs
from factcheck.core.models import Job
import factcheck.articles.services.ingest as ingest
text = "Alice said that the bridge is closed. It opened in 1932."
article = Article.objects.first() or article_submit(door="command", submitter="test", text=text)
print(article.state, article.versions.count(), Claim.objects.count(), Job.objects.get(kind="articles.ingest").state)
sys.stdout.flush()
step = sys.argv[1]
if step != "none":
    setattr(ingest, step, lambda **kwargs: os.kill(os.getpid(), signal.SIGKILL))
jobs.jobs_run_due(kinds=("articles.ingest",))
jobs.jobs_run_due(kinds=("articles.ingest",))
article.refresh_from_db()
job = Job.objects.get(kind="articles.ingest")
runs = AnalysisRun.objects.count()
print(article.state, article.versions.count(), Claim.objects.count(), job.state, job.attempts, runs)
"""


def test_an_ingest_that_is_killed_again_and_again_is_finished_once(tmp_path: Path, migrated: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "factcheck.settings.test",
        "DATABASE_URL": f"sqlite:///{migrated_copy(migrated, tmp_path)}",
        "ATTRIBUTION_ENGINE": "tests.engine.attribute",
        "LOG_LEVEL": "ERROR",
    }

    def run(step: str) -> tuple[int, list[str]]:
        command = [sys.executable, "-c", RUN, step]
        result = subprocess.run(command, env=environment, check=False, stdout=subprocess.PIPE, text=True)
        return result.returncode, result.stdout.splitlines()

    killed = -signal.SIGKILL
    assert run("version_store") == (killed, ["received 0 0 queued"])
    assert run("text_analyse") == (killed, ["fetching 0 0 running"])
    assert run("analysis_store") == (killed, ["analysing 1 0 running"])
    assert run("none") == (0, ["analysing 1 0 running", "ready 1 2 done 4 1"])
