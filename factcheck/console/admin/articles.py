"""Articles, their versions, and feeds."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from factcheck.articles.models import Article, ArticleLink, ArticleVersion, Feed
from factcheck.articles.services import feed_create
from factcheck.console.access import may_check
from factcheck.console.admin.base import ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin
from factcheck.console.views.article import article_add_page, article_find, article_page, article_try_again

STATE_LABELS = {
    Article.State.RECEIVED.label: "info",
    Article.State.FETCHING.label: "info",
    Article.State.ANALYSING.label: "info",
    Article.State.READY.label: "success",
    Article.State.FAILED.label: "danger",
}


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    """Articles are added through ``article_submit``; their page shows text and claims side by side."""

    list_display = ("title_or_address", "publisher", "shown_state", "claim_count", "language", "door", "created_at")
    list_filter = ("state", "door", "language", "publisher")
    search_fields = ("title", "canonical_url", "public_id", "author")
    list_select_related = ("publisher",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(claims_found=Count("claims"))

    @display(description=_("article"))
    def title_or_address(self, article: Article) -> str:
        return str(article)

    @display(description=_("state"), ordering="state", label=STATE_LABELS)
    def shown_state(self, article: Article) -> str:
        return article.get_state_display()

    @display(description=_("claims"), ordering="claims_found")
    def claim_count(self, article: Any) -> int:
        return int(article.claims_found)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return article_page(request, article=article_find(object_id), context=self.admin_site.each_context(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_check(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return article_add_page(request, context=self.admin_site.each_context(request))

    def retry_view(self, request: HttpRequest, key: str) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return article_try_again(request, key)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [path("<str:key>/retry/", view(self.retry_view), name="articles_article_retry"), *super().get_urls()]


class LinkInline(ReadOnlyInline):
    model = ArticleLink
    fields = ("start", "end", "href")
    readonly_fields = fields


@admin.register(ArticleVersion)
class ArticleVersionAdmin(ReadOnlyAdmin):
    """Immutable: shown, never changed."""

    list_display = ("article", "number", "language", "extractor", "received_at")
    list_filter = ("language", "extractor")
    list_select_related = ("article",)
    inlines = (LinkInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("article")


@admin.register(Feed)
class FeedAdmin(ServiceAdmin):
    """Polled by itself; an address is given once and stays."""

    list_display = (
        "__str__",
        "publisher",
        "active",
        "interval_minutes",
        "last_polled_at",
        "next_poll_at",
        "last_error",
    )
    list_filter = ("active",)
    search_fields = ("title", "url")
    list_select_related = ("publisher",)
    fields = ("url", "publisher", "title", "interval_minutes")
    autocomplete_fields = ("publisher",)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def add_by_service(self, request: HttpRequest, data: dict[str, Any]) -> Model:
        return feed_create(**data)
