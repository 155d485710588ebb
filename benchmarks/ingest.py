"""How long an article takes from POST to stored claims, and how much of that is the models.

    python benchmarks/ingest.py [--runs 20] [--long FILE …] [--database URL]

Articles are posted to the API and their jobs run in this process, one after the other, so that the time is the work's
own: the seed article, and one of 60,000 characters, made of the seed article's paragraphs or of the given text files.
Each run has a text of its own (a line at its top), for the same text would be the same article. The time in the engine
is taken in the same run, around the call. The first run of each, which loads the model, is not counted.
"""

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

LENGTH = 60_000
in_engine: list[float] = []


def timed_attribute(text: str) -> object:
    """The shipped engine, with the time that each call takes noted."""
    from sources.attribution import attribute

    started = time.perf_counter()
    try:
        return attribute(text)
    finally:
        in_engine.append(time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--long", type=Path, nargs="*", default=[], help="texts that the long article is made of")
    parser.add_argument("--database", default="", help="an empty database; SQLite in a temporary folder without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "factcheck.settings.test",
            "DATABASE_URL": options.database or f"sqlite:///{folder}/benchmark.sqlite3",
            "VAR_DIR": folder,
            "ATTRIBUTION_ENGINE": "benchmarks.ingest.timed_attribute",
            "LOG_LEVEL": "ERROR",
            "DEBUG": "0",
        }
        import django

        django.setup()
        run(options)


def run(options: argparse.Namespace) -> None:
    from django.core.management import call_command

    from factcheck.ops.seeds import registry_seed

    call_command("migrate", verbosity=0)
    registry_seed()
    seed = (ROOT / "seeds" / "li-shangfu.txt").read_text(encoding="utf-8")
    parts = [path.read_text(encoding="utf-8") for path in options.long] or [seed]
    report("seed article", seed, options.runs)
    report("long article", long_text(parts), options.runs)


def long_text(parts: list[str]) -> str:
    """Return a text of LENGTH characters: the paragraphs of the parts, over and over, each time in another order."""
    paragraphs = [line for part in parts for line in part.splitlines() if line.strip()]
    text = ""
    turn = 0
    while len(text) < LENGTH:
        shift = turn % len(paragraphs)
        text += "\n".join(paragraphs[shift:] + paragraphs[:shift]) + "\n"
        turn += 1
    return text[:LENGTH].rsplit(".", 1)[0] + "."


def report(name: str, text: str, runs: int) -> None:
    client_post = poster()
    totals, models, rests = [], [], []
    queries = 0
    for number in tqdm(range(runs + 1), desc=name, unit="run"):
        total, model, claims, counted = one(client_post, f"Edition {number}.\n{text}", counted=number == 0)
        queries = queries or counted
        if number:
            totals.append(total)
            models.append(model)
            rests.append(total - model)
    print(f"{name}: {len(text):,} characters, {claims} claims, {queries} queries, {runs} runs")
    for label, values in (("POST to stored claims", totals), ("of that, the models", models), ("all else", rests)):
        print(f"  {label:22} median {statistics.median(values) * 1000:8.0f} ms   p95 {p95(values) * 1000:8.0f} ms")
    share = statistics.median(rests) / statistics.median(models)
    print(f"  all else / models      {share:.2f}")


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def poster() -> object:
    """Return a function that posts a text to the API as a partner and returns the response."""
    from django.test import Client

    from factcheck.partners.models import Partner
    from factcheck.partners.services import api_key_create, partner_create

    partner = Partner.objects.filter(name="Benchmark").first() or partner_create(name="Benchmark")
    _, credential = api_key_create(partner=partner, scope="write")
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Api-Key {credential}"})
    return lambda text: client.post("/api/v1/articles/", {"text": text}, content_type="application/json")


def one(client_post: object, text: str, counted: bool) -> tuple[float, float, int, int]:
    """Post a text and run its job; returns seconds in all, seconds in the engine, claims, and queries if counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.ingest import in_engine  # the module that settings name, not this script's __main__
    from factcheck.articles.models import Article
    from factcheck.core import jobs

    in_engine.clear()
    capture = CaptureQueriesContext(connection) if counted else contextlib.nullcontext()
    started = time.perf_counter()
    with capture:
        response = client_post(text)  # type: ignore[operator]
        jobs.jobs_run_due(kinds=("articles.ingest",))
    total = time.perf_counter() - started
    if response.status_code not in (201, 202):
        sys.exit(f"POST answered {response.status_code}: {response.content[:500]!r}")
    article = Article.objects.get(public_id=response.json()["id"])
    if article.state != Article.State.READY:
        sys.exit(f"the article is {article.state}: {article.reason_detail}")
    return total, sum(in_engine), article.claims.count(), len(capture) if counted else 0


if __name__ == "__main__":
    main()
