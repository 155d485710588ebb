"""Names of sources and the keys that they are found by, written together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sources.registry.models import Source, SourceName, SourceNameKey
from sources.registry.names import name_keys, script_of

_UNFINDABLE = (Source.Kind.ANONYMOUS,)


@dataclass(frozen=True)
class NewName:
    """A name to add: its words, BCP 47 language, and a type of ``SourceName.Type``."""

    text: str
    language: str = ""
    type: str = SourceName.Type.ALIAS


def names_create(pairs: Iterable[tuple[Source, NewName]], *, findable: bool = True) -> list[SourceName]:
    """Add names with their keys, in three queries; one that a source has already is left as it is.

    An anonymous source is never found by name, so its names get no keys; nor do those given with ``findable`` false.
    """
    wanted = list(pairs)
    SourceName.objects.bulk_create(
        [
            SourceName(source=source, text=new.text, language=new.language, script=script_of(new.text), type=new.type)
            for source, new in wanted
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    sources = {source.id: source for source, _ in wanted}
    texts = {(source.id, new.text) for source, new in wanted}
    rows = [
        row
        for row in SourceName.objects.filter(source__in=sources, text__in={text for _, text in texts})
        if (row.source_id, row.text) in texts
    ]
    if findable:
        keys_create([row for row in rows if sources[row.source_id].kind not in _UNFINDABLE])
    return rows


def keys_create(names: Sequence[SourceName]) -> None:
    """Write the lookup keys of names."""
    SourceNameKey.objects.bulk_create(
        [SourceNameKey(name=row, key=key) for row in names for key in name_keys(row.text).all],
        ignore_conflicts=True,
        batch_size=500,
    )
