"""Claims as documents: the payload is the representation that partners read."""

from collections.abc import Sequence

from factcheck.claims.models import Claim
from factcheck.claims.representation import claim_representation, claims_for_representation
from factcheck.search.documents.lineage import Lineage, lineage_of
from factcheck.search.matching.embeddings import embeddings_of
from factcheck.search.models import Kind
from factcheck.search.types import Document, Vector
from sources.tracing.models import Hop


def claim_documents(object_ids: Sequence[int]) -> list[Document]:
    """Return the documents of those claims that exist."""
    claims = list(claims_for_representation().filter(id__in=object_ids))
    lineage = lineage_of(source_id for claim in claims for source_id in _source_ids(claim))
    vectors = embeddings_of(kind=Kind.CLAIM, texts={claim.id: claim.text for claim in claims})
    return [_document(claim, lineage, vectors.get(claim.id)) for claim in claims]


def is_for_partners(claim: Claim) -> bool:
    """Say whether partners may read the claim: not while it is uncertain and no person has touched it.

    The same as ``factcheck.partners.visibility.CLAIMS_FOR_PARTNERS`` says of rows; a test holds the two together.
    """
    return not claim.uncertain or claim.touched_at is not None


def _hops(claim: Claim) -> list[Hop]:
    return list(claim.attribution.hops.all()) if hasattr(claim, "attribution") else []


def _source_ids(claim: Claim) -> set[int]:
    found = {hop.source_id for hop in _hops(claim)} | {claim.article.publisher_id}
    return {source_id for source_id in found if source_id is not None}


def _document(claim: Claim, lineage: Lineage, vector: Vector | None) -> Document:
    payload = claim_representation(claim, base_url="")
    hops = _hops(claim)
    named = [(hop.role, hop.source_id) for hop in hops if hop.source_id is not None]
    publisher = claim.article.publisher_id
    attribution = payload["attribution"] or {}
    mentions = {hop.mention.text for hop in hops if hop.mention}
    keywords: dict[str, set[str]] = {
        "verdict": {claim.verdict or "none"},
        "finding": {claim.finding},
        "state": {claim.state},
        "kind": {claim.kind},
        "mode": {attribution.get("mode") or ""},
        "language": {claim.language},
        "traceability": {attribution.get("traceability", "none")},
        "role": {hop.role for hop in hops},
        "source": {public_id for _, source_id in named for public_id in lineage.with_ancestors(source_id)},
        "source_exact": {lineage.public_ids[source_id] for _, source_id in named},
        "originator": {lineage.public_ids[i] for role, i in named if role == Hop.Role.ORIGINATOR},
        "source_in_role": {f"{role}:{public_id}" for role, i in named for public_id in lineage.with_ancestors(i)},
        "publisher": {lineage.public_ids[publisher]} if publisher else set(),
        "article": {claim.article.public_id},
        "uncertain": {str(claim.uncertain).lower()},
        "for_partners": {str(is_for_partners(claim)).lower()},
        "reviewed": {str(claim.revision is not None and claim.state != Claim.State.RETRACTED).lower()},
        "matchable": {str(claim.state not in (Claim.State.DISCARDED, Claim.State.RETRACTED)).lower()},
    }
    return Document(
        kind=Kind.CLAIM,
        object_id=claim.id,
        version=claim.index_version,
        public_id=claim.public_id,
        texts={
            "text": claim.text,
            "source_names": tuple(name for _, source_id in named for name in lineage.names.get(source_id, ())),
            "mentions": tuple(sorted(mentions)),
            "title": claim.article.title,
            "publisher_names": lineage.names.get(publisher, ()) if publisher else (),
        },
        keywords={field: tuple(sorted(value for value in values if value)) for field, values in keywords.items()},
        dates={"date": claim.article.published_at or claim.created_at, "created_at": claim.created_at},
        payload=payload,
        vector=vector,
    )
