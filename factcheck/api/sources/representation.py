"""The source as the API shows it."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from factcheck.claims.representation import API_ROOT, source_reference
from factcheck.core.clock import rfc3339
from sources.registry.models import Source, SourceName, SourceParent

Json = dict[str, Any]

_NAME_ORDER = list(SourceName.Type.values)


def sources_for_representation() -> QuerySet[Source]:
    """Return all sources with what ``source_representation`` reads, in a constant number of queries."""
    return Source.objects.select_related("merged_into").prefetch_related(
        "names",
        Prefetch("parents", queryset=SourceParent.objects.select_related("parent").order_by("id")),
    )


def source_url(source: Source, base_url: str) -> str:
    return f"{base_url}{API_ROOT}/sources/{source.public_id}/"


def source_representation(source: Source, *, base_url: str) -> Json:
    """Return the source with its names, the primary one first, and its parents. Notes of the staff stay out."""
    names = sorted(source.names.all(), key=lambda name: (_NAME_ORDER.index(name.type), name.id))
    merged_into = source.merged_into
    return {
        "id": source.public_id,
        "url": source_url(source, base_url),
        "name": source.name,
        "kind": source.kind,
        "provisional": source.provisional,
        "description": source.description or None,
        "country": source.country or None,
        "control": source.control or None,
        "wikidata_id": source.wikidata_id,
        "homepage": source.homepage or None,
        "valid_from": source.valid_from.isoformat() if source.valid_from else None,
        "valid_to": source.valid_to.isoformat() if source.valid_to else None,
        "names": [
            {"text": name.text, "language": name.language or None, "script": name.script or None, "type": name.type}
            for name in names
        ],
        "parents": [
            {
                **source_reference(link.parent),
                "valid_from": link.valid_from.isoformat() if link.valid_from else None,
                "valid_to": link.valid_to.isoformat() if link.valid_to else None,
            }
            for link in source.parents.all()
        ],
        "merged_into": (
            {**source_reference(merged_into), "url": source_url(merged_into, base_url)} if merged_into else None
        ),
        "withdrawn_at": rfc3339(source.withdrawn_at) if source.withdrawn_at else None,
        "version": source.version,
        "created_at": rfc3339(source.created_at),
        "updated_at": rfc3339(source.updated_at),
    }
