"""The registry as resolution asks it: sources by name, many names in one query."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sources.registry.models import Source, SourceNameKey
from sources.registry.names import NameKeys, name_keys
from sources.registry.types import KnownSource

SKELETON_SCORE = 0.88
"""Of a name that only a transliteration's skeleton shares with the one asked for."""
_CHUNK = 400


class RegistryLookup:
    """Finds the sources that bear a name, in one query for every 400 keys.

    A merged source is found as the one it lives on in; withdrawn sources and those without a name to be found by
    (anonymous ones) are not.
    """

    def find(self, names: Collection[str]) -> Mapping[str, Sequence[KnownSource]]:
        """Return, for each name that is known, the sources that bear it, best first."""
        keys = {name: name_keys(name) for name in names}
        rows = rows_by_key({key for k in keys.values() for key in k.all})
        found: dict[str, Sequence[KnownSource]] = {}
        for name, name_key in keys.items():
            known = best_of(name_key, rows)
            if known:
                found[name] = known
        return found


def rows_by_key(keys: Iterable[str]) -> dict[str, list[KnownSource]]:
    """Return the sources that have one of the keys, by key; their score is to be set by the caller."""
    rows: dict[str, list[KnownSource]] = defaultdict(list)
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), _CHUNK):
        queryset = (
            SourceNameKey.objects.filter(key__in=wanted[start : start + _CHUNK], name__source__withdrawn_at=None)
            .exclude(name__source__kind=Source.Kind.ANONYMOUS)
            .order_by("name__source_id", "id")
            .select_related("name__source__merged_into")
        )
        for row in queryset:
            source = _living(row.name.source)
            if source.withdrawn_at is None:
                rows[row.key].append(
                    KnownSource(
                        source_id=source.id,
                        name=source.name,
                        kind=source.kind,
                        country=source.country,
                        name_type=row.name.type,
                        score=1.0,
                        provisional=source.provisional,
                        bare=len(row.key.split()) == 1,
                    )
                )
    return rows


def best_of(keys: NameKeys, rows: Mapping[str, Sequence[KnownSource]]) -> tuple[KnownSource, ...]:
    """Return the sources of a name's keys, each once with its best score, best first."""
    best: dict[int, KnownSource] = {}
    for key, score in ((keys.exact, 1.0), (keys.skeleton, SKELETON_SCORE)):
        for known in rows.get(key, ()):
            # a weak name (an abbreviation, a surname) may mean others as well
            value = score * (0.6 if known.name_type == "weak" else 1.0)
            if known.source_id not in best or best[known.source_id].score < value:
                best[known.source_id] = KnownSource(**{**known.__dict__, "score": value})
    return tuple(sorted(best.values(), key=lambda k: (-k.score, k.provisional, k.source_id)))


def _living(source: Source) -> Source:
    while source.merged_into is not None:
        source = source.merged_into
    return source
