"""Mentions, and a person's judgement of what one was resolved to."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.etags import etag, expected_version
from factcheck.api.mentions.schema import JudgementBody, MentionPart
from factcheck.api.parameters import IF_MATCH
from factcheck.api.permissions import person_of
from factcheck.api.sources.lookup import source_named
from factcheck.api.views import ApiViewSet, one_or_404
from factcheck.claims.representation import API_ROOT, source_reference
from factcheck.core.clock import rfc3339
from sources.registry.models import Mention
from sources.registry.services import mention_judge


def mention_representation(mention: Mention, *, base_url: str) -> dict[str, Any]:
    """Return the mention; its source, version and article must be selected."""
    version = mention.article_version
    return {
        "id": mention.public_id,
        "url": f"{base_url}{API_ROOT}/mentions/{mention.public_id}/",
        "article": version.article.public_id,
        "article_version": version.number,
        "segments": mention.segments,
        "text": mention.text,
        "source": source_reference(mention.source) if mention.source else None,
        "resolved_by": mention.resolved_by or None,
        "confidence": mention.confidence,
        "judgement": mention.judgement,
        "judged_at": rfc3339(mention.judged_at) if mention.judged_at else None,
        "version": mention.version,
    }


class MentionViewSet(ApiViewSet):
    queryset = Mention.objects.all()
    listing = frozenset()
    for_people = frozenset({"judge"})
    header_parameters = {"judge": [IF_MATCH]}

    def rows(self) -> QuerySet[Mention]:
        return Mention.objects.select_related("source", "article_version__article").defer("article_version__text")

    @extend_schema(responses=MentionPart, summary="Read a mention")
    def retrieve(self, request: Request, public_id: str) -> Response:
        return self._shown(public_id)

    @extend_schema(
        request=JudgementBody,
        responses={
            200: MentionPart,
            412: OpenApiResponse(description="The mention has changed since the version that If-Match names."),
            428: OpenApiResponse(description="If-Match is missing."),
        },
        summary="Say whether a mention was resolved rightly",
    )
    def judge(self, request: Request, public_id: str) -> Response:
        """`yes` confirms its source or, with `source`, puts that one in its place; `no` takes the source away."""
        mention = one_or_404(self.rows(), public_id=public_id)
        version = expected_version(request)
        body = JudgementBody(data=request.data)
        body.is_valid(raise_exception=True)
        named = body.validated_data.get("source")
        mention_judge(
            mention=mention,
            judgement=body.validated_data["judgement"],
            source=source_named(named, pointer="/source") if named else None,
            actor=person_of(request),
            expected_version=version,
        )
        return self._shown(public_id)

    def _shown(self, public_id: str) -> Response:
        mention = one_or_404(self.rows(), public_id=public_id)
        shown = mention_representation(mention, base_url=self.base_url)
        return Response(shown, headers={"ETag": etag(mention.version, shown)})
