"""The queue and the workbench."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from factcheck.claims.models import Claim
from factcheck.console.admin.base import ReadOnlyAdmin
from factcheck.console.views import act, dashboard, queue, spans, workbench


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    """The list is the queue, a claim's page the workbench; what is done there goes through services."""

    search_fields = ("text", "public_id")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return queue.queue_page(request, context=self.admin_site.each_context(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return workbench.workbench_page(request, key=object_id, context=self.admin_site.each_context(request))

    def act_view(self, request: HttpRequest, key: str) -> HttpResponse:
        return act.act(request, key, context=self.admin_site.each_context(request))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("views/save/", view(queue.view_save), name="console_view_save"),
            path("views/<int:view_id>/remove/", view(queue.view_remove), name="console_view_remove"),
            path("assign/", view(act.bulk_assign), name="console_bulk_assign"),
            path("notifications/read/", view(dashboard.notifications_read), name="console_notifications_read"),
            path("<str:key>/act/", view(self.act_view), name="console_act"),
            path("<str:key>/state/", view(workbench.claim_state), name="console_claim_state"),
            path("<str:key>/trace.svg", view(workbench.claim_picture), name="console_claim_picture"),
            path("<str:key>/similar/", view(workbench.claim_similar), name="console_claim_similar"),
            path("in-version/<int:version_id>/", view(self.create_view), name="console_claim_create"),
            *super().get_urls(),
        ]

    def create_view(self, request: HttpRequest, version_id: int) -> HttpResponse:
        return spans.claim_from_selection(request, version_id)
