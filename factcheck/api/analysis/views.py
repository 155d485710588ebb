"""The analysis of a text, without storing anything."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.analysis.schema import AnalysisPart
from factcheck.api.articles.bodies import AnalysisBody
from factcheck.api.views import ApiViewSet
from factcheck.articles.services.checks import checked_text
from factcheck.claims.analysis import CandidateClaim, TextAnalysis, text_analyse
from factcheck.core.text import Segment, segments_of, segments_text
from sources.registry.models import Source
from sources.registry.types import ResolvedMention
from sources.tracing.types import Chain, ChainHop

Json = dict[str, Any]


class AnalysisViewSet(ApiViewSet):
    stores = False
    listing = frozenset()
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        request=AnalysisBody,
        responses={200: AnalysisPart},
        examples=[OpenApiExample("A sentence", {"text": "Alice said that the bridge is closed."}, request_only=True)],
        summary="Analyse a text",
    )
    def create(self, request: Request) -> Response:
        """The claims that the engine finds, with their stated sources. Nothing is stored."""
        body = AnalysisBody(data=request.data)
        body.is_valid(raise_exception=True)
        analysis = text_analyse(text=checked_text(body.validated_data["text"]))
        return Response(analysis_representation(analysis))


def analysis_representation(analysis: TextAnalysis) -> Json:
    """Return an analysis as plain values; sources that the registry knows are named by their public id."""
    ids = _public_ids(analysis)
    return {
        "text": analysis.text,
        "language": analysis.language or None,
        "model": analysis.model,
        "claims": [_claim(claim, analysis.text, ids) for claim in analysis.claims],
    }


def _claim(claim: CandidateClaim, text: str, ids: dict[int, str]) -> Json:
    return {
        "text": claim.text,
        "kind": claim.kind,
        "uncertain": claim.uncertain,
        "segments": _segments(claim.segments),
        "attribution": _attribution(claim, text, ids),
        "scores": {"checkworthy": claim.checkworthy, "author_opinion": claim.author_opinion},
    }


def _attribution(claim: CandidateClaim, text: str, ids: dict[int, str]) -> Json | None:
    if claim.extraction is None or claim.chain is None:
        return None
    return {
        "mention": _mention(claim.chain.mention) or _part(text, segments_of(claim.extraction.source)),
        "cue": _part(text, claim.cue),
        "mode": claim.extraction.mode,
        "polarity": claim.extraction.polarity,
        "confidence": claim.extraction.confidence,
        "chain": [_hop(position, hop, ids) for position, hop in enumerate(claim.chain.hops)],
    }


def _hop(position: int, hop: ChainHop, ids: dict[int, str]) -> Json:
    mention = hop.mention
    described = mention.source if mention else None
    return {
        "position": position,
        "role": hop.role,
        "medium": hop.medium or None,
        "source": (
            {
                "id": ids.get(described.source_id) if described.source_id else None,
                "name": described.name,
                "kind": described.kind,
            }
            if described
            else None
        ),
        "resolved_by": (mention.rule or None) if mention else None,
        "confidence": mention.confidence if mention else None,
        "mention": _mention(mention),
    }


def _mention(mention: ResolvedMention | None) -> Json | None:
    return {"segments": _segments(mention.segments), "text": mention.text} if mention else None


def _part(text: str, segments: Sequence[Segment]) -> Json | None:
    return {"segments": _segments(segments), "text": segments_text(text, segments)} if segments else None


def _segments(segments: Sequence[Segment]) -> list[dict[str, int]]:
    return [{"start": segment.start, "end": segment.end} for segment in segments]


def _public_ids(analysis: TextAnalysis) -> dict[int, str]:
    """The public ids of all registry rows in the analysis, in one query."""
    chains: list[Chain] = [claim.chain for claim in analysis.claims if claim.chain]
    keys = {
        hop.mention.source.source_id
        for chain in chains
        for hop in chain.hops
        if hop.mention and hop.mention.source and hop.mention.source.source_id
    }
    return dict(Source.objects.filter(id__in=keys).values_list("id", "public_id"))
