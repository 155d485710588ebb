"""A source's page, merging with a preview, and finding sources by any of their names."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factcheck.console.access import may_administer, may_check, may_edit, signed_in
from factcheck.console.deeds.sources import SOURCE_DEEDS
from factcheck.console.feedback import tell
from factcheck.console.selectors.sources import merge_preview, source_page, source_suggestions
from factcheck.core.errors import InvalidInput, ServiceError
from sources.registry.models import Source, SourceMerge, SourceName
from sources.registry.services import source_merge, source_merge_undo


def source_find(request: HttpRequest) -> JsonResponse:
    """Return the sources that a name, or the beginning of one, may mean: id, name, which of their names, kind."""
    return JsonResponse(
        {
            "results": [
                {
                    "id": source.public_id,
                    "name": source.name,
                    "matched": matched,
                    "kind": source.get_kind_display(),
                    "provisional": _("provisional") if source.provisional else "",
                }
                for source, matched in source_suggestions(request.GET.get("name", ""))
            ]
        }
    )


def source_get(key: str) -> Source:
    """Return the source by public id or primary key. Raises Http404."""
    wanted = Q(public_id=key) | (Q(pk=int(key)) if key.isdigit() else Q(pk=None))
    source = Source.objects.select_related("merged_into").filter(wanted).first()
    if source is None:
        raise Http404(_("There is no such source."))
    return source


def source_view(request: HttpRequest, *, source: Source, context: dict[str, Any], edit_url: str) -> HttpResponse:
    """Return the page of a source."""
    context |= {
        "title": _("Source"),
        "page": source_page(source),
        "source": source,
        "edit_url": edit_url,
        "may_check": may_check(request),
        "may_edit": may_edit(request) or may_administer(request),
        "name_types": SourceName.Type.choices,
    }
    return TemplateResponse(request, "console/source.html", context)


@require_POST
def source_do(request: HttpRequest, key: str) -> HttpResponse:
    """Do what one of the page's forms asks for."""
    source = source_get(key)
    deed = SOURCE_DEEDS.get(request.POST.get("do", ""))
    try:
        if deed is None:
            raise InvalidInput.field("/do", "unknown", _("There is no such action; load the page again."))
        messages.success(request, deed(source, signed_in(request), request.POST))
    except ServiceError as error:
        tell(request, error)
    return redirect("admin:registry_source_change", source.public_id)


def source_merge_view(request: HttpRequest, key: str, *, context: dict[str, Any]) -> HttpResponse:
    """Show what merging another source into this one would do; with a POST, do it."""
    kept = source_get(key)
    status = 200
    merged = Source.objects.filter(public_id=request.POST.get("merged") or request.GET.get("merged") or None).first()
    if request.method == "POST" and merged is not None:
        try:
            source_merge(
                kept=kept,
                merged=merged,
                actor=signed_in(request),
                reason=request.POST.get("reason", ""),
                despite_warnings="despite_warnings" in request.POST,
            )
        except ServiceError as error:
            tell(request, error)
            status = error.status
        else:
            messages.success(request, _("%(name)s lives on in %(kept)s.") % {"name": merged, "kept": kept})
            return redirect("admin:registry_source_change", kept.public_id)
    context |= {
        "title": _("Merge sources"),
        "kept": kept,
        "merged": merged,
        "preview": merge_preview(kept=kept, merged=merged) if merged else None,
        "typed_reason": request.POST.get("reason", ""),
    }
    return TemplateResponse(request, "console/merge.html", context, status=status)


@require_POST
def merge_undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Part two merged sources again."""
    merge = get_object_or_404(SourceMerge.objects.select_related("kept", "merged"), pk=merge_id)
    try:
        source_merge_undo(merge=merge, actor=signed_in(request))
        messages.success(request, _("%(name)s is a source of its own again.") % {"name": merge.merged})
    except ServiceError as error:
        tell(request, error)
    return redirect("admin:registry_source_change", merge.kept.public_id)
