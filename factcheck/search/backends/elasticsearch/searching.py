"""Requests and answers of a search: pages, facets, highlights."""

from collections.abc import Mapping
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query as DslQuery

from factcheck.search.backends.elasticsearch.queries import (
    excluded_queries,
    filter_queries,
    living,
    range_queries,
    text_query,
)
from factcheck.search.backends.marks import END, START, offsets_of
from factcheck.search.schema import KINDS, KindSchema
from factcheck.search.types import Cursor, Facet, Hit, SearchPage, SearchRequest

COUNTED_EXACTLY = 10_000


def search_body(request: SearchRequest) -> dict[str, Any]:
    """Return the body of the search request, without the point in time that it looks at."""
    schema = KINDS[request.kind]
    filters = filter_queries({**request.query.filters, **request.filters})
    if both := request.query.filters.keys() & request.filters.keys():
        filters.update({f"{name} of the query": filter_queries(request.query.filters)[name] for name in both})
    # A facet counts what there would be without its own filter, so the filters of facets act after the counting.
    after = {name: condition for name, condition in filters.items() if name in request.facets}
    before = [condition for name, condition in filters.items() if name not in request.facets]
    wanted = text_query(request.query, schema)
    search = Search().query(
        Q(
            "bool",
            must=[wanted] if wanted else [],
            filter=[living(), *before, *range_queries(request.ranges)],
            must_not=excluded_queries(request.query, schema),
        )
    )
    if after:
        search = search.post_filter(Q("bool", filter=list(after.values())))
    for name in request.facets:
        _add_facet(search, name, [condition for other, condition in after.items() if other != name], request.facet_size)
    if request.highlight and wanted:
        search = search.highlight_options(number_of_fragments=0, pre_tags=[START], post_tags=[END])
        search = search.highlight(*(f"texts.{name}" for name in schema.highlighted))
    search = search.source(["payload", "public_id"]).sort(*_order(request, scored=wanted is not None))
    # One row more than the page: whether it comes tells whether there is a next page.
    search = search.extra(size=request.size + 1, track_total_hits=COUNTED_EXACTLY)
    if request.cursor:
        search = search.extra(search_after=list(request.cursor.after), track_total_hits=COUNTED_EXACTLY)
    body: dict[str, Any] = search.to_dict()
    return body


def page_of(request: SearchRequest, answer: Mapping[str, Any]) -> SearchPage:
    """Return the answer as a page."""
    found = answer["hits"]["hits"]
    rows = found[: request.size]
    total = answer["hits"]["total"]
    cursor = Cursor(after=tuple(rows[-1]["sort"]), view=answer["pit_id"]) if len(found) > len(rows) else None
    return SearchPage(
        hits=tuple(_hit(KINDS[request.kind], row) for row in rows),
        total=total["value"],
        total_is_lower_bound=total["relation"] == "gte",
        facets=tuple(_facet(name, answer) for name in request.facets),
        next=cursor,
    )


def _add_facet(search: Search[Any], name: str, others: list[DslQuery], size: int) -> None:
    counts = A("terms", field=f"keywords.{name}", size=size, order=[{"_count": "desc"}, {"_key": "asc"}])
    search.aggs.bucket(name, "filter", filter=Q("bool", filter=others)).bucket("values", counts)


def _order(request: SearchRequest, *, scored: bool) -> list[Any]:
    if request.sort == "relevance" and scored:
        return [{"_score": {"order": "desc"}}, {"object_id": {"order": "desc"}}]
    field = "date" if request.sort == "relevance" else request.sort.removeprefix("-")
    order = "desc" if request.sort == "relevance" or request.sort.startswith("-") else "asc"
    missing = "_last" if order == "desc" else "_first"
    return [{f"dates.{field}": {"order": order, "missing": missing}}, {"object_id": {"order": order}}]


def _hit(schema: KindSchema, row: Mapping[str, Any]) -> Hit:
    marked = row.get("highlight", {})
    return Hit(
        object_id=int(row["_id"]),
        public_id=row["_source"]["public_id"],
        score=row.get("_score"),
        payload=row["_source"]["payload"],
        highlights={
            name: offsets_of(marked[f"texts.{name}"][0]) for name in schema.highlighted if f"texts.{name}" in marked
        },
    )


def _facet(name: str, answer: Mapping[str, Any]) -> Facet:
    buckets = answer["aggregations"][name]["values"]["buckets"]
    return Facet(field=name, counts=tuple((bucket["key"], bucket["doc_count"]) for bucket in buckets))
