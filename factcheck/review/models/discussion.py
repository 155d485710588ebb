from django.conf import settings
from django.db import models

from factcheck.claims.models import Claim
from factcheck.core.ids import PublicIdField, public_id


def new_comment_id() -> str:
    return public_id("cmt")


def new_reply_request_id() -> str:
    return public_id("rpl")


class Comment(models.Model):
    """A remark on a claim, for the house only; ``@username`` in it calls a colleague."""

    public_id = PublicIdField(default=new_comment_id)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments"
    )
    body = models.TextField()
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="mentioned_in")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claim_id", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(body=""), name="review_comment_has_body")]

    def __str__(self) -> str:
        return self.body[:80]


class Notification(models.Model):
    """Something that a person should look at; shown in the admin site and sent by mail."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned"
        TAKEN_OVER = "taken_over", "taken over"
        RETURNED = "returned"
        MENTIONED = "mentioned"
        NEEDS_REREVIEW = "needs_rereview", "needs re-review"
        DUE = "due", "deadline is near"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_notifications"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="notifications")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["recipient", "read_at"], name="review_notification_unread")]

    def __str__(self) -> str:
        return self.text[:80]


class ReplyRequest(models.Model):
    """Right of reply: whom we asked about a claim, how, when, until when, and what they answered."""

    class Channel(models.TextChoices):
        MAIL = "mail", "e-mail"
        PHONE = "phone"
        LETTER = "letter"
        FORM = "form", "contact form"
        IN_PERSON = "in_person", "in person"
        OTHER = "other"

    class Outcome(models.TextChoices):
        WAITING = "waiting"
        ANSWERED = "answered"
        DECLINED = "declined", "declined to comment"
        NO_ANSWER = "no_answer", "no answer by the deadline"

    public_id = PublicIdField(default=new_reply_request_id)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reply_requests")
    source = models.ForeignKey(
        "registry.Source", null=True, blank=True, on_delete=models.PROTECT, related_name="reply_requests"
    )
    party = models.CharField(max_length=300, help_text="whom we asked, as they are named")
    channel = models.CharField(max_length=12, choices=Channel)
    question = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reply_requests"
    )
    deadline = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.WAITING)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claim_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deadline__gte=models.F("asked_at")), name="review_reply_deadline_after_asking"
            ),
            models.CheckConstraint(
                condition=(models.Q(outcome="answered") & ~models.Q(answer="") & models.Q(answered_at__isnull=False))
                | (models.Q(outcome="declined") & models.Q(answered_at__isnull=False))
                | (models.Q(outcome__in=["waiting", "no_answer"], answer="", answered_at=None)),
                name="review_reply_answer_when_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.outcome}"
