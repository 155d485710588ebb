"""What a partner reads: the claim as every endpoint, webhook, export, revision and search document shows it.

Fields may be added here, none may be renamed or taken away: revisions keep this payload for good.
"""

from typing import Any

from django.db.models import Prefetch, QuerySet

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, ClaimAnchor
from factcheck.core.clock import rfc3339
from factcheck.review.selectors import publication_part, published_content, published_revision_prefetch
from sources.registry.models import Mention, Source
from sources.tracing.models import Attribution, Hop
from sources.tracing.selectors import traceability_level, traceability_prefetches

Json = dict[str, Any]

API_ROOT = "/api/v1"


def claims_for_representation() -> QuerySet[Claim]:
    """Return all claims with everything that ``claim_representation`` reads, in a constant number of queries.

    Filter, order and slice the result as any queryset. The article's text is left out of it.
    """
    return (
        Claim.objects.select_related("article__publisher", "article_version", "attribution__mention")
        .defer("article_version__text")
        .prefetch_related(
            Prefetch(
                "anchors",
                queryset=ClaimAnchor.objects.filter(is_current=True).prefetch_related("segments"),
                to_attr="current_anchors",
            ),
            *traceability_prefetches(),
            published_revision_prefetch(),
        )
    )


def claim_representation(claim: Claim, *, base_url: str) -> Json:
    """Return the claim as partners read it (DESIGN.md section 8): plain values, ready for JSON.

    ``claim`` comes from ``claims_for_representation()``; then no query is made. ``base_url`` is scheme and host,
    without a slash at the end. Offsets are code points into the text of the article version, end exclusive. While a
    published claim is under review again, its words, place and chain are shown as they were published.
    """
    return {
        "id": claim.public_id,
        "url": f"{base_url}{API_ROOT}/claims/{claim.public_id}/",
        "version": claim.version,
        "revision": claim.revision,
        "text": claim.text,
        "kind": claim.kind,
        "language": claim.language or None,
        "uncertain": claim.uncertain,
        "article": article_reference(claim.article, version=claim.article_version.number),
        "anchor": anchor_part(claim),
        "attribution": attribution_part(claim),
        "finding": claim.finding,
        "verdict": claim.verdict,
        "state": claim.state,
        "published": publication_part(claim, base_url=base_url),
        "scores": {"checkworthy": claim.checkworthy, "author_opinion": claim.author_opinion},
        "created_at": rfc3339(claim.created_at),
        "updated_at": rfc3339(claim.updated_at),
        **published_content(claim),
    }


def article_reference(article: Article, *, version: int | None) -> Json:
    """Return what names an article inside of another resource; unknown title, address and publisher are null."""
    return {
        "id": article.public_id,
        "version": version,
        "title": article.title or None,
        "url": article.canonical_url or article.url or None,
        "publisher": (
            {"id": article.publisher.public_id, "name": article.publisher.name} if article.publisher else None
        ),
    }


def source_reference(source: Source) -> Json:
    """Return what names a source inside of another resource."""
    return {
        "id": source.public_id,
        "name": source.name,
        "kind": source.kind,
        "provisional": source.provisional,
    }


def anchor_part(claim: Claim) -> Json | None:
    """Return the claim's current anchor; of an orphaned one, start and end are null and there is no segment."""
    anchors: list[ClaimAnchor] = claim.current_anchors  # type: ignore[attr-defined]
    if not anchors:
        return None
    anchor = anchors[0]
    segments = [{"start": segment.start, "end": segment.end} for segment in anchor.segments.all()]
    return {
        "segments": segments,
        "start": segments[0]["start"] if segments else None,
        "end": segments[-1]["end"] if segments else None,
        "quote": anchor.quote,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "state": anchor.state,
    }


def attribution_part(claim: Claim) -> Json | None:
    """Return the claim's link to its stated source with its chain; what a claim in own voice lacks is null."""
    attribution: Attribution | None = getattr(claim, "attribution", None)
    if attribution is None:
        return None
    return {
        "mention": mention_reference(attribution.mention),
        "cue": (
            {"segments": attribution.cue_segments, "text": attribution.cue_text} if attribution.cue_segments else None
        ),
        "mode": attribution.mode or None,
        "polarity": attribution.polarity or None,
        "confidence": attribution.confidence,
        "model": attribution.model or None,
        "chain": [hop_part(hop) for hop in attribution.hops.all()],
        "traceability": traceability_level(claim),
    }


def mention_reference(mention: Mention | None) -> Json | None:
    """Return the words that name the source, or None where the text names nobody."""
    if mention is None:
        return None
    return {"id": mention.public_id, "segments": mention.segments, "text": mention.text}


def hop_part(hop: Hop) -> Json:
    """Return one step of a chain. ``judgement`` is a person's word on the mention: yes, no, unsure, or null."""
    return {
        "id": hop.public_id,
        "position": hop.position,
        "role": hop.role,
        "medium": hop.medium or None,
        "finding": hop.finding,
        "source": source_reference(hop.source) if hop.source else None,
        "resolved_by": hop.resolved_by or (hop.mention.resolved_by if hop.mention else "") or None,
        "confidence": hop.confidence if hop.confidence is not None or not hop.mention else hop.mention.confidence,
        "judgement": hop.mention.judgement if hop.mention else None,
        "mention": mention_reference(hop.mention),
        "said_at": rfc3339(hop.said_at) if hop.said_at else None,
        "said_at_precision": hop.said_at_precision or None,
        "said_where": hop.said_where or None,
        "programme": hop.programme or None,
        "air_time": rfc3339(hop.air_time) if hop.air_time else None,
        "media_fragment": hop.media_fragment or None,
        "note": hop.note or None,
    }
