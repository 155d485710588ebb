"""Partner newsrooms and API keys."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from factcheck.console.access import may_administer
from factcheck.console.admin.base import ServiceAdmin
from factcheck.partners.models import ApiKey, Partner
from factcheck.partners.services import api_key_create, api_key_disable, partner_create


class AdministeredAdmin(ServiceAdmin):
    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_administer(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_administer(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Partner)
class PartnerAdmin(AdministeredAdmin):
    list_display = ("name", "contact_email", "active", "created_at")
    search_fields = ("name", "public_id")
    fields = ("name", "contact_email")

    def add_by_service(self, request: HttpRequest, data: dict[str, Any]) -> Model:
        return partner_create(name=data["name"], contact_email=data["contact_email"])


@admin.register(ApiKey)
class ApiKeyAdmin(AdministeredAdmin):
    """A key's secret half is shown once, right after it was made; only its digest is stored."""

    list_display = ("prefix", "partner", "user", "label", "scope", "enabled", "expires_at", "last_used_at")
    list_filter = ("scope", "enabled", "partner")
    search_fields = ("prefix", "label", "partner__name")
    list_select_related = ("partner", "user")
    fields = ("partner", "user", "scope", "label", "expires_at")
    actions = ("keys_disable",)

    def add_by_service(self, request: HttpRequest, data: dict[str, Any]) -> Model:
        key, credential = api_key_create(**data)
        messages.warning(request, _("The key, shown only this once: %(key)s") % {"key": credential})
        return key

    def response_add(self, request: HttpRequest, obj: Model, post_url_continue: str | None = None) -> HttpResponse:
        return self.page_of(obj)

    def has_disable_permission(self, request: HttpRequest) -> bool:
        return may_administer(request)

    @admin.action(description=_("Disable the chosen keys"), permissions=["disable"])
    def keys_disable(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for key in queryset:
            api_key_disable(key=key)
        messages.success(request, _("They are not accepted any more."))
