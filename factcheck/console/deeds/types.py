"""The shape of a deed."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.http import QueryDict
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core.errors import InvalidInput

Files = Mapping[str, Any]


class Deed(Protocol):
    """Do what a form of the workbench asks for, by one service, and say in a sentence what was done."""

    def __call__(self, *, claim: Claim, actor: User, form: QueryDict, files: Files) -> str: ...


def seen_version(form: QueryDict) -> int:
    """Return the version of the claim that the form was shown with. Raises InvalidInput."""
    try:
        return int(form.get("version", ""))
    except ValueError:
        raise InvalidInput.field(
            "/version", "missing", _("The form does not say which version it saw; load the page again.")
        ) from None
