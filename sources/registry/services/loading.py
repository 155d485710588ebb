"""A registry file becomes sources, through the same services that everybody uses."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from factcheck.core.errors import InvalidInput
from sources.registry.models import Source, SourceName
from sources.registry.services.naming import NewName
from sources.registry.services.sources import source_create


def registry_load(*, path: Path) -> int:
    """Load the sources of a registry file that are not there yet; returns how many were added.

    The file is JSON with ``criterion`` (which sources belong in it) and ``sources``: key, name, kind, names (text,
    language, type), parents (keys), country, control, wikidata_id, homepage. A source counts as there when one with
    its Wikidata id or its ingest key is there, whatever a person has made of it since: nothing is loaded twice, and
    nothing that a person changed is touched. Raises InvalidInput when the file is not of this form.
    """
    entries = _entries(path)
    present = {
        key: source
        for source in Source.objects.exclude(ingest_key=None).filter(ingest_key__startswith="seed:")
        for key in [str(source.ingest_key).removeprefix("seed:")]
    }
    added = 0
    with transaction.atomic():
        for entry in entries:
            if entry["key"] in present:
                continue
            present[entry["key"]] = _create(entry, present, path)
            added += 1
    return added


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        entries = content["sources"]
        keys = [entry["key"] for entry in entries]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput(f"{path.name} is not a registry file: {error}") from error
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise InvalidInput(f"{path.name} has keys twice: {', '.join(sorted(twice))}.")
    return list(entries)


def _create(entry: dict[str, Any], present: dict[str, Source], path: Path) -> Source:
    missing = [key for key in entry.get("parents", ()) if key not in present]
    if missing:
        raise InvalidInput(
            f"{path.name}: {entry['key']} has parents that do not stand before it: {', '.join(missing)}."
        )
    source = source_create(
        kind=entry["kind"],
        name=entry["name"],
        names=[
            NewName(n["text"], n.get("language", ""), n.get("type", SourceName.Type.ALIAS))
            for n in entry.get("names", ())
        ],
        parents=[present[key] for key in entry.get("parents", ())],
        language=entry.get("language", "en"),
        country=entry.get("country", ""),
        control=entry.get("control", ""),
        wikidata_id=entry.get("wikidata_id"),
        homepage=entry.get("homepage", ""),
    )
    Source.objects.filter(id=source.id).update(ingest_key=f"seed:{entry['key']}")
    return source
