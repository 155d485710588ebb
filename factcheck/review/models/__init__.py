"""What judging a claim leaves behind: evidence, proposals, the decision log, revisions, and the talk about it."""

from factcheck.review.models.discussion import Comment, Notification, ReplyRequest
from factcheck.review.models.evidence import Evidence, EvidenceSnapshot
from factcheck.review.models.judgement import Assessment, Proposal, ProposalEvidence
from factcheck.review.models.log import ChangeEvent, Decision, LogHead, LogPerson, Revision

__all__ = [
    "Assessment",
    "ChangeEvent",
    "Comment",
    "Decision",
    "Evidence",
    "EvidenceSnapshot",
    "LogHead",
    "LogPerson",
    "Notification",
    "Proposal",
    "ProposalEvidence",
    "ReplyRequest",
    "Revision",
]
