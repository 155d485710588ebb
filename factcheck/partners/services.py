"""Partners and their keys: the only door by which they change."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from factcheck.accounts.models import User
from factcheck.core import clock
from factcheck.core.errors import InvalidInput
from factcheck.partners.models import ApiKey, Partner
from factcheck.partners.secrets import prefix_new, secret_digest_newest, secret_new

USE_RECORDED_EVERY = timedelta(minutes=1)


def partner_create(*, name: str, contact_email: str = "") -> Partner:
    """Store a partner. Raises InvalidInput for an empty name or one that another partner has."""
    name = name.strip()
    if not name:
        raise InvalidInput.field("/name", "blank", "Give the partner a name.")
    try:
        with transaction.atomic():
            return Partner.objects.create(name=name, contact_email=contact_email)
    except IntegrityError as error:
        raise InvalidInput.field("/name", "unique", "Another partner has this name; choose a different one.") from error


def api_key_create(
    *,
    partner: Partner | None = None,
    user: User | None = None,
    scope: str,
    label: str = "",
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Store a key of a partner, or of one person, and return it with its credential ``<prefix>.<secret>``.

    The credential is not stored and cannot be shown again. Raises InvalidInput unless exactly one owner is named, the
    scope is ``read`` or ``write``, and the end lies in the future.
    """
    if (partner is None) == (user is None):
        raise InvalidInput.field(
            "/partner", "owner", "A key belongs to one partner or to one person: name one of them."
        )
    if scope not in ApiKey.Scope.values:
        raise InvalidInput.field("/scope", "invalid_choice", "The scope is read or write.")
    if expires_at is not None and expires_at <= clock.now():
        raise InvalidInput.field("/expires_at", "past", "The key would have expired already; choose a later time.")
    secret = secret_new()
    key = ApiKey.objects.create(
        partner=partner,
        user=user,
        label=label,
        prefix=prefix_new(),
        digest=secret_digest_newest(secret),
        scope=scope,
        expires_at=expires_at,
    )
    return key, f"{key.prefix}.{secret}"


def api_key_disable(*, key: ApiKey) -> ApiKey:
    """Stop accepting the key from now on."""
    ApiKey.objects.filter(id=key.id).update(enabled=False)
    key.enabled = False
    return key


def api_key_use_record(*, key: ApiKey, secret: str) -> None:
    """Note that the key was used, once a minute at most, and take its digest over to the newest pepper."""
    now = clock.now()
    digest = secret_digest_newest(secret)
    if key.digest == digest and key.last_used_at and now - key.last_used_at < USE_RECORDED_EVERY:
        return
    ApiKey.objects.filter(
        Q(last_used_at=None) | Q(last_used_at__lte=now - USE_RECORDED_EVERY) | ~Q(digest=digest), id=key.id
    ).update(last_used_at=now, digest=digest)
