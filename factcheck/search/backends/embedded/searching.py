"""Reading one embedded index: pages, facets, highlights, completions."""

import json
from collections.abc import Sequence

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from factcheck.search.backends.embedded.expressions import (
    Conditions,
    allowed_edits,
    exact_expression,
    filter_conditions,
    lenient_expression,
)
from factcheck.search.backends.embedded.tables import quoted
from factcheck.search.backends.embedded.views import view_read, view_store
from factcheck.search.backends.embedded.writing import fold_word
from factcheck.search.backends.marks import END, START, offsets_of
from factcheck.search.schema import KINDS, KindSchema
from factcheck.search.types import Cursor, Facet, Highlight, Hit, SearchPage, SearchRequest

MAX_NEIGHBOURS = 50


def search_index(name: str, request: SearchRequest) -> SearchPage:
    """Return one page of the index ``name``. By relevance when words are asked for, else by date, newest first."""
    schema = KINDS[request.kind]
    exact = exact_expression(request.query)
    lenient = lenient_expression(request.query, schema, lambda word: similar_words(name, word)) if exact else ""
    if request.sort == "relevance" and lenient:
        page, cursor, total = _ranked(name, schema, request, exact, lenient)
    else:
        page, cursor, total = _dated(name, request, lenient)
    marks = _highlights(name, schema, lenient, page) if request.highlight and lenient else {}
    return SearchPage(
        hits=_hits(name, page, marks),
        total=total,
        facets=tuple(_facet(name, request, lenient, field) for field in request.facets),
        next=cursor,
    )


def similar_words(name: str, word: str) -> list[str]:
    """Return the words of names in the index that differ from this one by no more letters than a typo may change."""
    folded = fold_word(word)
    edits = allowed_edits(folded)
    if not edits:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word FROM {quoted(name + '_word')} WHERE length(word) BETWEEN %s AND %s",
            [len(folded) - edits, len(folded) + edits],
        )
        known = [row[0] for row in cursor.fetchall()]
    found = process.extract(folded, known, scorer=OSA.distance, score_cutoff=edits, limit=MAX_NEIGHBOURS)
    return [similar for similar, *_ in found if similar != folded]


def _selection(name: str, request: SearchRequest, lenient: str, without: str | None = None) -> Conditions:
    conditions = filter_conditions(
        name, filters=request.filters, ranges=request.ranges, query=request.query, without=without
    )
    if lenient:
        text = quoted(name + "_text")
        conditions.add(f"d.object_id IN (SELECT rowid FROM {text} WHERE {text} MATCH %s)", lenient)
    return conditions


Ranked = tuple[list[tuple[int, float | None]], Cursor | None, int]


def _ranked(name: str, schema: KindSchema, request: SearchRequest, exact: str, lenient: str) -> Ranked:
    """Rows that hold the words as they were written come before those found by forgiving a typo."""
    if request.cursor:
        offset = int(request.cursor.after[0])
        object_ids = view_read(request.cursor.view)
        token, scores = request.cursor.view, {}
    else:
        offset, token = 0, ""
        text, table = quoted(name + "_text"), quoted(name)
        conditions = filter_conditions(name, filters=request.filters, ranges=request.ranges, query=request.query)
        weights = ", ".join(str(weight) for weight in schema.texts.values())
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT d.object_id, -bm25({text}, {weights}) AS score "
                f"FROM {text} JOIN {table} d ON d.object_id = {text}.rowid "
                f"WHERE {text} MATCH %s AND {conditions.where()} "
                f"ORDER BY {text}.rowid IN (SELECT rowid FROM {text} WHERE {text} MATCH %s) DESC, "
                "score DESC, d.object_id DESC",
                [lenient, *conditions.parameters, exact],
            )
            rows = cursor.fetchall()
        object_ids = [row[0] for row in rows]
        scores = dict(rows)
    page = [(object_id, scores.get(object_id)) for object_id in object_ids[offset : offset + request.size]]
    end = offset + len(page)
    if end >= len(object_ids):
        return page, None, len(object_ids)
    return page, Cursor(after=(end,), view=token or view_store(object_ids)), len(object_ids)


def _dated(name: str, request: SearchRequest, lenient: str) -> Ranked:
    """A page by date: it goes on after the last row's date and id, so no other row can shift it."""
    column = quoted(request.sort.removeprefix("-") if request.sort != "relevance" else "date")
    ascending = not request.sort.startswith("-") and request.sort != "relevance"
    direction, beyond = ("ASC", ">") if ascending else ("DESC", "<")
    conditions = _selection(name, request, lenient)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {quoted(name)} d WHERE {conditions.where()}", conditions.parameters)
        (total,) = cursor.fetchone()
        if request.cursor:
            conditions.add(f"(d.{column}, d.object_id) {beyond} (%s, %s)", *request.cursor.after)
        cursor.execute(
            f"SELECT d.object_id, d.{column} FROM {quoted(name)} d WHERE {conditions.where()} "
            f"ORDER BY d.{column} {direction}, d.object_id {direction} LIMIT %s",
            [*conditions.parameters, request.size + 1],
        )
        rows = cursor.fetchall()
    page = rows[: request.size]
    following = Cursor(after=(page[-1][1], page[-1][0])) if len(rows) > request.size else None
    return [(object_id, None) for object_id, _ in page], following, total


def _facet(name: str, request: SearchRequest, lenient: str, field: str) -> Facet:
    conditions = _selection(name, request, lenient, without=field)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v.value, count(*) AS n FROM {quoted(name + '_value')} v "
            f"JOIN {quoted(name)} d ON d.object_id = v.object_id "
            f"WHERE v.field = %s AND {conditions.where()} GROUP BY v.value ORDER BY n DESC, v.value LIMIT %s",
            [field, *conditions.parameters, request.facet_size],
        )
        return Facet(field=field, counts=tuple((value, n) for value, n in cursor.fetchall()))


def _highlights(
    name: str, schema: KindSchema, lenient: str, page: Sequence[tuple[int, float | None]]
) -> dict[int, dict[str, tuple[Highlight, ...]]]:
    if not page:
        return {}
    text = quoted(name + "_text")
    fields = list(schema.texts)
    columns = ", ".join(f"highlight({text}, {fields.index(field)}, %s, %s)" for field in schema.highlighted)
    found: dict[int, dict[str, tuple[Highlight, ...]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid, {columns} FROM {text} WHERE {text} MATCH %s AND rowid IN ({', '.join(['%s'] * len(page))})",
            [*[START, END] * len(schema.highlighted), lenient, *(object_id for object_id, _ in page)],
        )
        for object_id, *marked in cursor.fetchall():
            offsets = {field: offsets_of(value) for field, value in zip(schema.highlighted, marked, strict=True)}
            found[object_id] = {field: where for field, where in offsets.items() if where}
    return found


def _hits(
    name: str,
    page: Sequence[tuple[int, float | None]],
    marks: dict[int, dict[str, tuple[Highlight, ...]]],
) -> tuple[Hit, ...]:
    rows = documents_of(name, [object_id for object_id, _ in page])
    return tuple(
        Hit(object_id, rows[object_id][0], score, json.loads(rows[object_id][1]), marks.get(object_id, {}))
        for object_id, score in page
        if object_id in rows
    )


def documents_of(name: str, object_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return public id and payload (JSON) of the living documents among the object ids."""
    if not object_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT object_id, public_id, payload FROM {quoted(name)} "
            f"WHERE deleted = 0 AND object_id IN ({', '.join(['%s'] * len(object_ids))})",
            list(object_ids),
        )
        return {object_id: (public_id, payload) for object_id, public_id, payload in cursor.fetchall()}
