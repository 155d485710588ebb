"""The registry as resolution asks it: sources by name, many names in one query."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sources.registry.models import Source, SourceName, SourceNameKey
from sources.registry.names import NameKeys, name_keys
from sources.registry.types import KnownSource

SKELETON_SCORE = 0.88
"""Of a name that only a transliteration's skeleton shares with the one asked for."""
WEAK_FACTOR = 0.6
_CHUNK = 400


@dataclass(frozen=True)
class Bearer:
    """A living source that bears a name with one of the keys asked for."""

    source: Source
    name: SourceName
    key: str


class RegistryLookup:
    """Finds the sources that bear a name, in one query for every 400 keys.

    A merged source is found as the one it lives on in; withdrawn sources and those without a name to be found by
    (anonymous ones) are not.
    """

    def find(self, names: Collection[str]) -> Mapping[str, Sequence[KnownSource]]:
        """Return, for each name that is known, the sources that bear it, best first."""
        keys = {name: name_keys(name) for name in names}
        bearers = bearers_by_key({key for k in keys.values() for key in k.all})
        found: dict[str, Sequence[KnownSource]] = {}
        for name, name_key in keys.items():
            known = [_known(bearer, score) for bearer, score in best_bearers(name_key, bearers)]
            if known:
                found[name] = known
        return found


def bearers_by_key(keys: Iterable[str]) -> dict[str, list[Bearer]]:
    """Return who bears a name with one of the keys, by key."""
    found: dict[str, list[Bearer]] = defaultdict(list)
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), _CHUNK):
        rows = (
            SourceNameKey.objects.filter(key__in=wanted[start : start + _CHUNK])
            .order_by("name__source_id", "id")
            .select_related("name__source")
        )
        for row in rows:
            source = source_current(row.name.source)
            if source.withdrawn_at is None and source.kind != Source.Kind.ANONYMOUS:
                found[row.key].append(Bearer(source, row.name, row.key))
    return found


def best_bearers(keys: NameKeys, bearers: Mapping[str, Sequence[Bearer]]) -> list[tuple[Bearer, float]]:
    """Return the sources of a name's keys, each once with its best score (0 to 1), best first."""
    best: dict[int, tuple[Bearer, float]] = {}
    for key, score in ((keys.exact, 1.0), (keys.skeleton, SKELETON_SCORE)):
        for bearer in bearers.get(key, ()):
            # a weak name (an abbreviation, a surname) may mean others as well
            value = score * (WEAK_FACTOR if bearer.name.type == SourceName.Type.WEAK else 1.0)
            known = best.get(bearer.source.id)
            if known is None or known[1] < value:
                best[bearer.source.id] = (bearer, value)
    return sorted(best.values(), key=lambda pair: (-pair[1], pair[0].source.provisional, pair[0].source.id))


def source_current(source: Source) -> Source:
    """Return the source that a merged one lives on in; any other itself."""
    while (next_source := source.merged_into) is not None:
        source = next_source
    return source


def _known(bearer: Bearer, score: float) -> KnownSource:
    source = bearer.source
    return KnownSource(
        source_id=source.id,
        name=source.name,
        kind=source.kind,
        country=source.country,
        name_type=bearer.name.type,
        score=score,
        provisional=source.provisional,
        bare=" " not in bearer.key,
    )
