"""Who may call what: partners by the scope of their key, people by their role."""

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from factcheck.accounts.models import User
from factcheck.partners.authentication import PartnerPrincipal
from factcheck.partners.models import ApiKey, Partner

if TYPE_CHECKING:
    from rest_framework.views import APIView


def partner_of(request: Request) -> Partner | None:
    """Return the partner whose key calls, or None when a person does."""
    return request.user.partner if isinstance(request.user, PartnerPrincipal) else None


def submitter_of(request: Request) -> str:
    """Return the public id of whoever calls: a partner's or a person's."""
    partner = partner_of(request)
    return partner.public_id if partner else person_of(request).public_id


def person_of(request: Request) -> User:
    """Return the person who calls; only for views that ``IsPerson`` guards."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("a partner's key reached a view for people")
    return user


class ReadOrWriteScope(BasePermission):
    """Reading needs any valid credential, writing a key of scope ``write``; a person must be staff.

    A view whose ``stores`` is false (it analyses or matches and keeps nothing) counts as reading, whatever its method.
    """

    message = "This needs a key of scope write."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        reads = request.method in SAFE_METHODS or not getattr(view, "stores", True)
        if isinstance(request.auth, ApiKey) and not reads and not request.auth.can_write:
            return False
        if isinstance(request.user, User):
            self.message = "This needs a member of the staff."
            return bool(request.user.is_staff and (reads or request.user.is_fact_checker or request.user.is_superuser))
        return True


class IsPerson(BasePermission):
    """Lets people through and no partner's key: judging needs somebody who stands for it by name."""

    message = "This needs a person's credential; a partner's key may not do it."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return isinstance(request.user, User)
