"""From a parsed query and filters to Elasticsearch's query language."""

from collections.abc import Iterable, Mapping

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query as DslQuery

from factcheck.search.query import Clause, Query
from factcheck.search.schema import KindSchema
from factcheck.search.tokens import parted
from factcheck.search.types import DateRange

# Above any sum of BM25 scores: rows that hold the words as written come before those that forgive a typo.
EXACT_BONUS = 1_000.0
FUZZINESS = "AUTO:4,8"


def text_query(query: Query, schema: KindSchema) -> DslQuery | None:
    """Return what the wanted clauses ask for, scored; None when there are none."""
    if not query.wanted:
        return None
    exact = [clause_query(clause, schema) for clause in query.wanted]
    lenient = [_lenient(clause, schema) for clause in query.wanted]
    if lenient == exact:
        return Q("bool", must=exact)
    bonus = Q("constant_score", filter=Q("bool", filter=exact), boost=EXACT_BONUS)
    return Q("bool", must=lenient, should=[bonus])


def excluded_queries(query: Query, schema: KindSchema) -> list[DslQuery]:
    """Return what must not hold: excluded clauses and the excluded values of keyword fields."""
    return [
        *(clause_query(clause, schema) for clause in query.excluded),
        *(Q("terms", **{f"keywords.{name}": list(values)}) for name, values in query.excluded_filters.items()),
    ]


def filter_queries(filters: Mapping[str, tuple[str, ...]]) -> dict[str, DslQuery]:
    """Return one condition for each keyword field."""
    return {name: Q("terms", **{f"keywords.{name}": list(values)}) for name, values in filters.items()}


def range_queries(ranges: Mapping[str, DateRange]) -> list[DslQuery]:
    """Return one condition for each date field."""
    found = []
    for name, limits in ranges.items():
        condition = {"gte": limits.since, "lt": limits.until}
        found.append(Q("range", **{f"dates.{name}": {key: value for key, value in condition.items() if value}}))
    return found


def living() -> DslQuery:
    """Return the condition that leaves tombstones out."""
    return Q("term", deleted=False)


def clause_query(clause: Clause, schema: KindSchema) -> DslQuery:
    """Return what one clause asks for, in its field or in the best of all."""
    if clause.prefix:
        kind = "match_phrase_prefix" if len(clause.words) > 1 else "match_bool_prefix"
        text = parted(clause.text.rstrip("*"))
        queries = [
            Q(kind, **{f"texts.{name}": {"query": text, "boost": boost}}) for name, boost in _fields(clause, schema)
        ]
        return queries[0] if len(queries) == 1 else Q("dis_max", queries=queries, tie_breaker=0.1)
    together = len(clause.words) > 1
    return Q(
        "multi_match",
        query=parted(clause.text),
        fields=[f"texts.{name}^{boost}" for name, boost in _fields(clause, schema)],
        type="phrase" if together else "best_fields",
        tie_breaker=0.1,
        **({} if together else {"operator": "and"}),
    )


def _lenient(clause: Clause, schema: KindSchema) -> DslQuery:
    exact = clause_query(clause, schema)
    names = [name for name in schema.fuzzy if clause.field in (None, name)]
    if clause.exact or clause.prefix or len(clause.words) != 1 or not names:
        return exact
    similar = Q(
        "multi_match",
        query=parted(clause.text),
        fields=[f"texts.{name}" for name in names],
        fuzziness=FUZZINESS,
        boost=0.1,
    )
    return Q("bool", should=[exact, similar], minimum_should_match=1)


def _fields(clause: Clause, schema: KindSchema) -> Iterable[tuple[str, float]]:
    return [(clause.field, 1.0)] if clause.field else list(schema.texts.items())
