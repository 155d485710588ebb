"""The halves of an API key: ``<prefix>.<secret>``. Only a peppered digest of the secret is ever stored."""

import hashlib
import hmac
import secrets
import string

from django.conf import settings

_ALPHABET = string.digits + string.ascii_lowercase


def prefix_new() -> str:
    """Return a public half such as ``fck_8k2m4xw0c7ta``; the mark lets scanners find leaked keys."""
    return "fck_" + "".join(secrets.choice(_ALPHABET) for _ in range(12))


def secret_new() -> str:
    """Return a secret half of 256 random bits."""
    return secrets.token_urlsafe(32)


def secret_digest(secret: str, pepper: str) -> str:
    """Return the hexadecimal HMAC-SHA256 of the secret under the pepper."""
    return hmac.new(pepper.encode(), secret.encode(), hashlib.sha256).hexdigest()


def secret_digest_newest(secret: str) -> str:
    """Return the digest under the newest pepper, which is what is stored."""
    return secret_digest(secret, settings.API_KEY_PEPPERS[0])


def secret_matches(secret: str, digest: str) -> bool:
    """Say, in a time that does not depend on the secret, whether any of the peppers gives this digest."""
    results = [hmac.compare_digest(secret_digest(secret, pepper), digest) for pepper in settings.API_KEY_PEPPERS]
    return any(results)
