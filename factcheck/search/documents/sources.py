"""Sources as documents, with all their names."""

from collections.abc import Sequence

from factcheck.claims.representation import source_reference
from factcheck.search.documents.lineage import lineage_of
from factcheck.search.kinds import indexed_rows, model_of
from factcheck.search.models import Kind
from factcheck.search.types import Document, tombstone
from sources.registry.models import Source


def source_documents(object_ids: Sequence[int]) -> list[Document]:
    """Return the documents of those sources that exist; a tombstone of one that was merged into another."""
    rows = model_of(Kind.SOURCE)._default_manager.filter(id__in=object_ids)
    living: list[Source] = list(indexed_rows(Kind.SOURCE).filter(id__in=object_ids))
    lineage = lineage_of(source.id for source in living)
    documents = [
        _document(source, lineage.names.get(source.id, ()), lineage.with_ancestors(source.id)) for source in living
    ]
    gone = rows.exclude(id__in=[source.id for source in living]).values_list("id", "index_version")
    return documents + [tombstone(kind=Kind.SOURCE, object_id=i, version=version) for i, version in gone]


def _document(source: Source, names: tuple[str, ...], lineage: set[str]) -> Document:
    return Document(
        kind=Kind.SOURCE,
        object_id=source.id,
        version=source.index_version,
        public_id=source.public_id,
        texts={"names": names, "description": source.description},
        keywords={
            "kind": (source.kind,),
            "country": (source.country,) if source.country else (),
            "control": (source.control,) if source.control else (),
            "provisional": (str(source.provisional).lower(),),
            "ancestor": tuple(sorted(lineage - {source.public_id})),
            "wikidata": (source.wikidata_id,) if source.wikidata_id else (),
        },
        dates={"date": source.created_at, "created_at": source.created_at},
        payload={
            **source_reference(source),
            "names": list(names),
            "country": source.country or None,
            "control": source.control or None,
            "description": source.description or None,
            "wikidata_id": source.wikidata_id,
        },
    )
