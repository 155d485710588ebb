"""Sources with their names and parents, the mentions that lead to them, and merges."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from factcheck.console.access import signed_in
from factcheck.console.admin.base import ReadOnlyAdmin, ServiceAdmin
from factcheck.console.views import sources
from sources.registry.models import Mention, Source, SourceMerge
from sources.registry.services import source_create, source_update

STANDING_LABELS = {
    _("provisional"): "warning",
    _("confirmed"): "success",
    _("merged"): "info",
    _("withdrawn"): "danger",
}


@admin.register(Source)
class SourceAdmin(ServiceAdmin):
    """Added and changed through the registry's services; a source's page shows its names in all scripts."""

    list_display = ("name", "kind", "shown_standing", "country", "control", "wikidata_id")
    list_filter = ("kind", "provisional", "control", "country")
    search_fields = ("names__text", "public_id", "wikidata_id")
    fields = (
        "name",
        "kind",
        "description",
        ("country", "control"),
        ("wikidata_id", "homepage"),
        ("valid_from", "valid_to"),
        "notes",
    )

    @display(description=_("standing"), ordering="provisional", label=STANDING_LABELS)
    def shown_standing(self, source: Source) -> str:
        if source.merged_into_id:
            return str(_("merged"))
        if source.withdrawn_at:
            return str(_("withdrawn"))
        return str(_("provisional") if source.provisional else _("confirmed"))

    def add_by_service(self, request: HttpRequest, data: dict[str, Any]) -> Model:
        return source_create(actor=signed_in(request), **data)

    def change_by_service(self, request: HttpRequest, obj: Any, data: dict[str, Any], changed: list[str]) -> Model:
        return source_update(source=obj, actor=signed_in(request), **{name: data[name] for name in changed})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        source = sources.source_get(object_id)
        edit_url = reverse("admin:console_source_edit", args=[source.public_id])
        context = self.admin_site.each_context(request)
        return sources.source_view(request, source=source, context=context, edit_url=edit_url)

    def edit_view(self, request: HttpRequest, key: str) -> HttpResponse:
        return self.changeform_view(request, str(sources.source_get(key).pk))

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        super().response_change(request, obj)
        return self.page_of(obj)

    def response_add(self, request: HttpRequest, obj: Model, post_url_continue: str | None = None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        return response if "_popup" in request.POST else self.page_of(obj)

    def merge_view(self, request: HttpRequest, key: str) -> HttpResponse:
        return sources.source_merge_view(request, key, context=self.admin_site.each_context(request))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("find/", view(sources.source_find), name="console_source_find"),
            path("merges/<int:merge_id>/undo/", view(sources.merge_undo), name="console_merge_undo"),
            path("<str:key>/edit/", view(self.edit_view), name="console_source_edit"),
            path("<str:key>/do/", view(sources.source_do), name="console_source_do"),
            path("<str:key>/merge/", view(self.merge_view), name="console_source_merge"),
            *super().get_urls(),
        ]


@admin.register(Mention)
class MentionAdmin(ReadOnlyAdmin):
    """Judged on the workbench, beside the words that they stand in."""

    list_display = ("text", "source", "resolved_by", "confidence", "judgement", "judged_by")
    list_filter = ("judgement", "resolved_by")
    search_fields = ("text", "source__names__text")
    list_select_related = ("source", "judged_by")


@admin.register(SourceMerge)
class SourceMergeAdmin(ReadOnlyAdmin):
    """Undone on the page of the source that was kept."""

    list_display = ("merged", "kept", "merged_by_user", "merged_at", "undone_at")
    list_select_related = ("kept", "merged", "merged_by_user")
