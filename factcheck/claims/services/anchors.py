"""The one place that writes anchors. Every segment's quote is what stands there, or nothing is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from factcheck.articles.models import ArticleVersion
from factcheck.claims.models import Claim, ClaimAnchor, ClaimAnchorSegment
from factcheck.core.errors import FieldError, InvalidInput
from factcheck.core.text import Segment, context, segments_text


@dataclass(frozen=True)
class Placement:
    """Where a claim's words stand in a version. ``quotes``, where given, must be the words of each segment."""

    claim: Claim
    segments: tuple[Segment, ...]
    state: str = ClaimAnchor.State.ANCHORED
    method: str = ClaimAnchor.Method.EXACT
    score: float = 1.0
    quotes: tuple[str, ...] | None = None


def anchor_create(
    *,
    claim: Claim,
    version: ArticleVersion,
    segments: Sequence[Segment],
    quotes: Sequence[str] | None = None,
    state: str = ClaimAnchor.State.ANCHORED,
    method: str = ClaimAnchor.Method.EXACT,
    score: float = 1.0,
) -> ClaimAnchor:
    """Anchor a claim, in place of its current anchor. ``quotes`` are the words that the caller saw in each segment.

    Raises InvalidInput when a segment lies outside of the text, two overlap, or a quote is not what stands there.
    """
    placement = Placement(claim, tuple(segments), state, method, score, None if quotes is None else tuple(quotes))
    return anchors_create(version=version, placements=[placement])[0]


def anchors_create(*, version: ArticleVersion, placements: Sequence[Placement]) -> list[ClaimAnchor]:
    """Anchor many claims in one version, each in place of its current anchor, in three queries.

    Raises InvalidInput as ``anchor_create`` does; then none is written.
    """
    for placement in placements:
        segments_check(text=version.text, segments=placement.segments, quotes=placement.quotes)
    with transaction.atomic():
        ClaimAnchor.objects.filter(claim__in=[p.claim.id for p in placements], is_current=True).update(is_current=False)
        anchors = ClaimAnchor.objects.bulk_create(_anchor(version, placement) for placement in placements)
        ClaimAnchorSegment.objects.bulk_create(
            ClaimAnchorSegment(
                anchor=anchor,
                position=position,
                start=segment.start,
                end=segment.end,
                quote=version.text[segment.start : segment.end],
            )
            for anchor, placement in zip(anchors, placements, strict=True)
            for position, segment in enumerate(placement.segments)
        )
    return anchors


def segments_check(*, text: str, segments: Sequence[Segment], quotes: Sequence[str] | None = None) -> None:
    """Raise InvalidInput unless the segments lie in the text in order and hold the quotes, where given."""
    if not segments:
        raise InvalidInput.field("/segments", "required", "Give at least one segment of the article's text.")
    if quotes is not None and len(quotes) != len(segments):
        raise InvalidInput.field("/quotes", "invalid", "Give one quote for each segment.")
    errors = list(_errors(text, segments, quotes))
    if errors:
        raise InvalidInput(errors[0].detail, code=errors[0].code, errors=errors)


def _errors(text: str, segments: Sequence[Segment], quotes: Sequence[str] | None) -> Iterable[FieldError]:
    previous_end = 0
    for position, segment in enumerate(segments):
        pointer = f"/segments/{position}"
        if segment.end > len(text):
            yield FieldError(
                pointer, "out_of_range", f"The text has {len(text)} characters; this ends at {segment.end}."
            )
        elif segment.start < previous_end:
            yield FieldError(pointer, "overlap", "Segments must be in text order and must not overlap.")
        elif quotes is not None and text[segment.start : segment.end] != quotes[position]:
            yield FieldError(
                pointer,
                "quote_mismatch",
                f"At {segment.start}–{segment.end} stands “{_short(text[segment.start : segment.end])}”, "
                f"not “{_short(quotes[position])}”. Offsets count code points of the version's text.",
            )
        previous_end = segment.end


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:79]}…"


def _anchor(version: ArticleVersion, placement: Placement) -> ClaimAnchor:
    prefix, suffix = context(version.text, placement.segments)
    return ClaimAnchor(
        claim=placement.claim,
        article_version=version,
        state=placement.state,
        method=placement.method,
        score=placement.score,
        quote=segments_text(version.text, placement.segments),
        prefix=prefix,
        suffix=suffix,
    )
