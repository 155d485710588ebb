from datetime import datetime

from django.conf import settings
from django.db import models

from factcheck.core.ids import PublicIdField, public_id


def new_partner_id() -> str:
    return public_id("ptr")


class Partner(models.Model):
    """A newsroom that calls the REST API."""

    public_id = PublicIdField(default=new_partner_id)
    name = models.CharField(max_length=200, unique=True)
    contact_email = models.EmailField(blank=True)
    active = models.BooleanField(default=True, help_text="turned off, none of its keys is accepted")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="partners_partner_has_name")]

    def __str__(self) -> str:
        return self.name


class ApiKey(models.Model):
    """A key of a partner, or of one person for scripts of their own. The secret half is stored as a digest only."""

    class Scope(models.TextChoices):
        READ = "read"
        WRITE = "write", "read and write"

    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.CASCADE, related_name="keys")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="api_keys"
    )
    label = models.CharField(max_length=100, blank=True, help_text="what it is used for")
    prefix = models.CharField(max_length=16, unique=True, editable=False, help_text="the public half, shown in lists")
    digest = models.CharField(max_length=64, editable=False, help_text="HMAC-SHA256 of the secret half, hexadecimal")
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.READ)
    enabled = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(partner=None, user__isnull=False) | models.Q(partner__isnull=False, user=None),
                name="partners_key_of_a_partner_or_a_person",
            ),
            models.CheckConstraint(condition=models.Q(scope__in=["read", "write"]), name="partners_key_scope_known"),
            models.CheckConstraint(
                condition=models.Q(prefix__regex=r"^fck_[0-9a-z]{12}$"), name="partners_key_prefix_form"
            ),
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="partners_key_digest_form"
            ),
        ]

    def __str__(self) -> str:
        return self.prefix

    @property
    def can_write(self) -> bool:
        return self.scope == self.Scope.WRITE

    def is_valid_at(self, moment: datetime) -> bool:
        """Say whether the key may be used at the time; its owner's own state is not looked at."""
        return self.enabled and (self.expires_at is None or moment < self.expires_at)
