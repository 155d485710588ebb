"""What is read of the work of judging."""

from factcheck.review.selectors.claims import (
    assessments_of,
    claims_for_log,
    claims_resting_on,
    decisions_of,
    evidence_of,
    open_proposal,
    proposal_items,
    queue_counts,
)
from factcheck.review.selectors.feed import change_events_since, log_head
from factcheck.review.selectors.publication import (
    claim_as_of,
    publication_part,
    published_content,
    published_revision_prefetch,
    revision_payload,
    revisions_of,
)

__all__ = [
    "assessments_of",
    "change_events_since",
    "claim_as_of",
    "claims_for_log",
    "claims_resting_on",
    "decisions_of",
    "evidence_of",
    "log_head",
    "open_proposal",
    "proposal_items",
    "publication_part",
    "published_content",
    "published_revision_prefetch",
    "queue_counts",
    "revision_payload",
    "revisions_of",
]
