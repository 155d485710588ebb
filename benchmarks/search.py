"""What the search endpoint adds to Elasticsearch, how both grow, and how fast documents go in.

    python benchmarks/search.py CLAIMS.tsv --counts 100000 [--vectors] [--queries 200]

CLAIMS.tsv gives the statistics: a table whose second column is a claim (such as the claims of CheckThat! 2020). Made-up
claims take their length and each of their words from it at random; sources come from the seeds' registry, the frequent
ones more often. They are documents without rows, for the endpoint reads no row. Each query is sent to
GET /api/v1/search/ (through Django's test client, with an API key) and as the same body to Elasticsearch, in turns.
"""

import argparse
import csv
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

BULK = 20_000
BATCH = 5_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", type=Path)
    parser.add_argument("--counts", type=int, nargs="+", default=[100_000])
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--vectors", action="store_true", help="give every document an embedding (random, length 1)")
    parser.add_argument("--bulk", type=int, default=BULK, help="documents that the comparison of bulk writes uses")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "factcheck.settings.test",
            "DATABASE_URL": f"sqlite:///{folder}/benchmark.sqlite3",
            "VAR_DIR": folder,
            "SEARCH_BACKEND": "elasticsearch",
            "LOG_LEVEL": "ERROR",
            "DEBUG": "0",
            "ALLOWED_HOSTS": "testserver",
        }
        import django

        django.setup()
        run(options)


class Maker:
    """Makes claims from the words, lengths and sources of real ones."""

    def __init__(self, claims: Path, *, vectors: bool) -> None:
        with claims.open(encoding="utf-8", newline="") as handle:
            texts = [row[1].split() for row in list(csv.reader(handle, delimiter="\t"))[1:]]
        counts = Counter(word for text in texts for word in text)
        self.words = np.array(list(counts))
        self.weights = np.array(list(counts.values()), dtype=float) / sum(counts.values())
        self.lengths = np.array([len(text) for text in texts])
        registry = json.loads((ROOT / "seeds" / "registry.json").read_text(encoding="utf-8"))
        rows = registry["sources"] if isinstance(registry, dict) else registry
        self.sources = [self._names(row) for row in rows]
        self.vectors = vectors
        self.random = np.random.default_rng(7)

    @staticmethod
    def _names(row: dict[str, Any]) -> list[str]:
        names = [name if isinstance(name, str) else name["text"] for name in row.get("names", [])]
        return [*([row["name"]] if row.get("name") else []), *names] or ["Unknown"]

    def documents(self, first: int, count: int) -> Iterator[Any]:
        from factcheck.search.types import Document

        lengths = self.random.choice(self.lengths, count)
        words = self.random.choice(self.words, int(lengths.sum()), p=self.weights)
        ranks = np.minimum(self.random.zipf(1.3, count) - 1, len(self.sources) - 1)
        ends = np.cumsum(lengths)
        start = datetime(2015, 1, 1, tzinfo=UTC)
        for n in range(count):
            text = " ".join(words[ends[n] - lengths[n] : ends[n]])
            names = self.sources[ranks[n]]
            object_id = first + n
            date = start + timedelta(hours=int(self.random.integers(0, 90_000)))
            state = ("unreviewed", "in_review", "published")[int(self.random.integers(0, 3))]
            verdict = ("none", "verified", "contested", "opinion")[int(self.random.integers(0, 4))]
            vector = self.random.standard_normal(384).astype(np.float32) if self.vectors else None
            yield Document(
                kind="claim",
                object_id=object_id,
                version=1,
                public_id=f"clm_{object_id:026d}",
                texts={"text": text, "source_names": tuple(names), "title": " ".join(text.split()[:8])},
                keywords={
                    "state": (state,),
                    "verdict": (verdict,),
                    "kind": ("reported",),
                    "language": ("en",),
                    "source": (f"src_{ranks[n]:026d}",),
                    "role": ("originator",),
                    "for_partners": ("true",),
                    "matchable": ("true",),
                },
                dates={"date": date, "created_at": date},
                payload=self._payload(object_id, text, names[0], state, verdict, date),
                vector=None if vector is None else vector / np.linalg.norm(vector),
            )

    @staticmethod
    def _payload(object_id: int, text: str, name: str, state: str, verdict: str, date: datetime) -> dict[str, Any]:
        """As long as a real representation."""
        segment = {"start": 187, "end": 187 + len(text)}
        source = {"id": f"src_{object_id % 997:026d}", "name": name, "kind": "organisation", "provisional": False}
        hop = {"id": f"hop_{object_id:026d}", "position": 0, "role": "originator", "medium": "statement"}
        return {
            "id": f"clm_{object_id:026d}",
            "url": f"/api/v1/claims/clm_{object_id:026d}/",
            "version": 1,
            "revision": None,
            "text": text,
            "kind": "reported",
            "language": "en",
            "uncertain": False,
            "article": {
                "id": f"art_{object_id:026d}",
                "version": 1,
                "title": text[:60],
                "url": None,
                "publisher": None,
            },
            "anchor": {"segments": [segment], **segment, "quote": text, "prefix": "p" * 32, "suffix": "s" * 32},
            "attribution": {"chain": [{**hop, "source": source, "finding": "pending"}], "traceability": "named"},
            "finding": "pending",
            "verdict": None if verdict == "none" else verdict,
            "state": state,
            "created_at": date.isoformat(),
            "updated_at": date.isoformat(),
        }


def run(options: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.test import Client

    from factcheck.search.backends.registry import search_backend

    call_command("migrate", verbosity=0)
    # Loads the whole site before anything is measured.
    Client().get("/healthz")
    backend: Any = search_backend()
    backend.drop_all()
    backend.ensure()
    try:
        maker = Maker(options.claims, vectors=options.vectors)
        bulk(backend, maker, options.bulk)
        filled = 0
        for count in options.counts:
            started = time.perf_counter()
            for first in range(filled, count, BATCH):
                backend.index(list(maker.documents(first + 1, min(BATCH, count - first))))
            filled = count
            backend.refresh("claim")
            size = backend.client.indices.stats(index=backend.indices.read_alias("claim"))["_all"]["primaries"]["store"]
            print(
                f"\n{count:,} claims ({size['size_in_bytes'] / 1e6:,.0f} MB), "
                f"made and indexed in {time.perf_counter() - started:,.0f} s"
            )
            queries(backend, maker, options.queries)
    finally:
        backend.drop_all()


def bulk(backend: Any, maker: Maker, count: int) -> None:
    """The backend's own bulk write beside the client's, of the same documents, into empty indices, in turns."""
    from elasticsearch import helpers

    from factcheck.search.backends.elasticsearch.writing import source_of

    documents = list(maker.documents(1, count))
    seconds: dict[str, list[float]] = {"ours": [], "parallel_bulk": []}
    for turn in range(4):
        target = backend.rebuild_start("claim")
        if turn % 2 == 0:
            started = time.perf_counter()
            result = backend.index(documents, target=target)
            seconds["ours"].append(time.perf_counter() - started)
            assert result.written == count
        else:
            actions = [{"_index": target, "_id": str(d.object_id), "_source": source_of(d)} for d in documents]
            started = time.perf_counter()
            for _ in helpers.parallel_bulk(backend.client, actions):
                pass
            seconds["parallel_bulk"].append(time.perf_counter() - started)
        backend.rebuild_discard(target)
    ours, bare = (count / min(seconds[name]) for name in ("ours", "parallel_bulk"))
    print(f"bulk, {count:,} documents: ours {ours:,.0f}/s, parallel_bulk {bare:,.0f}/s, share {ours / bare:.2f}")


def queries(backend: Any, maker: Maker, count: int) -> None:
    from django.test import Client

    from factcheck.search.backends.elasticsearch.searching import search_body
    from factcheck.search.language import query_parse
    from factcheck.search.types import SearchRequest

    client = Client(headers={"authorization": f"Api-Key {api_key()}"})
    index = backend.indices.read_alias("claim")
    measured: dict[str, list[tuple[float, float]]] = {}
    for number, (kind, parameters) in enumerate(made_queries(maker, count + 20)):
        filters = {name: (parameters[name],) for name in ("verdict", "state") if name in parameters}
        request = SearchRequest(
            kind="claim",
            query=query_parse(kind="claim", text=parameters["q"]),
            filters={**filters, "for_partners": ("true",)},
            facets=tuple(filter(None, parameters.get("facet", "").split(","))),
            sort=parameters.get("sort", "relevance"),
        )
        body = search_body(request)

        def raw(body: dict[str, Any] = body) -> int:
            return int(backend.client.search(index=index, **body)["hits"]["total"]["value"])

        def endpoint(parameters: dict[str, str] = parameters) -> int:
            answer = client.get("/api/v1/search/", parameters)
            assert answer.status_code == 200, answer.content
            return int(answer.json()["total"])

        first, second = (raw, endpoint) if number % 2 else (endpoint, raw)
        times = {}
        for side in (first, second):
            started = time.perf_counter()
            side()
            times[side.__name__] = time.perf_counter() - started
        if number >= 20:
            measured.setdefault(kind, []).append((times["endpoint"] * 1000, times["raw"] * 1000))
    everything = [pair for pairs in measured.values() for pair in pairs]
    for kind, pairs in {**measured, "all": everything}.items():
        ours, bare = ([pair[side] for pair in pairs] for side in (0, 1))
        print(
            f"  {kind:20} endpoint {statistics.median(ours):6.1f} ms (p95 {percentile(ours):6.1f})   "
            f"raw {statistics.median(bare):6.1f} ms (p95 {percentile(bare):6.1f})   "
            f"ratio of medians {statistics.median(ours) / statistics.median(bare):.2f}"
        )


def made_queries(maker: Maker, count: int) -> Iterator[tuple[str, dict[str, str]]]:
    picked = random.Random(11)
    texts = [document.texts["text"].split() for document in maker.documents(10**8, 400)]
    names = [source[0] for source in maker.sources[:50]]
    for number in range(count):
        text = picked.choice([text for text in texts if len(text) > 6])
        at = picked.randrange(len(text) - 2)
        word = picked.choice(maker.words[:3000])
        yield (
            ("word", {"q": str(word)}),
            ("two words", {"q": f"{text[at]} {text[-1]}"}),
            ("phrase", {"q": f'"{text[at]} {text[at + 1]}"'}),
            ("source and word", {"q": f'source:"{picked.choice(names)}" {word}'}),
            ("filters and facets", {"q": str(word), "verdict": "contested", "facet": "state,verdict"}),
            ("newest", {"q": "", "sort": "-date", "state": "published"}),
        )[number % 6]


def api_key() -> str:
    from factcheck.partners.models import Partner
    from factcheck.partners.services import api_key_create

    partner = Partner.objects.get_or_create(name="Benchmark")[0]
    return str(api_key_create(partner=partner, scope="read")[1])


def percentile(values: list[float], share: float = 0.95) -> float:
    return sorted(values)[int(len(values) * share)]


if __name__ == "__main__":
    main()
