"""The first page: what waits, what was decided, whether the machine keeps up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factcheck.articles.models import Article
from factcheck.console.access import signed_in
from factcheck.console.feedback import tell
from factcheck.console.selectors import dashboard
from factcheck.console.services import saved_views
from factcheck.core.errors import ServiceError
from factcheck.review.services import notifications_read_all


def dashboard_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the admin's index with the dashboard's figures (unfold's DASHBOARD_CALLBACK)."""
    user = signed_in(request)
    days = dashboard.decisions_per_day()
    return context | {
        "title": _("Dashboard"),
        "sizes": dashboard.queue_sizes(),
        "ages": [label for _days, label in dashboard.AGES],
        "days": days,
        "decided": sum(day.published + day.other for day in days),
        "index": dashboard.index_lag(),
        "machine": dashboard.machine(),
        "work": dashboard.own_work(user),
        "views": saved_views(user),
        "recent": Article.objects.select_related("publisher").order_by("-id")[:6],
    }


@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    """Mark all notifications of this person as read."""
    try:
        notifications_read_all(user=signed_in(request))
    except ServiceError as error:
        tell(request, error)
    return redirect("admin:index")
