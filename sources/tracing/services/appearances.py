"""The same claim in other articles: found by its words, suggested or linked, decided by a person."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from factcheck.accounts.models import User
from factcheck.accounts.policies import fact_checker_require
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import Conflict, InvalidInput
from factcheck.search.models import IndexJob
from factcheck.search.services import index_jobs_enqueue
from sources.tracing.models import Appearance, ClaimSketch, SketchBand
from sources.tracing.services.clusters import clusters_rebuild
from sources.tracing.sketches import BANDS, MIN_WORDS, NEAR, Sketch, contains_quote, similarity, sketch

MODEL = "sketch-1"
_BATCH = 400
_CANDIDATES = 200
_LEFT_OUT = (Claim.State.DISCARDED, Claim.State.RETRACTED)


def appearances_suggest(*, claim_ids: Collection[int]) -> int:
    """Find where the claims' words appear in other articles; returns how many new pairs were written.

    Verbatim quotes (the same folded words, or one quotation whole inside of the other) are linked by machine and
    marked so; nearly the same words are suggested. A pair that is there already, decided by a person or not, is left
    as it is. No verdict goes along. Run again, it writes nothing twice.
    """
    claims = list(Claim.objects.filter(id__in=claim_ids).exclude(state__in=_LEFT_OUT))
    with transaction.atomic():
        sketches = _sketches_store(claims)
        pairs = _pairs(claims, sketches)
        rows = [
            Appearance(earlier_id=earlier, later_id=later, method=method, score=score, state=state, model=MODEL)
            for (earlier, later), (method, score, state) in pairs.items()
        ]
        known = _known(pairs)
        fresh = [row for row in rows if (row.earlier_id, row.later_id) not in known]
        Appearance.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=_BATCH)
        linked = {i for row in fresh if row.state == Appearance.State.LINKED for i in (row.earlier_id, row.later_id)}
        touched = clusters_rebuild(claim_ids=linked)
        index_jobs_enqueue(kind=IndexJob.Kind.CLAIM, object_ids=touched)
    return len(fresh)


def appearance_decide(*, appearance: Appearance, confirmed: bool, actor: User) -> Appearance:
    """Say that two claims are the same (or are not); their clusters follow. A verdict is never carried along.

    Raises Forbidden.
    """
    _may_decide(actor)
    with transaction.atomic():
        appearance.state = Appearance.State.CONFIRMED if confirmed else Appearance.State.REJECTED
        appearance.decided_by, appearance.decided_at = actor, clock.now()
        appearance.save(update_fields=["state", "decided_by", "decided_at"])
        _follow({appearance.earlier_id, appearance.later_id})
    return appearance


def appearance_add(*, claim: Claim, other: Claim, actor: User) -> Appearance:
    """Link two claims that a person found to be the same. Raises Forbidden, InvalidInput; Conflict for one article."""
    _may_decide(actor)
    if claim.id == other.id:
        raise InvalidInput.field("/other", "same", "Choose another claim.")
    if claim.article_id == other.article_id:
        raise Conflict("Both claims are of one article; discard one as a duplicate instead.")
    earlier, later = sorted((claim.id, other.id))
    with transaction.atomic():
        appearance, _ = Appearance.objects.update_or_create(
            earlier_id=earlier,
            later_id=later,
            defaults={
                "state": Appearance.State.CONFIRMED,
                "decided_by": actor,
                "decided_at": clock.now(),
            },
            create_defaults={
                "method": Appearance.Method.PERSON,
                "score": 1.0,
                "state": Appearance.State.CONFIRMED,
                "decided_by": actor,
                "decided_at": clock.now(),
            },
        )
        _follow({earlier, later})
    return appearance


def _may_decide(actor: User) -> None:
    fact_checker_require(actor, "Only fact-checkers and editors decide on appearances.")


def _follow(claim_ids: set[int]) -> None:
    touched = clusters_rebuild(claim_ids=claim_ids)
    index_jobs_enqueue(kind=IndexJob.Kind.CLAIM, object_ids=touched | claim_ids)


def _sketches_store(claims: Iterable[Claim]) -> dict[int, Sketch]:
    """Write the sketches of claims that have none, or whose words have changed; returns all."""
    sketches = {claim.id: sketch(claim.text) for claim in claims}
    current = dict(ClaimSketch.objects.filter(claim__in=sketches).values_list("claim_id", "digest"))
    stale = [claim_id for claim_id, s in sketches.items() if current.get(claim_id) != s.digest]
    ClaimSketch.objects.filter(claim__in=stale).delete()
    rows = ClaimSketch.objects.bulk_create(
        [ClaimSketch(claim_id=i, digest=sketches[i].digest, words=sketches[i].words) for i in stale],
        batch_size=_BATCH,
    )
    SketchBand.objects.bulk_create(
        [
            SketchBand(sketch=row, band=band, value=value)
            for row in rows
            for band, value in enumerate(sketches[row.claim_id].bands)
        ],
        batch_size=_BATCH,
    )
    return sketches


def _pairs(claims: Collection[Claim], sketches: Mapping[int, Sketch]) -> dict[tuple[int, int], tuple[str, float, str]]:
    """Return, by (smaller id, larger id), method, score and state of the pairs to write."""
    candidates = _candidates(sketches)
    others = Claim.objects.exclude(state__in=_LEFT_OUT).in_bulk({i for found in candidates.values() for i in found})
    pairs: dict[tuple[int, int], tuple[str, float, str]] = {}
    for claim in claims:
        for other_id in candidates.get(claim.id, ()):
            other = others.get(other_id)
            if other is None or other.article_id == claim.article_id:
                continue
            found = _compare(claim, other, sketches[claim.id])
            if found is not None:
                earlier, later = sorted((claim.id, other.id))
                pairs[earlier, later] = found
    return pairs


def _compare(claim: Claim, other: Claim, own: Sketch) -> tuple[str, float, str] | None:
    if own.digest == sketch(other.text).digest:
        return Appearance.Method.VERBATIM, 1.0, Appearance.State.LINKED
    quoted = Claim.Kind.QUOTED in (claim.kind, other.kind)
    if quoted and (contains_quote(claim.text, other.text) or contains_quote(other.text, claim.text)):
        return Appearance.Method.VERBATIM, 1.0, Appearance.State.LINKED
    score = similarity(claim.text, other.text)
    if score >= NEAR:
        return Appearance.Method.NEAR_DUPLICATE, round(score, 4), Appearance.State.SUGGESTED
    return None


def _candidates(sketches: Mapping[int, Sketch]) -> dict[int, set[int]]:
    """Return, by claim, the claims with the same digest or a band in common; the newest first where very many have."""
    worth = {i: s for i, s in sketches.items() if s.words >= MIN_WORDS}
    by_digest: dict[str, list[int]] = defaultdict(list)
    for claim_id, s in worth.items():
        by_digest[s.digest].append(claim_id)
    by_band: dict[tuple[int, int], list[int]] = defaultdict(list)
    for claim_id, s in worth.items():
        for band, value in enumerate(s.bands):
            by_band[band, value].append(claim_id)
    found: dict[int, set[int]] = defaultdict(set)
    for digest, claim_id in ClaimSketch.objects.filter(digest__in=list(by_digest)).values_list("digest", "claim_id"):
        for own in by_digest[digest]:
            found[own].add(claim_id)
    for rows in _band_rows(by_band):
        for band, value, claim_id in rows:
            for own in by_band.get((band, value), ()):
                if len(found[own]) < _CANDIDATES:
                    found[own].add(claim_id)
    for own, ids in found.items():
        ids.discard(own)
    return found


def _band_rows(by_band: Mapping[tuple[int, int], list[int]]) -> Iterable[Iterable[tuple[int, int, int]]]:
    for band in range(BANDS):
        values = sorted(value for b, value in by_band if b == band)
        for start in range(0, len(values), _BATCH):
            yield (
                SketchBand.objects.filter(band=band, value__in=values[start : start + _BATCH])
                .order_by("-id")
                .values_list("band", "value", "sketch__claim_id")
            )


def _known(pairs: Mapping[tuple[int, int], object]) -> set[tuple[int, int]]:
    ids = sorted({i for pair in pairs for i in pair})
    if not ids:
        return set()
    return set(Appearance.objects.filter(earlier__in=ids, later__in=ids).values_list("earlier_id", "later_id"))
