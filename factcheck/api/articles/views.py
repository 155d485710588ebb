"""Articles: submitted by text, page or URL, followed on their way, and read in their immutable versions."""

from datetime import UTC, datetime

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.articles.bodies import ArticleBody
from factcheck.api.articles.filters import ArticleFilter
from factcheck.api.articles.representation import article_representation, version_representation
from factcheck.api.articles.schema import ArticlePart, ArticleVersionPart, ArticleWithClaimsPart
from factcheck.api.parameters import whole_number_parameter
from factcheck.api.permissions import partner_of, submitter_of
from factcheck.api.sources.lookup import source_named
from factcheck.api.views import ApiViewSet, one_or_404
from factcheck.articles.models import Article, ArticleVersion
from factcheck.articles.services import article_retry, article_submit, article_wait
from factcheck.claims.representation import claim_representation, claims_for_representation
from factcheck.core.errors import Forbidden
from factcheck.partners.visibility import claims_visible, may_read_text

UNKNOWN_TIME = Value(datetime(1, 1, 2, tzinfo=UTC))
MAX_WAIT_SECONDS = 10
WAIT = OpenApiParameter(
    "wait",
    OpenApiTypes.INT,
    description=f"Seconds, up to {MAX_WAIT_SECONDS}, to wait for the claims: 201 with them when ready in time.",
)


def articles_for_representation() -> QuerySet[Article]:
    """Return all articles with what ``article_representation`` reads; the text is left out."""
    return Article.objects.select_related("publisher", "current_version", "duplicate_of").defer("current_version__text")


class ArticleViewSet(ApiViewSet):
    queryset = Article.objects.all()
    filterset_class = ArticleFilter
    orderings = {
        "created_at": "id",
        "updated_at": "updated_at",
        "published_at": Coalesce("published_at", UNKNOWN_TIME),
    }
    query_parameters = {"create": [WAIT]}

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
        request=ArticleBody,
        responses={201: ArticleWithClaimsPart, 202: ArticlePart},
        examples=[
            OpenApiExample("By URL", {"url": "https://news.example/story"}, request_only=True),
            OpenApiExample(
                "By text",
                {"text": "Alice said that the bridge is closed.", "title": "The bridge", "language": "en"},
                request_only=True,
            ),
        ],
        summary="Submit an article",
    )
    def create(self, request: Request) -> Response:
        """Answers 202 with the article's address as soon as it is stored; follow its `state` there.

        What was sent before gives the article that it gave then.
        """
        seconds = whole_number_parameter(request, WAIT.name, default=0, low=0, high=MAX_WAIT_SECONDS)
        body = ArticleBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        publisher = given.pop("publisher", None)
        article = article_submit(
            door=Article.Door.API,
            submitter=submitter_of(request),
            publisher=source_named(publisher, pointer="/publisher") if publisher else None,
            **given,
        )
        if seconds:
            article = article_wait(article_id=article.id, seconds=seconds)
        return self._submitted(article)

    @extend_schema(request=None, responses={202: ArticlePart}, summary="Try a failed article again")
    def retry(self, request: Request, public_id: str) -> Response:
        article = one_or_404(Article.objects.all(), public_id=public_id)
        if not may_read_text(article, partner_of(request)):
            raise Forbidden("An article may be tried again by the partner that submitted it, and by the staff.")
        article_retry(article_id=article.id)
        return self._submitted(article)

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

    def _submitted(self, article: Article) -> Response:
        """Answer 201 with the claims when the article is ready, else 202 with where it stands."""
        article = articles_for_representation().get(id=article.id)
        shown = article_representation(article, base_url=self.base_url)
        headers = {"Location": shown["url"]}
        if article.state != Article.State.READY:
            return Response(shown, status=202, headers=headers)
        claims = claims_visible(
            claims_for_representation().filter(article=article, article_version=article.current_version),
            partner_of(self.request),
        )
        shown["claims"] = [
            claim_representation(claim, base_url=self.base_url) for claim in claims.order_by("start", "id")
        ]
        return Response(shown, status=201, headers=headers)
