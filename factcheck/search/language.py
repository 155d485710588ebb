"""The query language applied to a kind of document: which prefixes there are, and what their values may be."""

from collections.abc import Mapping
from dataclasses import replace

from factcheck.claims.models import Claim
from factcheck.core.errors import FieldError, InvalidInput
from factcheck.search.query import Query, parse
from factcheck.search.schema import KINDS
from sources.registry.models import Source
from sources.tracing.models import Attribution, Hop

TRACEABILITY = ("primary", "linked", "named", "anonymous", "none")
_BOOLEAN = ("true", "false")

# Keyword fields that have a closed list of values, by kind of document. A verdict that is not given is "none".
CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "claim": {
        "verdict": (*Claim.Verdict.values, "none"),
        "finding": tuple(Claim.Finding.values),
        "state": tuple(Claim.State.values),
        "kind": tuple(Claim.Kind.values),
        "mode": tuple(Attribution.Mode.values),
        "traceability": TRACEABILITY,
        "role": tuple(Hop.Role.values),
        "uncertain": _BOOLEAN,
        "reviewed": _BOOLEAN,
    },
    "source": {
        "kind": tuple(Source.Kind.values),
        "control": tuple(Source.Control.values),
        "provisional": _BOOLEAN,
    },
    "article": {},
    "external_review": {"verdict": (*Claim.Verdict.values, "none")},
}


def query_parse(*, kind: str, text: str) -> Query:
    """Return the query that ``text`` stands for among documents of this kind.

    Raises InvalidInput (pointer ``/q``) when a field prefix with a closed list of values is given another value.
    """
    schema = KINDS[kind]
    query = parse(text, text_prefixes=schema.prefixes, keyword_prefixes=schema.keywords)
    query = replace(query, filters=_spelt(kind, query.filters), excluded_filters=_spelt(kind, query.excluded_filters))
    errors = [
        FieldError("/q", "invalid_choice", f"“{field}:{value}” is not possible: use one of {', '.join(allowed)}.")
        for filters in (query.filters, query.excluded_filters)
        for field, values in filters.items()
        if (allowed := CHOICES[kind].get(field))
        for value in values
        if value not in allowed
    ]
    if errors:
        raise InvalidInput(errors[0].detail, errors=errors)
    return query


def _spelt(kind: str, filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the values as they are stored: words of closed lists and languages in lower case, countries in upper."""
    spelt = {}
    for field, values in filters.items():
        change = str.upper if field == "country" else str.lower if field in (*CHOICES[kind], "language") else str
        spelt[field] = tuple(change(value) for value in values)
    return spelt
