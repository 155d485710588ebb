"""Reviews of others as documents, for search and matching."""

from collections.abc import Sequence

from factcheck.core.clock import rfc3339
from factcheck.search.matching.embeddings import embeddings_of
from factcheck.search.models import ExternalReview, Kind
from factcheck.search.types import Document, Vector, tombstone


def external_review_documents(object_ids: Sequence[int]) -> list[Document]:
    """Return the documents of those reviews that exist; a tombstone of one that its feed has withdrawn."""
    reviews = list(ExternalReview.objects.filter(id__in=object_ids))
    living = [review for review in reviews if review.withdrawn_at is None]
    vectors = embeddings_of(kind=Kind.EXTERNAL_REVIEW, texts={review.id: review.claim_text for review in living})
    return [_document(review, vectors.get(review.id)) for review in living] + [
        tombstone(kind=Kind.EXTERNAL_REVIEW, object_id=review.id, version=review.index_version)
        for review in reviews
        if review.withdrawn_at is not None
    ]


def external_review_representation(review: ExternalReview) -> dict[str, object]:
    """Return the review as the API shows it: plain values, their words and rating verbatim, our mapping beside them."""
    return {
        "id": review.public_id,
        "url": review.url or None,
        "title": review.title or None,
        "claim": review.claim_text,
        "claimant": review.claimant or None,
        "claim_date": rfc3339(review.claim_date) if review.claim_date else None,
        "reviewer": {"name": review.reviewer or None, "url": review.reviewer_url or None},
        "rating": review.rating or None,
        "verdict": review.verdict,
        "mapped_by": review.mapped_by or None,
        "language": review.language or None,
        "reviewed_at": rfc3339(review.reviewed_at) if review.reviewed_at else None,
        "licence": review.licence or None,
    }


def _document(review: ExternalReview, vector: Vector | None) -> Document:
    return Document(
        kind=Kind.EXTERNAL_REVIEW,
        object_id=review.id,
        version=review.index_version,
        public_id=review.public_id,
        texts={
            "text": review.claim_text,
            "title": review.title,
            "claimant": review.claimant,
            "reviewer": review.reviewer,
        },
        keywords={
            "verdict": (review.verdict or "none",),
            "language": (review.language,) if review.language else (),
            "reviewer_site": (review.reviewer_site,) if review.reviewer_site else (),
            "reviewed": ("true",),
            "for_partners": ("true",),
            "matchable": ("true",),
        },
        dates={"date": review.reviewed_at or review.created_at, "created_at": review.created_at},
        payload=external_review_representation(review),
        vector=vector,
    )
