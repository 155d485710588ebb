from django.conf import settings
from django.db import models

from factcheck.claims.models import Claim
from factcheck.core.ids import PublicIdField, public_id
from factcheck.review.models.judgement import Proposal


def new_decision_id() -> str:
    return public_id("dec")


def new_revision_id() -> str:
    return public_id("rev")


def new_change_id() -> str:
    return public_id("chg")


class LogPerson(models.Model):
    """A person as the decision log names them: a salted digest in the log, the name beside it.

    Erasing a person empties salt and name; the digest stays, so that the chain of hashes holds and no longer leads to
    anybody. One row for each name that a user has had.
    """

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of salt, user's public id and name")
    salt = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200, blank=True)
    user_public_id = models.CharField(max_length=30, blank=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="log_names"
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "log people"
        constraints = [
            models.UniqueConstraint(
                fields=["user_public_id", "name"], condition=models.Q(erased_at=None), name="review_person_name_once"
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(name="", salt="", user_public_id="", user=None),
                name="review_person_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "a person who was erased"


class LogHead(models.Model):
    """One row: where the log and the change feed stand. Whoever appends takes this row first, so that sequence
    numbers follow the order of commits and a reader of the feed misses nothing."""

    SINGLETON = 1

    decision_sequence = models.PositiveBigIntegerField(default=0)
    decision_hash = models.CharField(max_length=64, blank=True)
    change_sequence = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="review_head_single")]

    def __str__(self) -> str:
        return f"decision {self.decision_sequence}, change {self.change_sequence}"


class Decision(models.Model):
    """One entry of the log. Triggers refuse to change or remove it; it outlives its claim and the people in it.

    ``hash`` is over all other columns, ``previous_hash`` among them (see ``factcheck.review.log``).
    """

    public_id = PublicIdField(default=new_decision_id)
    sequence = models.PositiveBigIntegerField(unique=True, help_text="1, 2, 3 … without a gap")
    at = models.DateTimeField()
    person = models.ForeignKey(
        LogPerson,
        to_field="digest",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        help_text="nobody: the system",
    )
    role = models.CharField(max_length=16, blank=True, help_text="of the person, then")
    action = models.CharField(max_length=32)
    # No constraint in the database: the entry stays when the claim goes.
    claim = models.ForeignKey(
        Claim,
        to_field="public_id",
        null=True,
        blank=True,
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="decisions",
    )
    claim_text = models.TextField(blank=True)
    claim_version = models.PositiveIntegerField(null=True, blank=True)
    article_id = models.CharField(max_length=30, blank=True, help_text="public id")
    article_version = models.PositiveIntegerField(null=True, blank=True)
    article_sha256 = models.CharField(max_length=64, blank=True)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16, blank=True)
    finding = models.CharField(max_length=16, blank=True)
    verdict = models.CharField(max_length=16, blank=True)
    reason = models.TextField(blank=True)
    public_note = models.TextField(blank=True)
    evidence = models.JSONField(default=list, help_text="id, stance, hop, snapshot and its sha256")
    four_eyes = models.BooleanField(help_text="whether a second person had to publish then")
    revision = models.PositiveIntegerField(null=True, blank=True)
    revision_sha256 = models.CharField(max_length=64, blank=True, help_text="of the revision's payload")
    data = models.JSONField(default=dict, help_text="what else belongs to the action; people by digest")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]
        indexes = [models.Index(fields=["claim", "sequence"], name="review_decision_of_claim")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.claim_id or ''}".strip()


class Revision(models.Model):
    """The immutable payload of a claim as published; number 2 and up are corrections, a retraction is the last.

    ``payload`` is the representation of DESIGN's section 8, with nobody's name in it: read it by
    ``factcheck.review.selectors.revision_payload``.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published"
        CORRECTED = "corrected"
        RETRACTED = "retracted"

    public_id = PublicIdField(default=new_revision_id)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    finding = models.CharField(max_length=16, choices=Claim.Finding)
    verdict = models.CharField(max_length=16, choices=Claim.Verdict, null=True, blank=True)  # noqa: DJ001
    note = models.TextField(blank=True, help_text="public: what was corrected, or why it was retracted")
    payload = models.JSONField()
    payload_sha256 = models.CharField(max_length=64)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="revision_row")
    proposal = models.OneToOneField(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="revision_row"
    )
    person = models.ForeignKey(
        LogPerson, to_field="digest", on_delete=models.PROTECT, related_name="revisions", help_text="who published"
    )
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["claim_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="review_revision_number"),
            models.CheckConstraint(
                condition=models.Q(number=1, kind="published")
                | models.Q(number__gt=1, kind__in=["corrected", "retracted"]),
                name="review_revision_kind_of_number",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="published") | ~models.Q(note=""), name="review_revision_note_when_changed"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="retracted") | models.Q(verdict=None), name="review_revision_retracted_bare"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} revision {self.number} ({self.kind})"


class ChangeEvent(models.Model):
    """Something that partners may want to know: what the change feed lists and the webhooks send, in commit order."""

    public_id = PublicIdField(default=new_change_id)
    sequence = models.PositiveBigIntegerField(unique=True, help_text="1, 2, 3 … in the order of commits")
    type = models.CharField(max_length=64, help_text="such as claim.published; see factcheck.review.events")
    object_id = models.CharField(max_length=30, db_index=True, help_text="public id of what changed")
    version = models.PositiveIntegerField(null=True, blank=True, help_text="of the object, after the change")
    revision = models.PositiveIntegerField(null=True, blank=True)
    payload = models.JSONField(default=dict, help_text="what a reader needs besides the object itself; no people")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.type} {self.object_id}"
