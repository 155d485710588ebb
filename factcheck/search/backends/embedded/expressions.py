"""From a parsed query to FTS5 expressions, and from filters to SQL conditions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from factcheck.search.backends.embedded.tables import Parameter, quoted
from factcheck.search.backends.embedded.text import fold_letters
from factcheck.search.backends.embedded.writing import NO_DATE, milliseconds
from factcheck.search.query import Clause, Query
from factcheck.search.schema import KindSchema
from factcheck.search.types import DateRange

FUZZY_FROM_LENGTH = 4
TWO_EDITS_FROM_LENGTH = 8


@dataclass
class Conditions:
    """SQL conditions joined by AND, with their parameters in order."""

    sql: list[str] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)

    def add(self, sql: str, *parameters: Parameter) -> None:
        self.sql.append(sql)
        self.parameters.extend(parameters)

    def where(self) -> str:
        return " AND ".join(self.sql) or "1"


def allowed_edits(word: str) -> int:
    """Return how many letters of the word may be wrong: Elasticsearch's fuzziness AUTO:4,8."""
    return 0 if len(word) < FUZZY_FROM_LENGTH else 1 if len(word) < TWO_EDITS_FROM_LENGTH else 2


def clause_expression(clause: Clause) -> str:
    """Return the FTS5 expression of one clause. Words hold letters and digits only, so none can end the quotation."""
    phrase = '"' + " ".join(fold_letters(word) for word in clause.words) + '"' + (" *" if clause.prefix else "")
    return f"{quoted(clause.field)} : ({phrase})" if clause.field else f"({phrase})"


def exact_expression(query: Query) -> str:
    """Return the expression that all wanted clauses must fulfil, empty when there is none."""
    return " AND ".join(clause_expression(clause) for clause in query.wanted)


def lenient_expression(query: Query, schema: KindSchema, similar: Callable[[str], Sequence[str]]) -> str:
    """Return the expression that forgives typos in names. ``similar`` gives the known words close to one."""
    parts = []
    for clause in query.wanted:
        part = clause_expression(clause)
        fields = [name for name in schema.fuzzy if clause.field in (None, name)]
        forgiving = not clause.exact and not clause.prefix and len(clause.words) == 1 and bool(fields)
        neighbours = similar(clause.words[0]) if forgiving else ()
        if neighbours:
            columns = " ".join(quoted(name) for name in fields)
            words = " OR ".join(f'"{word}"' for word in neighbours)
            part = f"({part} OR {{{columns}}} : ({words}))"
        parts.append(part)
    return " AND ".join(parts)


def filter_conditions(
    name: str,
    *,
    filters: Mapping[str, tuple[str, ...]],
    ranges: Mapping[str, DateRange],
    query: Query,
    without: str | None = None,
) -> Conditions:
    """Return the conditions on the documents table ``d``; the filter of the field ``without`` is left out."""
    conditions = Conditions()
    conditions.add("d.deleted = 0")
    values = quoted(name + "_value")
    in_values = f"(SELECT object_id FROM {values} WHERE field = %s AND value IN ({{}}))"
    for negated, given in (("", filters), ("", query.filters), ("NOT ", query.excluded_filters)):
        for field_name, wanted in given.items():
            if field_name == without and not negated:
                continue
            marks = ", ".join(["%s"] * len(wanted))
            conditions.add(f"d.object_id {negated}IN {in_values.format(marks)}", field_name, *wanted)
    for field_name, limits in ranges.items():
        column = f"d.{quoted(field_name)}"
        conditions.add(f"{column} > %s", NO_DATE)
        if limits.since:
            conditions.add(f"{column} >= %s", milliseconds(limits.since))
        if limits.until:
            conditions.add(f"{column} < %s", milliseconds(limits.until))
    text = quoted(name + "_text")
    for clause in query.excluded:
        conditions.add(
            f"d.object_id NOT IN (SELECT rowid FROM {text} WHERE {text} MATCH %s)", clause_expression(clause)
        )
    return conditions
