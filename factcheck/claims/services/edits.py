"""What a person does to a claim's words: makes a claim, moves it, words it anew."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from factcheck.accounts.models import User
from factcheck.accounts.policies import fact_checker_require
from factcheck.articles.models import ArticleVersion
from factcheck.claims.analysis import claim_identity
from factcheck.claims.models import Claim, ClaimAnchor
from factcheck.claims.services.anchors import anchor_create, segments_check
from factcheck.core import clock
from factcheck.core.errors import Conflict, InvalidInput, NotFound, StaleVersion
from factcheck.core.text import Segment, normalise, segments_of, segments_text
from factcheck.review.services import decision_record
from factcheck.search.models import IndexJob
from factcheck.search.services import index_job_enqueue
from sources.tracing.services import StatedSource, attributions_store

_EDITABLE = (Claim.State.UNREVIEWED, Claim.State.IN_REVIEW, Claim.State.NEEDS_REREVIEW)
_SPOKEN = (Claim.Kind.QUOTED, Claim.Kind.REPORTED)


def claim_create(
    *,
    version: ArticleVersion,
    segments: Sequence[Segment],
    kind: str,
    actor: User,
    quotes: Sequence[str] | None = None,
    text: str = "",
    language: str = "",
) -> Claim:
    """Make a claim of words that a person chose in a version's text, with the publisher as all of its chain so far.

    ``quotes`` are the words that the person saw, one for each segment, checked against the text; ``text`` is another
    wording of the claim. Raises Forbidden, InvalidInput, or Conflict when there is a claim on these words already.
    """
    fact_checker_require(actor)
    if kind not in Claim.Kind.values:
        raise InvalidInput.field("/kind", "unknown", f"Give one of: {', '.join(Claim.Kind.values)}.")
    segments = _ordered(segments)
    segments_check(text=version.text, segments=segments, quotes=quotes)
    own_voice = kind == Claim.Kind.OWN_VOICE
    try:
        with transaction.atomic():
            claim = Claim.objects.create(
                article_id=version.article_id,
                article_version=version,
                kind=kind,
                text=normalise(text) or segments_text(version.text, segments),
                language=language or version.language,
                identity=claim_identity(segments, ()),
                start=segments[0].start,
                finding=Claim.Finding.NOT_APPLICABLE if own_voice else Claim.Finding.PENDING,
                touched_at=clock.now(),
            )
            anchor_create(
                claim=claim, version=version, segments=segments, quotes=quotes, method=ClaimAnchor.Method.MANUAL
            )
            attributions_store(version=version, items=[StatedSource(claim, None, None)], model="")
            decision_record(action="create", actor=actor, claim=claim, to_state=claim.state)
            index_job_enqueue(kind=IndexJob.Kind.CLAIM, object_id=claim.id)
    except IntegrityError as error:
        raise _taken(version, claim_identity(segments, ())) from error
    return claim


def claim_edit(
    *,
    claim_id: int,
    actor: User,
    expected_version: int,
    segments: Sequence[Segment] | None = None,
    quotes: Sequence[str] | None = None,
    version: ArticleVersion | None = None,
    text: str | None = None,
    kind: str | None = None,
    language: str | None = None,
) -> Claim:
    """Move a claim to other words, or word it, or its kind, anew; what is None stays. Returns the claim.

    ``version`` is the version that the segments count in, the claim's own unless given: an orphaned claim is placed in
    the present one this way. A claim that is published, proposed, retracted or discarded is not edited: take it into
    review first. Raises Forbidden, NotFound, InvalidInput, StaleVersion, or Conflict.
    """
    fact_checker_require(actor)
    claim = Claim.objects.select_related("article", "article_version").filter(id=claim_id).first()
    if claim is None:
        raise NotFound("There is no such claim.")
    target = version or claim.article_version
    if target.article_id != claim.article_id:
        raise InvalidInput.field("/version", "invalid", "Give a version of the claim's own article.")
    changes = _changes(claim, target, segments, quotes, text=text, kind=kind, language=language)
    if not changes:
        return claim
    before = {name: getattr(claim, name) for name in changes if name in ("text", "kind", "language")}
    try:
        with transaction.atomic():
            _guarded_update(claim, actor, expected_version, changes)
            claim.refresh_from_db()
            if segments is not None:
                anchor_create(
                    claim=claim, version=target, segments=_ordered(segments), method=ClaimAnchor.Method.MANUAL
                )
            decision_record(
                action="edit",
                actor=actor,
                claim=claim,
                from_state=claim.state,
                to_state=claim.state,
                data={"before": before, "moved": segments is not None},
            )
            index_job_enqueue(kind=IndexJob.Kind.CLAIM, object_id=claim.id)
    except IntegrityError as error:
        raise _taken(target, changes.get("identity", "")) from error
    return claim


def _changes(
    claim: Claim,
    version: ArticleVersion,
    segments: Sequence[Segment] | None,
    quotes: Sequence[str] | None,
    *,
    text: str | None,
    kind: str | None,
    language: str | None,
) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if kind is not None and kind != claim.kind:
        if kind not in _SPOKEN or claim.kind not in _SPOKEN:
            raise InvalidInput.field(
                "/kind",
                "invalid",
                "Only quoted and reported can be exchanged: a claim in the article's own voice has no source to keep. "
                "Discard this claim and make a new one.",
            )
        changes["kind"] = kind
    if language is not None:
        changes["language"] = language
    if segments is not None:
        ordered = _ordered(segments)
        segments_check(text=version.text, segments=ordered, quotes=quotes)
        attribution = getattr(claim, "attribution", None)
        cue = segments_of((p["start"], p["end"]) for p in attribution.cue_segments) if attribution else ()
        changes |= {
            "identity": claim_identity(ordered, cue),
            "start": ordered[0].start,
            "article_version": version,
        }
        anchor = claim.anchors.filter(is_current=True).first()
        if text is None and (anchor is None or claim.text == anchor.quote):
            changes["text"] = segments_text(version.text, ordered)
    if text is not None:
        wording = normalise(text)
        if not wording:
            raise InvalidInput.field("/text", "blank", "The claim needs words.")
        changes["text"] = wording
    return changes


def _guarded_update(claim: Claim, actor: User, expected_version: int, changes: dict[str, Any]) -> None:
    now = clock.now()
    free = Q(locked_by=None) | Q(locked_by=actor) | Q(locked_until__lt=now)
    updated = Claim.objects.filter(free, id=claim.id, version=expected_version, state__in=_EDITABLE).update(
        version=F("version") + 1, touched_at=claim.touched_at or now, updated_at=now, **changes
    )
    if updated:
        return
    present = Claim.objects.select_related("locked_by").get(id=claim.id)
    if present.version != expected_version:
        raise StaleVersion("The claim has changed since you read it. Load it again.")
    if present.state not in _EDITABLE:
        raise Conflict(f"A claim that is {present.get_state_display()} is not edited. Take it into review first.")
    raise Conflict(f"{present.locked_by} works on this claim now.", code="locked")


def _ordered(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    return tuple(sorted(segments))


def _taken(version: ArticleVersion, identity: str) -> Conflict:
    other = Claim.objects.filter(article_version=version, identity=identity).first()
    name = f" ({other.public_id})" if other else ""
    return Conflict(f"There is a claim on exactly these words already{name}.", code="exists")
