"""Searching and completing: input checked, cursors opened and closed, results typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from factcheck.core.errors import FieldError, InvalidInput
from factcheck.search.backends.registry import search_backend
from factcheck.search.cursors import cursor_decode, cursor_encode
from factcheck.search.language import CHOICES, query_parse
from factcheck.search.schema import KINDS
from factcheck.search.types import DateRange, Facet, Hit, SearchRequest, Suggestion
from sources.registry.models import Source

MAX_SIZE = 100
MAX_QUERY_LENGTH = 2_000
_INTERNAL = ("source_in_role", "for_partners", "matchable")


@dataclass(frozen=True)
class SearchResult:
    """One page. ``notes`` say what of the query was understood otherwise; ``next_cursor`` is None on the last page.

    ``total`` is exact unless ``total_is_lower_bound``.
    """

    hits: tuple[Hit, ...]
    total: int
    total_is_lower_bound: bool
    facets: tuple[Facet, ...]
    next_cursor: str | None
    notes: tuple[str, ...]


def filter_names(kind: str) -> tuple[str, ...]:
    """Return the names of the keyword fields that ``search_find`` filters and counts for this kind."""
    return tuple(name for name in KINDS[kind].keywords if name not in _INTERNAL)


def search_find(
    *,
    kind: str,
    q: str = "",
    filters: Mapping[str, Sequence[str]] | None = None,
    ranges: Mapping[str, DateRange] | None = None,
    facets: Sequence[str] = (),
    facet_size: int = 20,
    sort: str = "relevance",
    size: int = 20,
    cursor: str = "",
    highlight: bool = True,
    for_partners: bool = False,
) -> SearchResult:
    """Return one page of the documents of a kind (claim, source, article, external_review).

    ``q`` is in the query language. ``filters`` maps a keyword field to values of which one must be there: ``source``
    takes descendants in, ``source_exact`` does not, ``role`` beside ``source`` means the source in that role.
    ``ranges`` are over ``date`` (when the article was published, else received) and ``created_at``. ``sort`` is
    relevance, or a date field with or without a minus. ``for_partners`` leaves out what partners may not read.

    Raises InvalidInput for what cannot be used, SearchUnavailable when the backend does not answer.
    """
    schema = KINDS[kind]
    given = {field: tuple(values) for field, values in (filters or {}).items() if values}
    errors = _errors(kind, given, ranges or {}, facets, sort, size, q)
    if errors:
        raise InvalidInput(errors[0].detail, errors=errors)
    if for_partners and "for_partners" in schema.keywords:
        given["for_partners"] = ("true",)
    request = SearchRequest(
        kind=kind,
        query=query_parse(kind=kind, text=q),
        filters=_resolved(given),
        ranges=ranges or {},
        facets=tuple(facets),
        facet_size=facet_size,
        sort=sort,
        size=size,
        highlight=highlight,
    )
    if cursor:
        request = replace(request, cursor=cursor_decode(cursor, request))
    page = search_backend().search(request)
    return SearchResult(
        hits=page.hits,
        total=page.total,
        total_is_lower_bound=page.total_is_lower_bound,
        facets=page.facets,
        next_cursor=cursor_encode(page.next, request) if page.next else None,
        notes=request.query.notes,
    )


def search_suggest(
    *,
    kind: str,
    prefix: str,
    limit: int = 10,
    filters: Mapping[str, Sequence[str]] | None = None,
    for_partners: bool = False,
) -> list[Suggestion]:
    """Return completions for what is being typed: sources by any of their names, articles by title, claims by text."""
    if not 1 <= limit <= MAX_SIZE:
        raise InvalidInput.field("/limit", "out_of_range", f"Ask for 1 to {MAX_SIZE} completions.")
    given = {field: tuple(values) for field, values in (filters or {}).items() if values}
    if for_partners and "for_partners" in KINDS[kind].keywords:
        given["for_partners"] = ("true",)
    return search_backend().suggest(kind=kind, prefix=prefix[:MAX_QUERY_LENGTH], limit=limit, filters=given)


def _errors(
    kind: str,
    filters: Mapping[str, tuple[str, ...]],
    ranges: Mapping[str, DateRange],
    facets: Sequence[str],
    sort: str,
    size: int,
    q: str,
) -> list[FieldError]:
    schema, names = KINDS[kind], filter_names(kind)
    orders = ("relevance", *(sign + field for field in schema.dates for sign in ("", "-")))
    errors = []
    if len(q) > MAX_QUERY_LENGTH:
        errors.append(FieldError("/q", "too_long", f"A query has {MAX_QUERY_LENGTH} characters at most."))
    if sort not in orders:
        errors.append(FieldError("/sort", "invalid_choice", f"Sort by one of {', '.join(orders)}."))
    if not 1 <= size <= MAX_SIZE:
        errors.append(FieldError("/size", "out_of_range", f"Ask for 1 to {MAX_SIZE} results."))
    for field in facets:
        if field not in names:
            errors.append(FieldError("/facet", "invalid_choice", f"Count one of {', '.join(names)}."))
    for field in ranges:
        if field not in schema.dates:
            errors.append(
                FieldError(f"/{field}", "unknown", f"There is no date “{field}”: use {', '.join(schema.dates)}.")
            )
    for field, values in filters.items():
        if field not in names:
            errors.append(FieldError(f"/{field}", "unknown", f"There is no filter “{field}”: use {', '.join(names)}."))
            continue
        allowed = CHOICES[kind].get(field)
        wrong = [value for value in values if allowed and value not in allowed]
        if wrong and allowed:
            detail = f"“{wrong[0]}” is no {field}: use one of {', '.join(allowed)}."
            errors.append(FieldError(f"/{field}", "invalid_choice", detail))
    return errors


def _resolved(filters: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Follow merged sources to those they were merged into, and join source and role to one condition."""
    resolved = dict(filters)
    for field in ("source", "source_exact", "publisher", "originator", "ancestor"):
        if field in resolved:
            resolved[field] = tuple(_current_public_id(public_id) for public_id in resolved[field])
    if "source" in resolved and "role" in resolved:
        pairs = tuple(f"{role}:{source}" for role in resolved["role"] for source in resolved["source"])
        resolved["source_in_role"] = pairs
        del resolved["source"]
    return resolved


def _current_public_id(public_id: str) -> str:
    seen = set()
    while public_id not in seen:
        seen.add(public_id)
        merged = Source.objects.filter(public_id=public_id).values_list("merged_into__public_id", flat=True).first()
        public_id = merged or public_id
    return public_id
