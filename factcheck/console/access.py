"""Who may see what in the admin. What may be changed is decided by the services' own policies; this hides the rest."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from factcheck.accounts.models import User


def may_look(request: HttpRequest) -> bool:
    """Everybody who works here may read."""
    user = request.user
    return bool(user.is_active and user.is_staff)


def may_check(request: HttpRequest) -> bool:
    """Fact-checkers and editors judge; an administrator without such a role only reads."""
    return may_look(request) and bool(getattr(request.user, "is_fact_checker", False))


def may_edit(request: HttpRequest) -> bool:
    """Editors."""
    return may_look(request) and bool(getattr(request.user, "is_editor", False))


def may_administer(request: HttpRequest) -> bool:
    """Administrators of the site."""
    return may_look(request) and bool(request.user.is_superuser)


def may_operate(request: HttpRequest) -> bool:
    """Editors and administrators see what the machine does."""
    return may_edit(request) or may_administer(request)


def signed_in(request: HttpRequest) -> User:
    """Return the person. Raises PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
