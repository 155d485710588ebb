"""What resolution says of the mentions of one text: plain values, stored or shown by the caller."""

from dataclasses import dataclass

from factcheck.core.text import Segment


@dataclass(frozen=True)
class SourceDescription:
    """A source as far as the text describes it; ``source_id`` is the registry row's key when it is known there."""

    name: str
    kind: str
    source_id: int | None = None
    description: str = ""
    parent_name: str = ""
    country: str = ""


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
