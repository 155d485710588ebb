"""The fields of each kind of document. Both backends build their tables and mappings from this, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field

VECTOR_DIMENSIONS = 384


@dataclass(frozen=True)
class KindSchema:
    """A kind of document.

    ``texts`` maps each analysed field to its weight. ``fuzzy`` are the text fields that hold names, in which a word
    with a typo is still found. ``match_texts`` are compared when an earlier claim is looked for. ``prefixes`` maps a
    field prefix of the query language to a text field. Completions look in ``suggest`` and show ``label`` of the
    payload.
    """

    kind: str
    texts: Mapping[str, float]
    keywords: tuple[str, ...]
    dates: tuple[str, ...] = ("date", "created_at")
    fuzzy: tuple[str, ...] = ()
    suggest: str = ""
    label: str = ""
    highlighted: tuple[str, ...] = ()
    match_texts: tuple[str, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)
    has_vector: bool = False


CLAIM = KindSchema(
    kind="claim",
    texts={"text": 3.0, "source_names": 2.0, "mentions": 1.0, "title": 1.0, "publisher_names": 1.0},
    keywords=(
        "verdict",
        "finding",
        "state",
        "kind",
        "mode",
        "language",
        "traceability",
        "role",
        "source",
        "source_exact",
        "originator",
        "source_in_role",
        "publisher",
        "article",
        "uncertain",
        "for_partners",
        "reviewed",
        "matchable",
    ),
    fuzzy=("source_names", "publisher_names"),
    suggest="text",
    label="text",
    highlighted=("text", "title"),
    match_texts=("text",),
    prefixes={
        "text": "text",
        "title": "title",
        "source": "source_names",
        "publisher": "publisher_names",
        "mention": "mentions",
    },
    has_vector=True,
)

SOURCE = KindSchema(
    kind="source",
    texts={"names": 3.0, "description": 1.0},
    keywords=("kind", "country", "control", "provisional", "ancestor", "wikidata"),
    fuzzy=("names",),
    suggest="names",
    label="name",
    highlighted=("description",),
    prefixes={"name": "names", "source": "names", "description": "description"},
)

ARTICLE = KindSchema(
    kind="article",
    texts={"title": 3.0, "text": 1.0, "author": 1.0, "publisher_names": 1.0},
    keywords=("state", "language", "publisher"),
    fuzzy=("publisher_names", "author"),
    suggest="title",
    label="title",
    highlighted=("title", "text"),
    prefixes={"title": "title", "text": "text", "author": "author", "publisher": "publisher_names"},
)

EXTERNAL_REVIEW = KindSchema(
    kind="external_review",
    texts={"text": 3.0, "title": 1.0, "claimant": 1.0, "reviewer": 1.0},
    keywords=("verdict", "language", "reviewer_site", "reviewed", "for_partners", "matchable"),
    fuzzy=("claimant", "reviewer"),
    suggest="text",
    label="claim",
    highlighted=("text", "title"),
    match_texts=("text", "title"),
    prefixes={"text": "text", "title": "title", "source": "claimant", "publisher": "reviewer"},
    has_vector=True,
)

KINDS: Mapping[str, KindSchema] = {schema.kind: schema for schema in (CLAIM, SOURCE, ARTICLE, EXTERNAL_REVIEW)}
