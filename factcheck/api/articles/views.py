"""Articles: what was submitted, where it stands, and its immutable versions."""

from datetime import UTC, datetime

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.articles.filters import ArticleFilter
from factcheck.api.articles.representation import article_representation, version_representation
from factcheck.api.articles.schema import ArticlePart, ArticleVersionPart
from factcheck.api.permissions import partner_of
from factcheck.api.views import ApiViewSet, one_or_404
from factcheck.articles.models import Article, ArticleVersion
from factcheck.core.errors import Forbidden
from factcheck.partners.visibility import may_read_text

UNKNOWN_TIME = Value(datetime(1, 1, 2, tzinfo=UTC))


def articles_for_representation() -> QuerySet[Article]:
    """Return all articles with what ``article_representation`` reads; the text is left out."""
    return Article.objects.select_related("publisher", "current_version").defer("current_version__text")


class ArticleViewSet(ApiViewSet):
    queryset = Article.objects.all()
    filterset_class = ArticleFilter
    orderings = {
        "created_at": "id",
        "updated_at": "updated_at",
        "published_at": Coalesce("published_at", UNKNOWN_TIME),
    }

    @extend_schema(responses=ArticlePart(many=True), summary="List articles")
    def list(self, request: Request) -> Response:
        return self.page(
            articles_for_representation(), lambda article: article_representation(article, base_url=self.base_url)
        )

    @extend_schema(responses=ArticlePart, summary="Read an article")
    def retrieve(self, request: Request, public_id: str) -> Response:
        article = one_or_404(articles_for_representation(), public_id=public_id)
        return Response(article_representation(article, base_url=self.base_url))

    @extend_schema(
        responses=ArticleVersionPart,
        summary="Read the text of a version",
        description="For the partner that submitted the article, and for the staff. Offsets of anchors count in it.",
    )
    def version(self, request: Request, public_id: str, number: int) -> Response:
        versions = ArticleVersion.objects.select_related("article").prefetch_related("links")
        version = one_or_404(versions, article__public_id=public_id, number=number)
        if not may_read_text(version.article, partner_of(request)):
            raise Forbidden("The text of an article may be read by the partner that submitted it, and by the staff.")
        return Response(version_representation(version, base_url=self.base_url))
