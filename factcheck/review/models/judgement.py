from django.conf import settings
from django.db import models

from factcheck.claims.models import Claim
from factcheck.core.ids import PublicIdField, public_id
from factcheck.review.models.evidence import Evidence, EvidenceSnapshot


def new_assessment_id() -> str:
    return public_id("asm")


def new_proposal_id() -> str:
    return public_id("prp")


class Assessment(models.Model):
    """One reviewer's own finding and verdict with reasons. Several on a claim stand side by side; none is averaged.

    A reviewer who changes their mind makes a new row; the old one gets ``superseded_at``.
    """

    public_id = PublicIdField(default=new_assessment_id)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assessments")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="assessments"
    )
    finding = models.CharField(max_length=16, choices=Claim.Finding)
    verdict = models.CharField(max_length=16, choices=Claim.Verdict, null=True, blank=True)  # noqa: DJ001
    rationale = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["claim_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "reviewer"],
                condition=models.Q(superseded_at=None),
                name="review_assessment_one_per_reviewer",
            ),
            models.CheckConstraint(condition=~models.Q(rationale=""), name="review_assessment_has_rationale"),
        ]

    def __str__(self) -> str:
        return f"{self.finding} / {self.verdict or 'none'} on {self.claim_id}"


class Proposal(models.Model):
    """What one person proposes to publish on a claim, for another to publish or return.

    The claim's own finding and verdict stay what was published last: a proposal is never shown outside the house.
    ``content_sha256`` fixes what the proposal is about, so that nobody publishes other words than were proposed.
    """

    class State(models.TextChoices):
        OPEN = "open"
        PUBLISHED = "published"
        RETURNED = "returned"

    public_id = PublicIdField(default=new_proposal_id)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    finding = models.CharField(max_length=16, choices=Claim.Finding)
    hop_findings = models.JSONField(default=dict, help_text="findings of further hops, by the hop's public id")
    verdict = models.CharField(max_length=16, choices=Claim.Verdict, null=True, blank=True)  # noqa: DJ001
    rationale = models.TextField()
    content_sha256 = models.CharField(max_length=64)
    article_version = models.ForeignKey("articles.ArticleVersion", on_delete=models.PROTECT, related_name="proposals")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    proposed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["claim_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(state="open"), name="review_proposal_one_open"
            ),
            models.CheckConstraint(condition=~models.Q(rationale=""), name="review_proposal_has_rationale"),
            models.CheckConstraint(
                condition=models.Q(state="returned", return_reason__gt="")
                | (~models.Q(state="returned") & models.Q(return_reason="")),
                name="review_proposal_returned_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} / {self.verdict or 'none'} for {self.claim_id}"


class ProposalEvidence(models.Model):
    """A piece of evidence that a proposal rests on, in the snapshot and with the stance that it had then."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="items")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="proposal_items")
    snapshot = models.ForeignKey(
        EvidenceSnapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal_items"
    )
    stance = models.CharField(max_length=8, choices=Evidence.Stance)
    hop = models.CharField(max_length=30, blank=True, help_text="public id of the hop that it was about")

    class Meta:
        ordering = ["proposal_id", "id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "evidence"], name="review_proposal_evidence_once")]

    def __str__(self) -> str:
        return f"{self.stance}: {self.evidence_id} for {self.proposal_id}"
