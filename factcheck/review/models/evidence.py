from django.conf import settings
from django.db import models

from factcheck.claims.models import Claim
from factcheck.core.ids import PublicIdField, public_id


def new_evidence_id() -> str:
    return public_id("evd")


def new_snapshot_id() -> str:
    return public_id("snp")


def snapshot_path(snapshot: "EvidenceSnapshot", filename: str) -> str:
    """Return where the bytes lie: by their digest, so that the same document is stored once."""
    return f"snapshots/{snapshot.sha256[:2]}/{snapshot.sha256}"


class Evidence(models.Model):
    """A URL or document that speaks for or against a claim, and the words in it that do.

    On a hop it answers whether that source said it (the finding); without a hop it answers whether it is so (the
    verdict). It never answers both.
    """

    class Stance(models.TextChoices):
        SUPPORTS = "supports"
        REFUTES = "refutes"
        CONTEXT = "context"

    class FetchState(models.TextChoices):
        NONE = "none", "not to be fetched"
        QUEUED = "queued"
        FETCHED = "fetched"
        FAILED = "failed"

    class QuoteState(models.TextChoices):
        UNCHECKED = "unchecked"
        FOUND = "found", "found in the snapshot"
        NOT_FOUND = "not_found", "not found in the snapshot"
        UNREADABLE = "unreadable", "the snapshot has no text to search"

    public_id = PublicIdField(default=new_evidence_id)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    hop = models.ForeignKey("tracing.Hop", null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence")
    source = models.ForeignKey(
        "registry.Source",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
        help_text="who published it",
    )
    url = models.CharField(max_length=2000, blank=True)
    archived_url = models.CharField(max_length=2000, blank=True, help_text="a copy in a public web archive")
    title = models.CharField(max_length=500, blank=True)
    stance = models.CharField(max_length=8, choices=Stance)
    primary = models.BooleanField(default=False, help_text="the thing itself, not a report of it")
    note = models.TextField(blank=True)

    quote = models.TextField(blank=True, help_text="in the document's own language")
    quote_state = models.CharField(max_length=12, choices=QuoteState, default=QuoteState.UNCHECKED)
    quote_selectors = models.JSONField(
        default=list, blank=True, help_text="W3C selectors of the quote in the snapshot's text"
    )
    quote_snapshot = models.ForeignKey(
        "review.EvidenceSnapshot", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    quote_checked_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=16, blank=True, help_text="BCP 47")
    translation = models.TextField(blank=True)
    translator = models.CharField(max_length=200, blank=True, help_text="a person, or the name of a machine")
    media_fragment = models.CharField(max_length=100, blank=True, help_text="W3C Media Fragment, such as t=10,25.5")
    transcript = models.TextField(blank=True)

    fetch_state = models.CharField(max_length=8, choices=FetchState, default=FetchState.NONE)
    fetch_error = models.CharField(max_length=32, blank=True, help_text="reason code of the last failed fetch")
    fetch_error_detail = models.TextField(blank=True)

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="added_evidence"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="withdrawn_evidence"
    )
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="counts edits, for If-Match")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["claim_id", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stance__in=["supports", "refutes", "context"]), name="review_evidence_stance_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(withdrawn_at=None) & models.Q(withdrawn_reason=""))
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="review_evidence_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(translation="") | ~models.Q(translator=""), name="review_evidence_translator_named"
            ),
            models.CheckConstraint(
                condition=models.Q(fetch_state="failed", fetch_error__gt="")
                | (~models.Q(fetch_state="failed") & models.Q(fetch_error="")),
                name="review_evidence_error_when_failed",
            ),
            models.CheckConstraint(
                condition=~models.Q(quote_state="found") | ~models.Q(quote=""), name="review_evidence_found_quote"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or self.public_id


class EvidenceSnapshot(models.Model):
    """The bytes of a piece of evidence as we received them at a time. Written once, never updated.

    One URL may have many over time; one that was uploaded by hand has no HTTP status.
    """

    class Method(models.TextChoices):
        FETCHED = "fetched"
        UPLOADED = "uploaded"

    public_id = PublicIdField(default=new_snapshot_id)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="snapshots")
    method = models.CharField(max_length=8, choices=Method)
    url = models.CharField(max_length=2000, blank=True, help_text="where the bytes came from, after redirects")
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    mime = models.CharField(max_length=200)
    charset = models.CharField(max_length=40, blank=True)
    filename = models.CharField(max_length=255, blank=True)
    file = models.FileField(upload_to=snapshot_path, max_length=200)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64, help_text="of the bytes")
    text = models.TextField(blank=True, help_text="what could be read in it, normalised; selectors point into it")
    extractor = models.CharField(max_length=64, blank=True, help_text="name and version of what read the text")
    fetched_at = models.DateTimeField()
    fetched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="snapshots"
    )

    class Meta:
        ordering = ["evidence_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(method="fetched", status__isnull=False) | models.Q(method="uploaded", status=None),
                name="review_snapshot_status_when_fetched",
            ),
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="review_snapshot_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} of {self.evidence_id}"
