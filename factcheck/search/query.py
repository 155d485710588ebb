"""The query language: words, "phrases", field prefixes, exclusions and prefixes of words. Any input has a meaning.

    ties "Russia 24" source:"Li Shangfu" verdict:contested -title:opinion nucl*

All clauses must hold. What looks like a field prefix but is none is searched as words, and said so in ``notes``; a
quotation mark that is never closed ends with the input.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from factcheck.search.tokens import words

MAX_CLAUSES = 64
_PIECE = re.compile(
    r"""(?P<minus>-)?
        (?:(?P<name>[A-Za-z][A-Za-z_]*):(?=\S))?
        (?:["“„«](?P<phrase>[^"“”„«»]*)["”“»]?|(?P<word>\S+))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Clause:
    """One thing to find: the words of ``text`` in this order, in one field or in any.

    ``prefix``: the last word may go on. ``exact``: it was put in quotation marks, so that no typo is forgiven.
    """

    text: str
    words: tuple[str, ...]
    field: str | None = None
    prefix: bool = False
    exact: bool = False
    excluded: bool = False


@dataclass(frozen=True)
class Query:
    """A parsed query. ``filters`` holds what was asked of keyword fields; ``notes`` what was understood otherwise."""

    clauses: tuple[Clause, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded_filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if not clause.excluded)

    @property
    def excluded(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.excluded)


def parse(text: str, *, text_prefixes: Mapping[str, str], keyword_prefixes: Iterable[str]) -> Query:
    """Return the query that ``text`` stands for. Never raises.

    ``text_prefixes`` maps a field prefix to the text field that it searches; ``keyword_prefixes`` are the fields that
    are compared as a whole. A name in both searches the text field.
    """
    keyword_names = set(keyword_prefixes)
    clauses: list[Clause] = []
    filters: dict[str, tuple[str, ...]] = {}
    excluded_filters: dict[str, tuple[str, ...]] = {}
    notes: list[str] = []
    for piece in _PIECE.finditer(text):
        name = (piece["name"] or "").lower()
        value = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        if name and name not in text_prefixes and name in keyword_names:
            target = excluded_filters if piece["minus"] else filters
            target[name] = (*target.get(name, ()), value.strip())
            continue
        clause = Clause(text="", words=(), exact=piece["phrase"] is not None, excluded=bool(piece["minus"]))
        if name in text_prefixes:
            clause = replace(clause, field=text_prefixes[name])
        elif name:
            if not value.startswith("//"):
                notes.append(f"There is no field “{piece['name']}”: its name was searched as a word.")
            value = f"{piece['name']} {value}"
        value = value.strip()
        clause = replace(clause, text=value, words=tuple(words(value)), prefix=not clause.exact and value.endswith("*"))
        if clause.words:
            clauses.append(clause)
    if len(clauses) > MAX_CLAUSES:
        notes.append(f"Only the first {MAX_CLAUSES} words and phrases were searched.")
    return Query(tuple(clauses[:MAX_CLAUSES]), filters, excluded_filters, tuple(dict.fromkeys(notes)))
