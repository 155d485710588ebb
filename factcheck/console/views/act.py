"""What is done on the workbench: each form names what to do, and that calls one service."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.console.access import signed_in
from factcheck.console.deeds import DEEDS
from factcheck.console.feedback import lines
from factcheck.console.views.workbench import claim_find, workbench_page
from factcheck.core.errors import InvalidInput, ServiceError, StaleVersion
from factcheck.review.services import claims_assign


@require_POST
def act(request: HttpRequest, key: str, *, context: dict[str, Any]) -> HttpResponse:
    """Do what the form asks for and show the claim again; a refusal is shown with what was typed kept."""
    claim, actor = claim_find(key), signed_in(request)
    try:
        deed = DEEDS.get(request.POST.get("do", ""))
        if deed is None:
            raise InvalidInput.field(
                "/do", "unknown", _("The page asked for something that does not exist; load it again.")
            )
        said = deed(claim=claim, actor=actor, form=request.POST, files=request.FILES)
    except ServiceError as error:
        problem = {
            "lines": lines(error),
            "form": request.POST.get("form", request.POST.get("do")),
            "code": error.code,
            "stale": isinstance(error, StaleVersion),
            "version": int(request.POST.get("version") or 0),
            "seen": _json(request.POST.get("seen", "")),
        }
        return workbench_page(request, key=key, context=context, problem=problem, status=error.status)
    if request.headers.get("X-Requested-With") == "fetch":
        context["done"] = said
        return workbench_page(request, key=key, context=context)
    messages.success(request, said)
    query = f"?{urlencode({'queue': request.GET['queue']})}" if "queue" in request.GET else ""
    return redirect(reverse("admin:claims_claim_change", args=[claim.public_id]) + query)


def _json(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


@require_POST
def bulk_assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked claims to somebody; asked by script, a slice at a time, so that progress shows."""
    actor, wanted = signed_in(request), request.POST.getlist("claim")
    assignee = User.objects.filter(public_id=request.POST.get("assignee") or None).first()
    ids = list(Claim.objects.filter(public_id__in=wanted).values_list("pk", flat=True))
    problem = ""
    assigned = 0
    try:
        assigned = claims_assign(claim_ids=ids, assignee=assignee, actor=actor)
    except ServiceError as error:
        problem = error.detail
    if not problem and assigned < len(wanted):
        problem = _("The rest is somebody else’s, needs no work, or was assigned so already.")
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"assigned": assigned, "problem": problem})
    if problem:
        messages.warning(request, problem)
    messages.success(request, _("Assigned %(n)s of %(of)s claims.") % {"n": assigned, "of": len(wanted)})
    return redirect(f"{reverse('admin:claims_claim_changelist')}?{request.POST.get('query', '')}")
