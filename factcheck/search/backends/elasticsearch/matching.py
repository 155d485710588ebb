"""Candidates for claim matching: BM25 and kNN over the embeddings, asked for together, fused by the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Q

from factcheck.search.backends.elasticsearch.queries import filter_queries, living
from factcheck.search.matching.wording import content_words
from factcheck.search.schema import KINDS
from factcheck.search.types import MatchCandidate, MatchQuery

# How many neighbours of the graph are looked at for each that is wanted (at least a hundred in all).
CANDIDATES_PER_RESULT = 4
Key = tuple[str, int]


@dataclass
class Found:
    """What the searches of one query brought up."""

    lexical: dict[Key, int] = field(default_factory=dict)
    cosine: dict[Key, float] = field(default_factory=dict)
    rows: dict[Key, Mapping[str, Any]] = field(default_factory=dict)


def match_candidates(
    client: Elasticsearch, indices: Mapping[str, str], queries: Sequence[MatchQuery], *, limit: int
) -> list[list[MatchCandidate]]:
    """Return the candidates of each query. ``indices`` maps the kinds to the alias that is read."""
    found = [Found() for _ in queries]
    asked: list[tuple[Found, str, bool]] = []
    searches: list[dict[str, Any]] = []
    for query, into in zip(queries, found, strict=True):
        for kind, alias in indices.items():
            if words := content_words(query.text):
                asked.append((into, kind, True))
                searches += [{"index": alias}, _by_words(kind, query, words, limit)]
            asked.append((into, kind, False))
            searches += [{"index": alias}, _by_meaning(kind, query, limit)]
    for (into, kind, lexical), answer in zip(asked, _ask(client, searches), strict=True):
        for rank, row in enumerate(answer["hits"]["hits"], 1):
            key = (kind, int(row["_id"]))
            into.rows[key] = row["_source"]
            if lexical:
                into.lexical[key] = rank
            else:
                into.cosine[key] = cosine_of(row["_score"])
    semantic = [_semantic_ranks(one, limit) for one in found]
    _add_missing_cosines(client, indices, queries, found)
    return [_candidates(one, ranks) for one, ranks in zip(found, semantic, strict=True)]


def cosine_of(score: float) -> float:
    """Return the cosine behind Elasticsearch's score of a vector, which is (1 + cosine) / 2."""
    return 2 * score - 1


def _by_words(kind: str, query: MatchQuery, words: Sequence[str], limit: int) -> dict[str, Any]:
    fields = [f"texts.{name}" for name in KINDS[kind].match_texts]
    wanted = Q("multi_match", query=" ".join(words), fields=fields, type="most_fields")
    body = Q("bool", must=[wanted], filter=_conditions(kind, query))
    return {"query": body.to_dict(), "size": limit, "_source": ["public_id", "payload"], "track_total_hits": False}


def _by_meaning(kind: str, query: MatchQuery, limit: int, only: Sequence[int] = ()) -> dict[str, Any]:
    conditions = [*_conditions(kind, query), *([Q("ids", values=[str(key) for key in only])] if only else [])]
    return {
        "knn": {
            "field": "vector",
            "query_vector": query.vector.tolist(),
            "k": limit,
            "num_candidates": max(100, limit * CANDIDATES_PER_RESULT),
            "filter": [condition.to_dict() for condition in conditions],
        },
        "size": limit,
        "_source": ["public_id", "payload"],
        "track_total_hits": False,
    }


def _conditions(kind: str, query: MatchQuery) -> list[Any]:
    conditions = [living(), *filter_queries(query.filters).values()]
    if exclude := sorted(query.excluded(kind)):
        conditions.append(Q("bool", must_not=[Q("ids", values=[str(key) for key in exclude])]))
    return conditions


def _ask(client: Elasticsearch, searches: list[dict[str, Any]]) -> list[Any]:
    answers = list(client.msearch(searches=searches)["responses"]) if searches else []
    for answer in answers:
        if "error" in answer:
            raise RuntimeError(f"a search of a match failed: {answer['error']}")
    return answers


def _semantic_ranks(found: Found, limit: int) -> dict[Key, int]:
    order = sorted(found.cosine, key=lambda key: (-found.cosine[key], key))
    return {key: rank for rank, key in enumerate(order[:limit], 1)}


def _add_missing_cosines(
    client: Elasticsearch, indices: Mapping[str, str], queries: Sequence[MatchQuery], found: Sequence[Found]
) -> None:
    """The threshold is one of meaning: what only the words brought up is compared too."""
    asked, searches = [], []
    for query, one in zip(queries, found, strict=True):
        for kind, alias in indices.items():
            only = [object_id for k, object_id in one.lexical if k == kind and (k, object_id) not in one.cosine]
            if only:
                asked.append((one, kind))
                searches += [{"index": alias}, _by_meaning(kind, query, len(only), only)]
    for (one, kind), answer in zip(asked, _ask(client, searches), strict=True):
        for row in answer["hits"]["hits"]:
            one.cosine[kind, int(row["_id"])] = cosine_of(row["_score"])


def _candidates(found: Found, semantic: Mapping[Key, int]) -> list[MatchCandidate]:
    return [
        MatchCandidate(
            kind=key[0],
            object_id=key[1],
            public_id=found.rows[key]["public_id"],
            payload=found.rows[key]["payload"],
            lexical_rank=found.lexical.get(key),
            semantic_rank=semantic.get(key),
            similarity=found.cosine.get(key),
        )
        for key in dict.fromkeys([*found.lexical, *semantic])
    ]
