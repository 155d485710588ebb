"""The decision log, revisions and evidence, to look through. They change only on the workbench, by services."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from factcheck.console.admin.base import ReadOnlyAdmin, ReadOnlyInline
from factcheck.review.models import Decision, Evidence, EvidenceSnapshot, Revision


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Append-only; each entry carries the hash of the one before it."""

    list_display = ("sequence", "at", "who", "action", "claim_words", "to_state", "verdict", "four_eyes")
    list_filter = ("action", "verdict", "four_eyes")
    search_fields = ("claim_text", "reason", "public_id")
    list_select_related = ("person",)
    ordering = ("-sequence",)

    @display(description=_("who"))
    def who(self, decision: Decision) -> str:
        return str(decision.person) if decision.person else str(_("the system"))

    @display(description=_("claim"))
    def claim_words(self, decision: Decision) -> str:
        return decision.claim_text[:80]


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """What was published, as it was."""

    list_display = ("claim", "number", "kind", "finding", "verdict", "person", "published_at")
    list_filter = ("kind", "verdict")
    list_select_related = ("claim", "person")
    ordering = ("-id",)


class SnapshotInline(ReadOnlyInline):
    model = EvidenceSnapshot
    fields = ("fetched_at", "method", "status", "mime", "size", "sha256")
    readonly_fields = fields


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "stance", "primary", "fetch_state", "quote_state", "added_by", "withdrawn_at")
    list_filter = ("stance", "primary", "fetch_state", "quote_state")
    search_fields = ("url", "title", "quote", "public_id")
    list_select_related = ("added_by",)
    inlines = (SnapshotInline,)
    ordering = ("-id",)

    def get_inlines(self, request: HttpRequest, obj: Evidence | None) -> tuple[type[ReadOnlyInline], ...]:
        return self.inlines if obj else ()
