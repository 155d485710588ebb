from django.conf import settings
from django.db import models

from factcheck.core.ids import PublicIdField, public_id


def new_external_review_id() -> str:
    return public_id("ext")


class Kind(models.TextChoices):
    """What is indexed; the values name the schemas of ``factcheck.search.schema``."""

    CLAIM = "claim"
    SOURCE = "source"
    ARTICLE = "article"
    EXTERNAL_REVIEW = "external_review", "external review"


class IndexJob(models.Model):
    """A row that the search index must catch up with, written in the transaction that changed it.

    At most one row per object; a change while it waits raises ``index_version``. It is cleared only while
    ``index_version`` is still the one that was indexed (compare-and-clear). A drain that works on it holds ``lease``
    until ``run_after``; a drain that dies lets that time pass.
    """

    Kind = Kind

    kind = models.CharField(max_length=16, choices=Kind)
    object_id = models.PositiveBigIntegerField(help_text="the row's primary key")
    index_version = models.PositiveBigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_job_one_per_object")]
        indexes = [models.Index(fields=["kind", "run_after", "id"], name="search_job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} @ {self.index_version}"


class Rebuild(models.Model):
    """An index that is being filled beside the current one. While it is open, every write goes to both."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        DISCARDED = "discarded"

    kind = models.CharField(max_length=16, choices=Kind)
    target = models.CharField(max_length=120, help_text="the new index's name")
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    filled_to = models.BigIntegerField(default=0, help_text="the last object id that was filled in")
    documents = models.PositiveBigIntegerField(default=0, help_text="how many it held when it became current")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(state="open"), name="search_rebuild_one_open_per_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.target} ({self.state})"


class Reconciliation(models.Model):
    """One comparison of a kind's rows with the index, by id and version."""

    kind = models.CharField(max_length=16, choices=Kind)
    rows = models.PositiveBigIntegerField(help_text="that should be in the index")
    missing = models.PositiveBigIntegerField()
    stale = models.PositiveBigIntegerField()
    surplus = models.PositiveBigIntegerField(help_text="in the index, and no row behind it")
    waiting = models.PositiveBigIntegerField(help_text="of these, how many had a job waiting: late, not lost")
    finished_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "-finished_at"], name="search_reconciliation_latest")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.drift} of {self.rows}"

    @property
    def drift(self) -> int:
        """How many rows differ although no job was waiting for them."""
        return self.missing + self.stale + self.surplus - self.waiting


class Embedding(models.Model):
    """The sentence embedding of a row's text, kept so that indexing again does not compute it again."""

    kind = models.CharField(max_length=16, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    model = models.CharField(max_length=64)
    text_sha256 = models.CharField(max_length=64)
    vector = models.BinaryField(help_text="384 half-precision floats, little-endian, of length 1")
    matched_at = models.DateTimeField(
        null=True, blank=True, help_text="when earlier claims were last looked for; empty: they will be"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_embedding_one_per_object")]
        indexes = [models.Index(fields=["kind", "matched_at", "id"], name="search_embedding_unmatched")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} by {self.model}"


class ExternalReview(models.Model):
    """A checked claim of somebody else, imported from ClaimReview: their words, their rating verbatim, our mapping."""

    class Verdict(models.TextChoices):
        VERIFIED = "verified"
        CONTESTED = "contested"
        OPINION = "opinion"

    public_id = PublicIdField(default=new_external_review_id)
    identity = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the review's address and its claim")
    url = models.URLField(max_length=2000, blank=True, help_text="of the review")
    title = models.TextField(blank=True)
    claim_text = models.TextField(help_text="claimReviewed, verbatim")
    claimant = models.CharField(max_length=500, blank=True)
    claim_date = models.DateTimeField(null=True, blank=True)
    appearances = models.JSONField(default=list, help_text="addresses at which the claim was made")
    reviewer = models.CharField(max_length=500, blank=True)
    reviewer_url = models.URLField(max_length=2000, blank=True)
    reviewer_site = models.CharField(max_length=255, blank=True)
    rating = models.CharField(max_length=500, blank=True, help_text="alternateName, verbatim")
    rating_value = models.FloatField(null=True, blank=True)
    best_rating = models.FloatField(null=True, blank=True)
    worst_rating = models.FloatField(null=True, blank=True)
    verdict = models.CharField(max_length=16, choices=Verdict, null=True, blank=True)  # noqa: DJ001
    mapped_by = models.CharField(max_length=64, blank=True, help_text="the row of the rating table, or 'scale'")
    language = models.CharField(max_length=16, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    licence = models.CharField(max_length=500, blank=True)
    feed = models.CharField(max_length=2000, help_text="the feed or page that it was imported from")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="no longer in its feed")
    index_version = models.PositiveBigIntegerField(default=1, help_text="what the search index must catch up with")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(claim_text=""), name="search_external_review_has_claim"),
            models.CheckConstraint(
                condition=models.Q(verdict=None) | models.Q(verdict__in=["verified", "contested", "opinion"]),
                name="search_external_review_verdict_known",
            ),
        ]

    def __str__(self) -> str:
        return self.claim_text[:80]


class MatchSuggestion(models.Model):
    """An external review that may answer a claim: suggested by the matching engine, confirmed by a person.

    Suggestions between two claims of our own are ``tracing.Appearance`` rows.
    """

    class State(models.TextChoices):
        SUGGESTED = "suggested"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"

    claim = models.ForeignKey("claims.Claim", on_delete=models.CASCADE, related_name="match_suggestions")
    external_review = models.ForeignKey(ExternalReview, on_delete=models.CASCADE, related_name="match_suggestions")
    model = models.CharField(max_length=64)
    score = models.FloatField()
    state = models.CharField(max_length=16, choices=State, default=State.SUGGESTED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="decided_matches"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "external_review"], name="search_suggestion_pair_once"),
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="search_suggestion_score"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} ~ {self.external_review_id} ({self.state})"
