"""Server time of the console's pages for an article of 10,000 words with 300 claims.

    python -m benchmarks.workbench

Each page is asked for through Django's test client, on the database of the test settings; the same pages of an article
with one claim are measured in the same run.
"""

import os
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from factcheck.articles.models import ArticleVersion

WORDS, CLAIMS, ROUNDS = 10_000, 300, 15


def article(claims: int) -> "ArticleVersion":
    """Make an article of WORDS words whose claims are spread over it, every tenth within another one."""
    from tests.factories import ArticleVersionFactory, ClaimFactory, MentionFactory, SourceFactory

    sentence = "The minister said that the bridge over the river is closed until May. "
    text = (sentence * (WORDS // len(sentence.split()) + 1)).strip()
    version = ArticleVersionFactory(text=text)
    sources = [SourceFactory() for _ in range(20)]
    step = len(sentence) * (len(text) // len(sentence) // claims)
    for i in range(claims):
        start = i * step
        mention = MentionFactory(
            article_version=version, start=start, end=start + len("The minister"), source=sources[i % len(sources)]
        )
        at = start + len("The minister said ")
        segments = [(at, at + (60 if i % 10 else 20))]
        ClaimFactory(
            article_version=version, segments=segments, attribution__source=mention.source, attribution__mention=mention
        )
    return version


def measure(client: "Client", address: str, **headers: str) -> tuple[float, float, float, int, int]:
    """Return median and 95th percentile of the time, the median of the processor's, all in milliseconds, the number of
    queries, and the size of the answer in kB. On a busy machine only the processor's time says what the page costs."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address, headers=headers)
    times, busy = [], []
    for _ in range(ROUNDS):
        start, cpu = time.perf_counter(), time.process_time()
        response = client.get(address, headers=headers)
        times.append(1000 * (time.perf_counter() - start))
        busy.append(1000 * (time.process_time() - cpu))
        assert response.status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(address, headers=headers)
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return statistics.median(times), p95, statistics.median(busy), len(queries), len(response.content) // 1024


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.test")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    from django.test import Client
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases
    from django.urls import reverse

    from factcheck.claims.models import Claim
    from tests.factories import FactCheckerFactory

    setup_test_environment(debug=False)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        client = Client()
        client.force_login(FactCheckerFactory())
        print(f"{'page':34} {'claims':>6} {'median ms':>10} {'p95 ms':>8} {'cpu ms':>8} {'queries':>8} {'kB':>6}")
        for claims in (1, CLAIMS):
            version = article(claims)
            claim = Claim.objects.filter(article_version=version).order_by("start").last()
            assert claim is not None
            page = reverse("admin:claims_claim_change", args=[claim.public_id]) + "?queue=tab%3Dopen"
            rows = (
                ("workbench", page, {}),
                ("workbench, another claim's panel", page, {"X-Requested-With": "fetch"}),
                ("article page", reverse("admin:articles_article_change", args=[version.article.public_id]), {}),
                ("queue", reverse("admin:claims_claim_changelist"), {}),
            )
            for name, address, headers in rows:
                median, p95, busy, queries, size = measure(client, address, **headers)
                print(f"{name:34} {claims:6} {median:10.0f} {p95:8.0f} {busy:8.0f} {queries:8} {size:6}")
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
