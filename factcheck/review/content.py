"""What a proposal is about, as one digest: whoever publishes must publish the words that were proposed."""

from factcheck.claims.models import Claim
from factcheck.review.chain import json_sha256
from factcheck.review.requirements import hops


def content_sha256(claim: Claim) -> str:
    """Return a SHA-256 of the claim's words, place and chain of sources. Notes, names and scores are not in it."""
    anchor = claim.anchors.filter(is_current=True).prefetch_related("segments").first()
    return json_sha256(
        {
            "text": claim.text,
            "kind": claim.kind,
            "article": claim.article_version.text_sha256,
            "segments": [[s.start, s.end] for s in anchor.segments.all()] if anchor else [],
            "chain": [[hop.public_id, hop.role, hop.source.public_id if hop.source else None] for hop in hops(claim)],
        }
    )
