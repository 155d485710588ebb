"""Indexing again everything that shows a source."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q, QuerySet

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.search.models import Kind
from factcheck.search.services.jobs import index_jobs_enqueue
from sources.registry.models import SourceParent

CHUNK = 1_000


def source_fan_out(*, source_id: int) -> int:
    """Enqueue the claims and articles that show the source or one of its descendants, and those sources themselves.

    Returns how many rows. Done again, or cut off and begun anew, it only enqueues rows once more.
    """
    sources = _with_descendants(source_id)
    enqueued = index_jobs_enqueue(kind=Kind.SOURCE, object_ids=sources)
    claims = Claim.objects.filter(
        Q(attribution__hops__source__in=sources)
        | Q(attribution__mention__source__in=sources)
        | Q(article__publisher__in=sources)
    )
    enqueued += _enqueue_all(Kind.CLAIM, claims)
    return enqueued + _enqueue_all(Kind.ARTICLE, Article.objects.filter(publisher__in=sources))


def _with_descendants(source_id: int) -> set[int]:
    found, front = {source_id}, {source_id}
    while front:
        children = set(SourceParent.objects.filter(parent__in=front).values_list("source_id", flat=True))
        front = children - found
        found |= front
    return found


def _enqueue_all(kind: str, rows: QuerySet[Claim] | QuerySet[Article]) -> int:
    total = 0
    for ids in _id_chunks(rows):
        with transaction.atomic():
            total += index_jobs_enqueue(kind=kind, object_ids=ids)
    return total


def _id_chunks(rows: QuerySet[Claim] | QuerySet[Article]) -> Iterator[list[int]]:
    after = 0
    while ids := list(rows.filter(id__gt=after).order_by("id").values_list("id", flat=True).distinct()[:CHUNK]):
        yield ids
        after = ids[-1]
