"""What the console itself stores: saved views of the queue."""

from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from factcheck.accounts.models import User
from factcheck.console.models import SavedView
from factcheck.console.selectors.queue import QueueFilter
from factcheck.core.errors import Forbidden, InvalidInput, NotFound

_KEPT = {*QueueFilter.base_filters, "tab", "order"}


def saved_view_save(*, owner: User, name: str, query: str, shared: bool = False) -> SavedView:
    """Store the queue's parameters under a name; saving under an own name again replaces it.

    Only what the queue understands is kept. Raises InvalidInput for a missing or too long name.
    """
    name = name.strip()
    if not name or len(name) > 60:
        raise InvalidInput.field("/name", "invalid", "Give the view a name of up to 60 characters.")
    kept = [(key, value) for key, value in QueryDict(query).items() if key in _KEPT and value]
    view, _created = SavedView.objects.update_or_create(
        owner=owner, name=name, defaults={"query": urlencode(kept)[:500], "shared": shared}
    )
    return view


def saved_view_remove(*, actor: User, view_id: int) -> None:
    """Remove a view of one's own. Raises NotFound, or Forbidden for another person's."""
    view = SavedView.objects.filter(pk=view_id).first()
    if view is None:
        raise NotFound("There is no such view.")
    if view.owner_id != actor.pk:
        raise Forbidden("Only who saved a view may remove it.")
    view.delete()


def saved_views(user: User) -> QuerySet[SavedView]:
    """Return the views that this person sees: own ones and shared ones."""
    return SavedView.objects.filter(Q(owner=user) | Q(shared=True)).select_related("owner")
