"""Importing the reviews of others. The same feed again changes nothing; what changed in it is changed here."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.db import transaction

from factcheck.core import clock
from factcheck.search.claimreview.fields import ReviewFields, fields_of
from factcheck.search.claimreview.markup import markup_read
from factcheck.search.claimreview.ratings import rating_map
from factcheck.search.models import ExternalReview, Kind
from factcheck.search.services.jobs import index_jobs_enqueue

logger = structlog.get_logger(__name__)

CHUNK = 500
_COPIED = (
    "url",
    "title",
    "claim_text",
    "claimant",
    "claim_date",
    "appearances",
    "reviewer",
    "reviewer_url",
    "reviewer_site",
    "rating",
    "rating_value",
    "best_rating",
    "worst_rating",
    "language",
    "reviewed_at",
    "licence",
)


@dataclass
class ImportReport:
    """What became of a feed. ``problems`` names what was broken, by the number of the review in the feed (from 1)."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    withdrawn: int = 0
    unmapped: int = 0
    problems: list[str] = field(default_factory=list)


def claimreview_import(*, text: str, feed: str, complete: bool = False) -> ImportReport:
    """Import all ClaimReview objects of a feed (DataFeed JSON, JSON-LD) or page (HTML); ``feed`` names the place.

    With ``complete`` the text is the whole feed: reviews that an earlier import had from it and that are gone are
    withdrawn. Broken markup is mended where that is possible, and reported. Raises InvalidInput when there is none.
    """
    markup = markup_read(text)
    report = external_reviews_store(
        reviews=[fields_of(review) for review in markup.reviews], feed=feed, complete=complete
    )
    report.problems[:0] = markup.problems
    return report


def external_reviews_store(*, reviews: Sequence[ReviewFields], feed: str, complete: bool = False) -> ImportReport:
    """Store the reviews, each known by its address and claim. Rows that change are enqueued for the index."""
    report = ImportReport()
    seen: set[str] = set()
    for start in range(0, len(reviews), CHUNK):
        _store_chunk(list(enumerate(reviews, 1))[start : start + CHUNK], feed, report, seen)
    if complete and seen:
        report.withdrawn = _withdraw(feed, seen)
    logger.info(
        "claimreview_imported", feed=feed, created=report.created, changed=report.changed, skipped=report.skipped
    )
    return report


def identity_of(review: ReviewFields) -> str:
    """Return what makes a review the same one when it comes again."""
    return hashlib.sha256(f"{review.url or review.reviewer}\n{review.claim_text}".encode()).hexdigest()


def _store_chunk(numbered: Iterable[tuple[int, ReviewFields]], feed: str, report: ImportReport, seen: set[str]) -> None:
    wanted: dict[str, ReviewFields] = {}
    for number, review in numbered:
        report.problems.extend(f"review {number}: {problem}" for problem in review.problems)
        if not review.claim_text:
            report.problems.append(f"review {number}: skipped, it names no claim (claimReviewed)")
            report.skipped += 1
            continue
        identity = identity_of(review)
        if identity in seen:
            report.skipped += 1
            continue
        seen.add(identity)
        wanted[identity] = review
    with transaction.atomic():
        known = {row.identity: row for row in ExternalReview.objects.filter(identity__in=wanted)}
        touched = []
        for identity, review in wanted.items():
            row = known.get(identity) or ExternalReview(identity=identity)
            if _apply(row, review, feed, report):
                row.save()
                touched.append(row.id)
        index_jobs_enqueue(kind=Kind.EXTERNAL_REVIEW, object_ids=touched)


def _apply(row: ExternalReview, review: ReviewFields, feed: str, report: ImportReport) -> bool:
    """Write the values into the row; False when it holds them already."""
    mapped = rating_map(
        words=review.rating, value=review.rating_value, best=review.best_rating, worst=review.worst_rating
    )
    report.unmapped += mapped.verdict is None
    values: dict[str, Any] = {name: getattr(review, name) for name in _COPIED}
    values |= {"verdict": mapped.verdict, "mapped_by": mapped.by, "feed": feed, "withdrawn_at": None}
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        report.unchanged += 1
        return False
    if row.pk:
        report.changed += 1
    else:
        report.created += 1
    for name, value in values.items():
        setattr(row, name, value)
    return True


def _withdraw(feed: str, seen: set[str]) -> int:
    with transaction.atomic():
        rows = ExternalReview.objects.filter(feed=feed, withdrawn_at=None).values_list("id", "identity")
        gone = [row_id for row_id, identity in rows.iterator() if identity not in seen]
        for start in range(0, len(gone), CHUNK):
            ExternalReview.objects.filter(id__in=gone[start : start + CHUNK]).update(withdrawn_at=clock.now())
        index_jobs_enqueue(kind=Kind.EXTERNAL_REVIEW, object_ids=gone)
    return len(gone)
