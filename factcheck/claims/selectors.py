"""What is read of claims and their anchors."""

from collections.abc import Callable, Iterator, Sequence

from django.db.models import Count, F, QuerySet

from factcheck.articles.models import ArticleVersion
from factcheck.claims.models import AnalysisRun, ClaimAnchor, ClaimAnchorSegment

_NOTHING: Callable[[int], object] = lambda count: None  # noqa: E731


def segments_count() -> int:
    """Return how many anchored segments there are."""
    return ClaimAnchorSegment.objects.count()


def anchors_broken(*, progress: Callable[[int], object] = _NOTHING) -> Iterator[str]:
    """Yield a sentence for each segment that does not hold its quote, and for each anchor without a segment.

    Reads one version's text at a time; ``progress`` is told how many segments were looked at.
    """
    empty = ClaimAnchor.objects.annotate(parts=Count("segments")).filter(parts=0)
    for anchor in empty.select_related("claim").iterator():
        yield f"{anchor.claim.public_id}: anchor {anchor.id} has no segment"
    for version in ArticleVersion.objects.select_related("article").order_by("id").iterator(chunk_size=20):
        segments = ClaimAnchorSegment.objects.filter(anchor__article_version=version).select_related("anchor__claim")
        count = 0
        for segment in segments:
            count += 1
            stands = version.text[segment.start : segment.end]
            if stands != segment.quote:
                yield (
                    f"{segment.anchor.claim.public_id}: {version.article.public_id} version {version.number}, "
                    f"{segment.start}–{segment.end} holds {stands!r}, not {segment.quote!r}"
                )
        progress(count)


def versions_to_analyse(*, public_ids: Sequence[str] = (), without_model: str = "") -> QuerySet[ArticleVersion]:
    """Return the present versions of articles (all, or those named) that the model, if one is named, has not read."""
    versions = ArticleVersion.objects.filter(article__current_version=F("id")).select_related("article__publisher")
    if public_ids:
        versions = versions.filter(article__public_id__in=public_ids)
    if without_model:
        versions = versions.exclude(id__in=AnalysisRun.objects.filter(model=without_model).values("article_version"))
    return versions.order_by("id")
