"""Resolution within one text: the words that name a source → the source. Pure; the registry is a lookup given."""

from collections.abc import Sequence

from factcheck.core.text import Segment, segments_of, segments_text
from sources.attribution.types import Extraction
from sources.registry.reading.discourse import OPEN, Referent, Resolution
from sources.registry.reading.entities import PLACE, UNKNOWN
from sources.registry.reading.first_person import resolve_first_person
from sources.registry.reading.reader import Reader, spans_to_ranges
from sources.registry.reading.tables import country_name, country_named, country_of_capital
from sources.registry.types import KnownSource, ResolvedMention, SourceDescription, SourceLookup

THRESHOLD = 0.5
"""Below this confidence a mention is left open. Chosen on the training documents of GUM for a precision of 90 percent
(benchmarks/resolution.py)."""


def mentions_resolve(
    *, text: str, extractions: Sequence[Extraction], lookup: SourceLookup, threshold: float = THRESHOLD
) -> list[ResolvedMention | None]:
    """Resolve the source of each extraction; aligned with ``extractions``, None where one has no source words.

    A mention whose source is None was left open: by rule "ambiguous" when several sources of the registry bear the
    name, "several" when it names more than one party, else "open" or the rule that was not sure enough.
    """
    reader = Reader(text, lookup, [extraction.source for extraction in extractions])
    return mentions_read(reader=reader, extractions=extractions, threshold=threshold)


def mentions_read(
    *, reader: Reader, extractions: Sequence[Extraction], threshold: float = THRESHOLD
) -> list[ResolvedMention | None]:
    """Resolve as `mentions_resolve` does, over a text that has been read."""
    ranges = [spans_to_ranges(reader.words, extraction.source) for extraction in extractions]
    resolutions = reader.resolve(r for r in ranges if r is not None)
    resolve_first_person(reader, extractions, ranges, resolutions)
    mentions: list[ResolvedMention | None] = []
    for extraction, words in zip(extractions, ranges, strict=True):
        if not extraction.source or words is None:
            mentions.append(None)
            continue
        segments = segments_of(extraction.source)
        mentions.append(resolved_mention(reader, segments, resolutions.get(words, OPEN), threshold))
    return mentions


def resolved_mention(
    reader: Reader, segments: tuple[Segment, ...], resolution: Resolution, threshold: float = THRESHOLD
) -> ResolvedMention:
    """Return a resolution as a plain value: the source described, or open below the threshold."""
    text = segments_text(reader.words.text, segments)
    if resolution.referent is None or resolution.confidence < threshold:
        return ResolvedMention(segments, text, None, resolution.rule, round(resolution.confidence, 3))
    source, ambiguous = _describe(reader, resolution.referent)
    if ambiguous:
        return ResolvedMention(segments, text, None, "ambiguous", round(resolution.confidence, 3))
    return ResolvedMention(segments, text, source, resolution.rule, round(resolution.confidence, 3))


def _describe(reader: Reader, referent: Referent) -> tuple[SourceDescription, bool]:
    entity = referent.entity
    if entity is None:
        name = referent.name or referent.description
        return (
            SourceDescription(
                name=name,
                kind=referent.kind,
                description=referent.description if not referent.name else "",
                parent_name=referent.parent,
                country=_iso(referent.country),
                local_key=referent.key,
            ),
            False,
        )
    known, ambiguous = choose_known(
        entity.known, kind=entity.kind, country=entity.country, short=len(entity.lowers) == 1
    )
    if known is not None:
        return (
            SourceDescription(
                name=known.name,
                kind=known.kind,
                source_id=known.source_id,
                parent_name=known.parent_name,
                country=known.country,
                local_key=referent.key,
            ),
            False,
        )
    kind, name = entity.kind, entity.name
    if kind == PLACE:
        code = country_named(name) or country_of_capital(name)
        kind = "government_body"
        name = f"Government of {country_name(code)}" if code else name
        return SourceDescription(name, kind, country=_iso(code), local_key=referent.key), ambiguous
    if kind == UNKNOWN:
        kind = "person" if len(entity.lowers) in (2, 3) else "organisation"
    parent = _affiliation(reader, referent)
    return SourceDescription(
        name, kind, parent_name=parent, country=_iso(entity.country), local_key=referent.key
    ), ambiguous


def choose_known(
    known: Sequence[KnownSource], *, kind: str, country: str, short: bool
) -> tuple[KnownSource | None, bool]:
    """Choose among the registry's sources of a name: the one, or None; true when several could be meant.

    A weak name, or a person's single name, is not enough by itself unless the registry lists it as an alias.
    """
    fitting = [
        k
        for k in known
        if (kind in (UNKNOWN, PLACE) or (kind == "person") == (k.kind == "person"))
        and (not country or not k.country or _iso(country) == k.country or kind == "person")
        and k.name_type != "weak"
        and k.score >= 0.85
        and not (short and k.kind == "person" and k.provisional)
    ]
    if not fitting:
        return None, False
    best = max(k.score for k in fitting)
    top = {k.source_id: k for k in fitting if k.score >= best - 0.02}
    if len(top) > 1:
        same = {i: k for i, k in top.items() if country and k.country == country}
        top = same or top
    return (next(iter(top.values())), False) if len(top) == 1 else (None, True)


def _affiliation(reader: Reader, referent: Referent) -> str:
    """Return the body that a person's role names, "" when none does."""
    entity = referent.entity
    if entity is None or not entity.person:
        return ""
    for role in entity.roles:
        for _, other in reader.occurrences_in(role.first, role.last):
            if other.organisation and other is not entity:
                return other.name
    return ""


def _iso(code: str) -> str:
    return code if len(code) == 2 else ""
