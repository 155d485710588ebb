"""Who calls the REST API: a partner by its key, a person by a key of their own or by the admin's session."""

from dataclasses import dataclass

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from factcheck.accounts.models import User
from factcheck.core import clock
from factcheck.partners.models import ApiKey, Partner
from factcheck.partners.secrets import secret_digest_newest, secret_matches
from factcheck.partners.services import api_key_use_record

SCHEMES = ("api-key", "bearer")
# One sentence for every way in which a key can be wrong: whoever guesses learns nothing.
REFUSED = "This key is not accepted: it is unknown, wrong, expired or turned off."


@dataclass(frozen=True)
class PartnerPrincipal:
    """What ``request.user`` is when a partner calls: nobody who could be an actor of a service."""

    partner: Partner
    is_authenticated: bool = True
    is_active: bool = True
    is_staff: bool = False
    is_superuser: bool = False

    @property
    def pk(self) -> str:
        return self.partner.public_id


class ApiKeyAuthentication(BaseAuthentication):
    """Reads ``Authorization: Api-Key <prefix>.<secret>``; ``Bearer`` in place of ``Api-Key`` does as well."""

    def authenticate(self, request: Request) -> tuple[User | PartnerPrincipal, ApiKey] | None:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        scheme, _, credential = header.partition(" ")
        if not header or scheme.lower() not in SCHEMES:
            return None
        prefix, _, secret = credential.strip().partition(".")
        key = (
            ApiKey.objects.select_related("partner", "user").filter(prefix=prefix).first()
            if prefix and secret and prefix.isascii() and prefix.isprintable()
            else None
        )
        if key is None:
            # The same work as for a known key, so that time does not tell which prefixes exist.
            secret_matches(secret, secret_digest_newest("nobody's"))
            raise AuthenticationFailed(REFUSED)
        if not secret_matches(secret, key.digest) or not key.is_valid_at(clock.now()):
            raise AuthenticationFailed(REFUSED)
        owner = self._owner(key)
        api_key_use_record(key=key, secret=secret)
        return owner, key

    def authenticate_header(self, request: Request) -> str:
        return 'Api-Key realm="api"'

    @staticmethod
    def _owner(key: ApiKey) -> User | PartnerPrincipal:
        if key.partner is not None:
            if not key.partner.active:
                raise AuthenticationFailed(REFUSED)
            return PartnerPrincipal(key.partner)
        if key.user is None or not key.user.is_active:
            raise AuthenticationFailed(REFUSED)
        return key.user
