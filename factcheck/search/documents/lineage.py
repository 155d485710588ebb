"""Names and ancestors of the sources that a batch of documents shows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sources.registry.models import Source, SourceName, SourceParent


@dataclass(frozen=True)
class Lineage:
    """``names`` and ``public_ids`` by source key; ``ancestors`` are the keys of everything above a source."""

    names: dict[int, tuple[str, ...]]
    public_ids: dict[int, str]
    ancestors: dict[int, frozenset[int]]

    def with_ancestors(self, source_id: int) -> set[str]:
        """Return the public ids of the source and of everything above it."""
        return {
            self.public_ids[key] for key in {source_id, *self.ancestors.get(source_id, ())} if key in self.public_ids
        }


def lineage_of(source_ids: Iterable[int]) -> Lineage:
    """Read names, public ids and ancestors of the sources, in a number of queries that only the depth decides."""
    wanted = set(source_ids)
    parents: dict[int, set[int]] = defaultdict(set)
    front, known = set(wanted), set(wanted)
    while front:
        rows = SourceParent.objects.filter(source__in=front).values_list("source_id", "parent_id")
        for source_id, parent_id in rows:
            parents[source_id].add(parent_id)
        front = {parent for source in front for parent in parents[source]} - known
        known |= front
    names: dict[int, list[str]] = defaultdict(list)
    for source_id, text in SourceName.objects.filter(source__in=wanted).order_by("id").values_list("source_id", "text"):
        names[source_id].append(text)
    for source_id, name in Source.objects.filter(id__in=wanted).values_list("id", "name"):
        if name not in names[source_id]:
            names[source_id].insert(0, name)
    return Lineage(
        names={source_id: tuple(texts) for source_id, texts in names.items()},
        public_ids=dict(Source.objects.filter(id__in=known).values_list("id", "public_id")),
        ancestors={source_id: frozenset(_above(source_id, parents)) for source_id in wanted},
    )


def _above(source_id: int, parents: dict[int, set[int]]) -> set[int]:
    found: set[int] = set()
    front = {source_id}
    while front:
        front = {parent for source in front for parent in parents.get(source, ())} - found
        found |= front
    return found - {source_id}
