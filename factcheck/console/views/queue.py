"""The queue's page and what can be done to several claims at once."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factcheck.console.access import signed_in
from factcheck.console.feedback import tell
from factcheck.console.selectors.queue import ORDERS, assignees, page_claims, queue
from factcheck.console.services import saved_view_remove, saved_view_save, saved_views
from factcheck.core.errors import ServiceError

PER_PAGE = 40


def queue_page(request: HttpRequest, *, context: dict[str, Any]) -> HttpResponse:
    """Return the queue; asked by script (``X-Requested-With: fetch``), only the list."""
    current = queue(request.GET, request=request)
    page = Paginator(current.claims.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("p"))
    parameters = request.GET.copy()
    parameters.pop("p", None)
    context |= {
        "title": _("Queue"),
        "queue": current,
        "form": current.filters.form,
        "page": page,
        "claims": page_claims(current.claims, list(page.object_list)),
        "parameters": parameters.urlencode(),
        "orders": [(name, label) for name, (label, _keys) in ORDERS.items()],
        "views": saved_views(signed_in(request)),
        "assignees": assignees(signed_in(request)),
    }
    template = (
        "console/_queue_list.html" if request.headers.get("X-Requested-With") == "fetch" else "console/queue.html"
    )
    return TemplateResponse(request, template, context)


@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    query = request.POST.get("query", "")
    try:
        saved_view_save(
            owner=signed_in(request),
            name=request.POST.get("name", ""),
            query=query,
            shared="shared" in request.POST,
        )
    except ServiceError as error:
        tell(request, error)
    return redirect(f"{reverse('admin:claims_claim_changelist')}?{query}")


@require_POST
def view_remove(request: HttpRequest, view_id: int) -> HttpResponse:
    try:
        saved_view_remove(actor=signed_in(request), view_id=view_id)
    except ServiceError as error:
        tell(request, error)
    return redirect("admin:claims_claim_changelist")
