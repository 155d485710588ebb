"""What a role alone allows. What else a step needs (state, lock, four eyes) its own room checks."""

from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.core.errors import Forbidden


def fact_checker_require(user: User, detail: str = "") -> None:
    """Raises Forbidden, with ``detail`` if given, unless this person works as a fact-checker or an editor."""
    if not user.is_active or not user.is_fact_checker:
        raise Forbidden(detail or _("Only fact-checkers and editors may do this."))


def editor_require(user: User, detail: str = "") -> None:
    """Raises Forbidden, with ``detail`` if given, unless this person is an editor."""
    if not user.is_active or not user.is_editor:
        raise Forbidden(detail or _("Only editors may do this."))
