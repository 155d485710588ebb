"""A chain of hops as tracing builds it from a text, before it is stored."""

from dataclasses import dataclass

from sources.registry.types import ResolvedMention


@dataclass(frozen=True)
class ChainHop:
    """One step: ``role`` and ``medium`` are values of ``Hop.Role`` and ``Hop.Medium``."""

    role: str
    medium: str
    mention: ResolvedMention | None
    programme: str = ""
    said_where: str = ""


@dataclass(frozen=True)
class Chain:
    """The hops of one extraction from the originator outwards, without the publisher, and the mention it was said by.

    ``extraction`` is the index of the extraction in the list that the chain was built from. ``merged`` lists further
    extractions that this chain stands for (the outer ones of a nest): they make no claim of their own.
    """

    extraction: int
    mention: ResolvedMention | None
    hops: tuple[ChainHop, ...]
    merged: tuple[int, ...] = ()
