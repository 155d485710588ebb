"""What the machine does: jobs and index jobs. Only looked at here; commands and workers change them."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from factcheck.console.access import may_operate
from factcheck.console.admin.base import ReadOnlyAdmin
from factcheck.core.models import Job
from factcheck.search.models import IndexJob

JOB_LABELS = {
    Job.State.QUEUED.label: "info",
    Job.State.RUNNING.label: "warning",
    Job.State.DONE.label: "success",
    Job.State.FAILED.label: "danger",
}


class MachineAdmin(ReadOnlyAdmin):
    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_operate(request)


@admin.register(Job)
class JobAdmin(MachineAdmin):
    list_display = ("kind", "key", "shown_state", "attempts", "run_after", "finished_at")
    list_filter = ("state", "kind")
    search_fields = ("key", "error")
    ordering = ("-id",)

    @display(description=_("state"), ordering="state", label=JOB_LABELS)
    def shown_state(self, job: Job) -> str:
        return job.get_state_display()


@admin.register(IndexJob)
class IndexJobAdmin(MachineAdmin):
    list_display = ("kind", "object_id", "index_version", "attempts", "run_after", "created_at", "error")
    list_filter = ("kind",)
    ordering = ("id",)
