"""What resolution says of the mentions of one text: plain values, stored or shown by the caller."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from factcheck.core.text import Segment


@dataclass(frozen=True)
class SourceDescription:
    """A source as far as the text describes it; ``source_id`` is the registry row's key when it is known there.

    ``local_key`` is the same for all mentions of one source in one text, and for nothing else there: it is what an
    anonymous source, which has no name to be found by, is told apart by.
    """

    name: str
    kind: str
    source_id: int | None = None
    description: str = ""
    parent_name: str = ""
    country: str = ""
    local_key: str = ""


@dataclass(frozen=True)
class ResolvedMention:
    """The words that name a source, and what they were resolved to.

    ``source`` is None when the mention was left open; ``rule`` says which rule or model spoke, ``confidence`` how
    surely (0 to 1).
    """

    segments: tuple[Segment, ...]
    text: str
    source: SourceDescription | None
    rule: str
    confidence: float


@dataclass(frozen=True)
class KnownSource:
    """A source of the registry that bears a name that was asked for.

    ``score`` (0 to 1) says how near the asked name is to the registry's; ``name_type`` is that of the name that
    matched (a weak name is not enough by itself); ``bare`` is true of a name that is a single word.
    """

    source_id: int
    name: str
    kind: str
    country: str
    name_type: str
    score: float
    parent_name: str = ""
    provisional: bool = False
    bare: bool = False


class SourceLookup(Protocol):
    """Where known sources are found by name."""

    def find(self, names: Collection[str]) -> Mapping[str, Sequence[KnownSource]]:
        """Return, for each name that is known, the sources that bear it, best first."""
        ...


class NoLookup:
    """A registry that knows nobody."""

    def find(self, names: Collection[str]) -> Mapping[str, Sequence[KnownSource]]:
        return {}
