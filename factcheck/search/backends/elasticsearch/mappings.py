"""The index of a kind: closed mapping, analysis, settings. Only filters and modules that the small server has too."""

from typing import Any

from django.conf import settings
from elasticsearch import dsl
from elasticsearch.dsl import analysis

from factcheck.search.schema import KINDS, VECTOR_DIMENSIONS, KindSchema

# What FTS5 does with ``porter unicode61 remove_diacritics 2``.
FOLDED = analysis.analyzer(
    "folded",
    tokenizer="standard",
    filter=["lowercase", "asciifolding", "porter_stem"],
)
# Offsets in a text of a million characters, each of which may be two of Java's.
_MAX_ANALYZED_OFFSET = 2_000_000


def index_body(kind: str) -> dict[str, Any]:
    """Return the body of the request that creates an index of this kind, without its aliases."""
    schema = KINDS[kind]
    index = dsl.Index("unnamed")
    index.mapping(_mapping(schema))
    index.settings(
        number_of_shards=settings.ELASTICSEARCH_SHARDS,
        number_of_replicas=settings.ELASTICSEARCH_REPLICAS,
        # Said, not left to the default: otherwise an index that nobody has searched for a while stops refreshing.
        refresh_interval="1s",
        highlight={"max_analyzed_offset": _MAX_ANALYZED_OFFSET},
    )
    body: dict[str, Any] = index.to_dict()
    # The vector is read from its own structure; in the source it would be half of every document.
    body["mappings"]["_source"] = {"excludes": ["vector"]}
    return body


def _mapping(schema: KindSchema) -> dsl.Mapping:
    mapping = dsl.Mapping()
    mapping.meta("dynamic", False)
    mapping.field("object_id", dsl.Long())
    mapping.field("public_id", dsl.Keyword())
    mapping.field("deleted", dsl.Boolean())
    mapping.field("written_at", dsl.Date())
    mapping.field("payload", dsl.Object(enabled=False))
    mapping.field("texts", dsl.Object(properties={name: _text(schema, name) for name in schema.texts}))
    mapping.field("keywords", dsl.Object(properties={name: dsl.Keyword() for name in schema.keywords}))
    mapping.field("dates", dsl.Object(properties={name: dsl.Date() for name in schema.dates}))
    if schema.has_vector:
        mapping.field(
            "vector",
            dsl.DenseVector(
                dims=VECTOR_DIMENSIONS, index=True, similarity="cosine", index_options={"type": "int8_hnsw"}
            ),
        )
    return mapping


def _text(schema: KindSchema, name: str) -> dsl.Text:
    options: dict[str, Any] = {"analyzer": FOLDED}
    if name == schema.suggest:
        options["index_prefixes"] = {"min_chars": 1, "max_chars": 10}
    if name in schema.highlighted:
        options["index_options"] = "offsets"
    return dsl.Text(**options)
