from django.conf import settings
from django.db import models

from factcheck.core.ids import PublicIdField, new_claim_id


class AnalysisRun(models.Model):
    """One pass of the engine over a version. A later run adds and replaces only what no person has touched."""

    article_version = models.ForeignKey("articles.ArticleVersion", on_delete=models.CASCADE, related_name="runs")
    model = models.CharField(max_length=64)
    thresholds = models.JSONField(default=dict)
    language = models.CharField(max_length=16, blank=True)
    extraction_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.model} on {self.article_version_id}"


class Claim(models.Model):
    """A statement anchored in an article."""

    class Kind(models.TextChoices):
        QUOTED = "quoted"
        REPORTED = "reported"
        OWN_VOICE = "own_voice", "own voice"

    class State(models.TextChoices):
        UNREVIEWED = "unreviewed"
        IN_REVIEW = "in_review", "in review"
        PROPOSED = "proposed"
        PUBLISHED = "published"
        NEEDS_REREVIEW = "needs_rereview", "needs re-review"
        RETRACTED = "retracted"
        DISCARDED = "discarded"

    class Finding(models.TextChoices):
        PENDING = "pending"
        CONFIRMED = "confirmed"
        MISQUOTED = "misquoted"
        OUT_OF_CONTEXT = "out_of_context", "out of context"
        NOT_FOUND = "not_found", "not found"
        DENIED = "denied"
        NOT_APPLICABLE = "not_applicable", "not applicable"

    class Verdict(models.TextChoices):
        VERIFIED = "verified"
        CONTESTED = "contested"
        OPINION = "opinion"

    class DiscardReason(models.TextChoices):
        NOT_A_CLAIM = "not_a_claim", "not a claim"
        DUPLICATE = "duplicate", "duplicate of another claim"
        UNVERIFIABLE = "unverifiable"
        OUT_OF_SCOPE = "out_of_scope", "out of scope"

    public_id = PublicIdField(default=new_claim_id)
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="claims")
    article_version = models.ForeignKey("articles.ArticleVersion", on_delete=models.PROTECT, related_name="claims")
    run = models.ForeignKey(AnalysisRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims")
    kind = models.CharField(max_length=16, choices=Kind)
    text = models.TextField(help_text="the quote, unless a person has edited it")
    language = models.CharField(max_length=16, blank=True)
    uncertain = models.BooleanField(default=False, help_text="below the engine's precision-80 cut")
    touched_at = models.DateTimeField(null=True, blank=True, help_text="when a person first worked on it")
    identity = models.CharField(
        max_length=64, help_text="SHA-256 of what makes it one claim of its version: its segments and its cue's"
    )
    start = models.PositiveIntegerField(help_text="of the current anchor, for ordering")

    state = models.CharField(max_length=16, choices=State, default=State.UNREVIEWED)
    started_from = models.CharField(
        max_length=16, choices=State, blank=True, help_text="the state that release goes to"
    )
    finding = models.CharField(max_length=16, choices=Finding, default=Finding.PENDING)
    verdict = models.CharField(max_length=16, choices=Verdict, null=True, blank=True)  # noqa: DJ001
    discard_reason = models.CharField(max_length=16, choices=DiscardReason, blank=True)
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")

    checkworthy = models.FloatField(null=True, blank=True)
    author_opinion = models.FloatField(null=True, blank=True, help_text="own voice only")
    score_model = models.CharField(max_length=64, blank=True)

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="assigned_claims"
    )
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="locked_claims"
    )
    locked_until = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)

    version = models.PositiveIntegerField(default=1, help_text="counts edits, for If-Match")
    index_version = models.PositiveBigIntegerField(default=1, help_text="what the search index must catch up with")
    revision = models.PositiveIntegerField(null=True, blank=True, help_text="what was published last")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["article_version", "identity"], name="claims_claim_once_per_version"),
            models.CheckConstraint(
                condition=models.Q(verdict=None) | models.Q(verdict__in=["verified", "contested", "opinion"]),
                name="claims_claim_verdict_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="own_voice", finding__in=["not_applicable"])
                | (~models.Q(kind="own_voice") & ~models.Q(finding="not_applicable")),
                name="claims_claim_finding_of_own_voice",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="own_voice") | models.Q(author_opinion=None),
                name="claims_claim_opinion_score_of_own_voice",
            ),
            models.CheckConstraint(
                condition=models.Q(state="discarded", discard_reason__gt="")
                | (~models.Q(state="discarded") & models.Q(discard_reason="")),
                name="claims_claim_reason_when_discarded",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(revision__gte=1),
                name="claims_claim_revision_when_published",
            ),
            models.CheckConstraint(
                condition=(models.Q(locked_by=None) & models.Q(locked_until=None))
                | models.Q(locked_until__isnull=False),
                name="claims_claim_lock_has_end",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="claims_claim_state"),
            models.Index(fields=["article", "start"], name="claims_claim_in_article"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ClaimAnchor(models.Model):
    """Where a claim's words stand in one version of its article (W3C TextPosition and TextQuote selectors)."""

    class State(models.TextChoices):
        ANCHORED = "anchored"
        MOVED = "moved"
        AMBIGUOUS = "ambiguous"
        ORPHANED = "orphaned"

    class Method(models.TextChoices):
        EXACT = "exact"
        FUZZY = "fuzzy"
        MANUAL = "manual"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="anchors")
    article_version = models.ForeignKey("articles.ArticleVersion", on_delete=models.PROTECT, related_name="anchors")
    state = models.CharField(max_length=16, choices=State, default=State.ANCHORED)
    method = models.CharField(max_length=8, choices=Method, default=Method.EXACT)
    score = models.FloatField(default=1.0)
    quote = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(is_current=True), name="claims_anchor_one_current"
            ),
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="claims_anchor_score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} in {self.article_version_id} ({self.state})"


class ClaimAnchorSegment(models.Model):
    """One stretch of an anchor; ``article_version.text[start:end]`` is its quote."""

    anchor = models.ForeignKey(ClaimAnchor, on_delete=models.CASCADE, related_name="segments")
    position = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()

    class Meta:
        ordering = ["anchor_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["anchor", "position"], name="claims_segment_position"),
            models.UniqueConstraint(fields=["anchor", "start"], name="claims_segment_start"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="claims_segment_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"
