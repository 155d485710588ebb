"""How long a decision takes, many at once, and a check of the whole log.

    python benchmarks/review.py [--claims 300] [--threads 20] [--database URL]

Claims are made by the tests' factories. Each is started, proposed and published by the services, one after the other;
then claims are started by many threads at once, which all append to one log. The check of the log is set beside reading
the same rows without checking them, in the same run.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=300)
    parser.add_argument("--threads", type=int, default=20)
    parser.add_argument("--database", default="", help="an empty database; SQLite in a temporary folder without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "factcheck.settings.test",
            "DATABASE_URL": options.database or f"sqlite:///{folder}/benchmark.sqlite3",
            "DATABASE_POOL": str(options.threads + 2),
            "VAR_DIR": folder,
            "LOG_LEVEL": "ERROR",
            "DEBUG": "0",
        }
        import django

        django.setup()
        run(options)


def run(options: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.db import connection

    from factcheck.review.services import claims_assign
    from tests.factories import EditorFactory, EvidenceFactory, FactCheckerFactory
    from tests.review.steps import make_claim, take

    call_command("migrate", verbosity=0)
    checker, editor = FactCheckerFactory(), EditorFactory()
    claims = [make_claim() for _ in tqdm(range(options.claims), desc="claims")]
    for claim in claims:
        EvidenceFactory(claim=claim)
    print(f"{connection.vendor}, {options.claims} claims")

    started = time.perf_counter()
    claims_assign(claim_ids=[claim.id for claim in claims], assignee=checker, actor=editor)
    print(f"  assign all at once     {(time.perf_counter() - started) * 1000:8.0f} ms")

    proposal = {"finding": "confirmed", "verdict": "verified", "rationale": "The city says so."}
    report("start", (lambda claim=claim: take(claim, "start", checker) for claim in claims))
    report("propose", (lambda claim=claim: take(claim, "propose", checker, **proposal) for claim in claims))
    report("publish", (lambda claim=claim: take(claim, "publish", editor) for claim in claims))

    more = [make_claim() for _ in tqdm(range(options.claims), desc="more claims")]
    with ThreadPoolExecutor(options.threads) as pool:
        started = time.perf_counter()
        times = list(pool.map(lambda claim: seconds(lambda: take(claim, "start", checker)), more))
        total = time.perf_counter() - started
    name = f"start, {options.threads} threads"
    print(f"  {name:22} {quantiles(times)}   {len(more) / total:6.0f} a second in all")
    check()


def report(name: str, works: Iterable[Callable[[], object]]) -> None:
    print(f"  {name:22} {quantiles([seconds(work) for work in tqdm(list(works), desc=name)])}")


def quantiles(times: list[float]) -> str:
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return f"median {statistics.median(times) * 1000:6.1f} ms   p95 {p95 * 1000:6.1f} ms"


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def check() -> None:
    from factcheck.review.models import Decision
    from factcheck.review.verification import log_verify

    entries = Decision.objects.count()
    reading = min(seconds(lambda: sum(1 for _ in Decision.objects.order_by("sequence").iterator())) for _ in range(3))
    checking = min(seconds(log_verify) for _ in range(3))
    problem = log_verify().problem
    print(
        f"  check the log          {entries / checking:8.0f} entries a second ({entries} entries, {problem or 'sound'})"
    )
    print(f"  only read its rows     {entries / reading:8.0f} entries a second")


if __name__ == "__main__":
    main()
