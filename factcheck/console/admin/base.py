"""What all pages of the admin share: who may look, that nothing is deleted, that changes go through services."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Field, Model, URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.admin import ModelAdmin, TabularInline

from factcheck.console.access import may_check, may_look
from factcheck.console.feedback import show_on_form
from factcheck.core.errors import ServiceError


class ReadOnlyAdmin(ModelAdmin):
    """A page that shows rows. Nothing is added, changed or deleted here: services do that elsewhere."""

    list_per_page = 50
    list_filter_submit = True
    compressed_fields = False
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_look(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """Addresses name rows by public id; the primary key works too."""
        by_public_id = getattr(self.model, "public_id", None) is not None and "_" in object_id
        return super().get_object(request, object_id, "public_id" if by_public_id else from_field)

    def page_of(self, obj: Model) -> HttpResponse:
        """Lead to the row's own page."""
        name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change"
        return redirect(name, getattr(obj, "public_id", obj.pk))

    def log_addition(self, request: HttpRequest, obj: Model, message: object) -> None:
        """Who changed what stands in the decision log and in the change events, not in a second log."""

    def log_change(self, request: HttpRequest, obj: Model, message: object) -> None:
        """See ``log_addition``."""


class ServiceAdmin(ReadOnlyAdmin):
    """A page whose forms call services: subclasses implement ``add_by_service`` and ``change_by_service``.

    A refusal of the service (``ServiceError``) is shown on the form, with what was typed kept.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_check(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_check(request)

    def add_by_service(self, request: HttpRequest, data: dict[str, Any]) -> Model:
        raise PermissionDenied

    def change_by_service(self, request: HttpRequest, obj: Any, data: dict[str, Any], changed: list[str]) -> Model:
        raise PermissionDenied

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form class with the service call as the last step of its validation."""
        form_class = super().get_form(request, obj, change=change, **kwargs)
        admin = self

        class ServiceForm(form_class):  # type: ignore[misc,valid-type]
            instance: Model

            def validate_unique(self) -> None:
                """The service says it, in words that help."""

            def _post_clean(self) -> None:
                # As are the constraints, whose own words are a constraint's name.
                self.instance.validate_constraints = lambda exclude=None: None  # type: ignore[method-assign]
                super()._post_clean()
                if self.errors or (change and not self.changed_data):
                    return
                try:
                    saved = (
                        admin.change_by_service(
                            request,
                            type(self.instance)._base_manager.get(pk=self.instance.pk),
                            self.cleaned_data,
                            self.changed_data,
                        )
                        if change
                        else admin.add_by_service(request, self.cleaned_data)
                    )
                except ServiceError as error:
                    show_on_form(self, error)
                else:
                    self.instance = saved

        return ServiceForm

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Model:
        """The service has stored the row already."""
        return form.instance

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """See ``save_form``."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """See ``save_form``."""

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """An address without a scheme is meant as https."""
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class ReadOnlyInline(TabularInline):
    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_look(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
