"""Rank earlier claims for the posts of a CheckThat! Task 2 folder, through the service, on either backend.

    python benchmarks/claim_matching.py FOLDER --split dev --backend embedded --out ranking.jsonl

FOLDER holds verified_claims.docs.tsv and <split>/tweets.queries.tsv. The claims are imported as external reviews into
a database of their own (SQLite in a temporary folder), indexed by the ordinary drain, and matched by ``claims_match``.
The ranking (``{"id": query, "claims": [best, second, …]}`` per line) is what a scorer of that task reads.
"""

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
csv.field_size_limit(10_000_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--backend", choices=["embedded", "elasticsearch"], default="embedded")
    parser.add_argument("--out", type=Path, default=Path("ranking.jsonl"))
    parser.add_argument("--limit", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "factcheck.settings.test",
            "DATABASE_URL": f"sqlite:///{folder}/benchmark.sqlite3",
            "VAR_DIR": folder,
            "SEARCH_BACKEND": options.backend,
            "LOG_LEVEL": "ERROR",
        }
        import django

        django.setup()
        run(options)


def run(options: argparse.Namespace) -> None:
    from django.core.management import call_command

    from factcheck.search.backends.registry import search_backend
    from factcheck.search.claimreview.fields import ReviewFields
    from factcheck.search.models import ExternalReview
    from factcheck.search.selectors import claims_match
    from factcheck.search.services import index_jobs_drain
    from factcheck.search.services.external_reviews import external_reviews_store

    call_command("migrate", verbosity=0)
    backend = search_backend()
    backend.drop_all()
    backend.ensure()
    claims = rows(options.folder / "verified_claims.docs.tsv")
    reviews = [
        ReviewFields(url=f"https://claims.example/{number}", claim_text=claim, title=title, reviewer="CheckThat")
        for number, claim, title in claims
    ]
    report = external_reviews_store(reviews=reviews, feed=str(options.folder))
    numbers = {url.rsplit("/", 1)[-1]: pid for url, pid in ExternalReview.objects.values_list("url", "public_id")}
    public = {pid: number for number, pid in numbers.items()}
    started = time.perf_counter()
    index_jobs_drain()
    indexed = time.perf_counter() - started
    backend.refresh("external_review")
    print(f"{options.backend}: {report.created} claims imported, {report.skipped} repeated, indexed in {indexed:.1f} s")

    seconds = []
    with options.out.open("w", encoding="utf-8") as out:
        for query, text in rows(options.folder / options.split / "tweets.queries.tsv"):
            started = time.perf_counter()
            (matches,) = claims_match(texts=[text[:10_000]], limit=options.limit)
            seconds.append(time.perf_counter() - started)
            line = {
                "id": query,
                "claims": [public[match.public_id] for match in matches],
                "scores": [match.score for match in matches],
            }
            out.write(json.dumps(line) + "\n")
    seconds.sort()
    print(
        f"{options.split}: {len(seconds)} queries, median {seconds[len(seconds) // 2] * 1000:.0f} ms, "
        f"p95 {seconds[int(len(seconds) * 0.95)] * 1000:.0f} ms, ranking in {options.out}"
    )
    backend.drop_all()


def rows(path: Path) -> list[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return [tuple(row) for row in list(csv.reader(handle, delimiter="\t"))[1:]]


if __name__ == "__main__":
    main()
