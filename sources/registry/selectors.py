"""Reading the registry."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from sources.registry.lookup import bearers_by_key, best_bearers, source_current
from sources.registry.models import Source, SourceParent
from sources.registry.names import name_keys

__all__ = [
    "Candidate",
    "publisher_for_url",
    "source_current",
    "source_descendant_ids",
    "sources_current",
    "sources_find",
    "sure_candidate",
]

SURE, MARGIN = 0.9, 0.05


@dataclass(frozen=True)
class Candidate:
    """A source that may be meant by a name: ``name`` is the name of it that matched, ``score`` from 0 to 1."""

    source: Source
    name: str
    score: float


def sources_find(*, name: str, kinds: Collection[str] = (), limit: int = 10) -> list[Candidate]:
    """Return the sources that a name may stand for, best first; in any script, case, order, with any title.

    Exact folded names score 1, transliterations that only share a skeleton 0.88, weak names less. When the best two
    are near each other (see `sure_candidate`) it is for a person to choose.
    """
    keys = name_keys(name)
    candidates = [
        Candidate(bearer.source, bearer.name.text, round(score, 3))
        for bearer, score in best_bearers(keys, bearers_by_key(keys.all))
        if not kinds or bearer.source.kind in kinds
    ]
    return candidates[:limit]


def sure_candidate(candidates: Iterable[Candidate]) -> Candidate | None:
    """Return the one candidate that is sure and clear of the next; None leaves the choice to a person."""
    ranked = list(candidates)
    if not ranked or ranked[0].score < SURE:
        return None
    if len(ranked) > 1 and ranked[0].score - ranked[1].score < MARGIN:
        return None
    return ranked[0]


def sources_current(ids: Collection[int]) -> dict[int, Source]:
    """Return, by the ids given, the sources that they live on in."""
    rows = Source.objects.select_related("merged_into__merged_into").in_bulk(list(ids)) if ids else {}
    return {source_id: source_current(source) for source_id, source in rows.items()}


def source_descendant_ids(source: Source) -> set[int]:
    """Return the ids of the source and of all that speak for it or belong to it, however deep."""
    found, front = {source.id}, {source.id}
    while front:
        children = set(SourceParent.objects.filter(parent__in=front).values_list("source_id", flat=True))
        front = children - found
        found |= front
    return found


def publisher_for_url(url: str) -> Source | None:
    """Return the source whose homepage an address is under (same host or one above it), None when none is known."""
    host = (urlsplit(url).hostname or "").lower().removeprefix("www.")
    if not host:
        return None
    labels = host.split(".")
    hosts = [".".join(labels[i:]) for i in range(len(labels) - 1)]
    homepages = [
        f"{scheme}://{www}{h}{slash}"
        for h in hosts
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
    ]
    rows = Source.objects.filter(homepage__in=homepages, withdrawn_at=None).order_by("provisional", "id")
    best = max(rows, key=lambda s: len(urlsplit(s.homepage).hostname or ""), default=None)
    return source_current(best) if best is not None else None
