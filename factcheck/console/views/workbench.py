"""The workbench: the article on the left, one claim with all that is known about it on the right."""

import json
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from factcheck.claims.models import Claim
from factcheck.console.access import may_check, signed_in
from factcheck.console.selectors.article_page import (
    claim_place,
    claim_row,
    claims_for_console,
    marked_text,
    version_claims,
)
from factcheck.console.selectors.queue import assignees, neighbours, queue
from factcheck.console.selectors.similar import similar_claims
from factcheck.console.selectors.workbench import decisions_since, differences, dossier, is_locked_by_other, seen
from factcheck.core.errors import Unavailable
from factcheck.review.labels import action_label
from factcheck.review.models import Evidence, ReplyRequest
from factcheck.review.policies import action_refusals, available_actions
from factcheck.review.selectors import open_proposal
from sources.registry.models import Source
from sources.tracing.models import Hop
from sources.tracing.pictures import trace_svg
from sources.tracing.selectors import trace_graph, traceability


def claim_find(key: str) -> Claim:
    """Return the claim by public id or primary key. Raises Http404."""
    wanted = Q(public_id=key) | (Q(pk=int(key)) if key.isdigit() else Q(pk=None))
    claim = claims_for_console().filter(wanted).first()
    if claim is None:
        raise Http404(_("There is no such claim."))
    return claim


def workbench_page(
    request: HttpRequest,
    *,
    key: str,
    context: dict[str, Any],
    problem: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the workbench; asked by script, only the claim's panel.

    ``problem`` is what a service refused (``lines``, ``version`` that the form had seen and ``seen``); the forms then
    keep what was typed.
    """
    claim, user = claim_find(key), signed_in(request)
    version = claim.current_anchors[0].article_version  # type: ignore[attr-defined]
    place = claim_place(version, claim)
    row = claim_row(claim, place)
    only_panel = request.headers.get("X-Requested-With") == "fetch"
    back = request.GET.get("queue", "")
    query = f"?{urlencode({'queue': back})}" if "queue" in request.GET else ""
    actions = available_actions(claim=claim, user=user)
    refusals = action_refusals(claim=claim, user=user)
    if not is_locked_by_other(claim, user):
        refusals.pop("take_over", None)  # Nobody holds it: there is nothing to take over.
    context |= {
        "title": _("Workbench"),
        "claim": claim,
        "article": claim.article,
        "version": version,
        "place": place,
        "row": row,
        "query": query,
        "dossier": dossier(claim, row=row, user=user),
        "proposal": open_proposal(claim),
        "traceability": traceability(claim),
        "actions": {action.name: action for action in actions},
        "action_list": actions,
        "refusals": _by_reason(refusals),
        "seen": json.dumps(seen(claim)),
        "problem": _explained(claim, problem),
        "typed": request.POST if problem else QueryDict(),
        "may_check": may_check(request),
        # A published, proposed, retracted or discarded claim is not changed; its forms would only be refused.
        "may_change": may_check(request) and claim.state in (Claim.State.UNREVIEWED, Claim.State.IN_REVIEW),
        "act_url": reverse("admin:console_act", args=[claim.public_id]) + query,
        "assignees": assignees(user),
        "findings": [choice for choice in Claim.Finding.choices if choice[0] not in ("pending", "not_applicable")],
        "verdicts": Claim.Verdict.choices,
        "stances": Evidence.Stance.choices,
        "discard_reasons": Claim.DiscardReason.choices,
        "reply_channels": ReplyRequest.Channel.choices,
        "reply_outcomes": ReplyRequest.Outcome.choices,
        "hop_roles": Hop.Role.choices,
        "hop_media": Hop.Medium.choices,
        "source_kinds": Source.Kind.choices,
    }
    if "similar" in request.GET:
        context |= similar_context(claim)
    if "queue" in request.GET:
        before, after = neighbours(queue(QueryDict(back), request=request, with_counts=False), claim)
        context |= {"queue_before": before, "queue_after": after, "queue_back": back}
    if only_panel:
        return TemplateResponse(request, "console/_panel.html", context, status=status)
    context["text_html"] = marked_text(version, version_claims(version, with_chains=False), query=query)
    return TemplateResponse(request, "console/workbench.html", context, status=status)


def _by_reason(refusals: dict[str, str]) -> list[tuple[str, str]]:
    """Return the actions that are closed to this person, those with the same reason together: words, reason."""
    reasons: dict[str, list[str]] = {}
    for name, why in refusals.items():
        reasons.setdefault(why, []).append(action_label(name))
    return [(", ".join(names), why) for why, names in reasons.items()]


def _explained(claim: Claim, problem: dict[str, Any] | None) -> dict[str, Any] | None:
    if problem is None:
        return None
    if problem.get("stale"):
        problem["differences"] = differences(claim, problem["seen"])
        problem["decisions"] = decisions_since(claim, problem["version"])
    return problem


def claim_similar(request: HttpRequest, key: str) -> HttpResponse:
    """Return the part of the page with claims elsewhere that look alike, which a page asks for after it is shown."""
    return TemplateResponse(request, "console/_similar.html", similar_context(claim_find(key)))


def claim_picture(request: HttpRequest, key: str) -> HttpResponse:
    """Return the claim's trace as an SVG picture whose boxes lead to their pages."""
    try:
        svg = trace_svg(trace_graph(claim_find(key)), link=_page_of)
    except Unavailable as error:
        return HttpResponse(error.detail, status=error.status, content_type="text/plain; charset=utf-8")
    return HttpResponse(svg, content_type="image/svg+xml")


def _page_of(kind: str, public_id: str) -> str:
    pages = {"claim": "admin:claims_claim_change", "source": "admin:registry_source_change"}
    return reverse(pages[kind], args=[public_id]) if kind in pages else f"#{public_id}"


def similar_context(claim: Claim) -> dict[str, Any]:
    """Return claims and external reviews that look alike, or that search is away."""
    try:
        return {"similar": similar_claims(claim), "similar_asked": True}
    except Unavailable as error:
        return {"similar": [], "similar_asked": True, "similar_error": error.detail}


def claim_state(request: HttpRequest, key: str) -> JsonResponse:
    """Return what an open page asks for now and then: whether the claim has changed since it was shown."""
    claim = Claim.objects.filter(public_id=key).select_related("locked_by").first()
    if claim is None:
        raise Http404
    return JsonResponse(
        {
            "version": claim.version,
            "state": claim.get_state_display(),
            "locked_by": claim.locked_by.display_name if claim.locked_by else None,
        }
    )
