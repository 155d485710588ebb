"""When an article changes: each claim's words are looked for in the new version, and follow only what is sure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from factcheck.articles.models import ArticleVersion
from factcheck.claims.analysis import claim_identity
from factcheck.claims.locating import Located, Outcome, TextIndex, locate
from factcheck.claims.models import Claim, ClaimAnchor
from factcheck.claims.services.anchors import Placement, anchors_create
from factcheck.claims.services.carry import attributions_carry
from factcheck.core import clock
from factcheck.core.text import Segment, segments_text, text_sha256
from factcheck.review.services import claims_need_rereview
from factcheck.search.models import IndexJob
from factcheck.search.services import index_jobs_enqueue


@dataclass(frozen=True)
class Reanchored:
    """How many claims of the article were found, by the state of their anchor, and whose words changed."""

    by_state: Counter[str]
    changed: tuple[int, ...]


@dataclass
class _Move:
    anchor: ClaimAnchor
    segments: tuple[Segment, ...]
    located: Located

    @property
    def claim(self) -> Claim:
        return self.anchor.claim

    @property
    def words_changed(self) -> bool:
        return not (self.located.outcome == Outcome.FOUND and self.located.exact)


def claims_reanchor(*, version: ArticleVersion) -> Reanchored:
    """Look for the words of every claim of the article in this version and anchor there what is surely found.

    Found (see ``factcheck.claims.locating``): a new anchor in this version takes the place of the old one, which is
    kept. Ambiguous or orphaned: the anchor says so and stays where its words were, in the older version; nothing is
    attached. A published claim whose words changed or are gone needs re-review. Claims whose anchor is in this version
    already are left alone. All in one transaction; calling it again changes nothing.
    """
    with transaction.atomic():
        index = TextIndex(version.text)
        moves = [*_moves(version, index)]
        if not moves:
            return Reanchored(Counter(), ())
        found = [move for move in moves if move.located.outcome == Outcome.FOUND]
        lost = [move for move in moves if move.located.outcome != Outcome.FOUND]
        # Nothing has happened to an anchor that was lost before and is lost in the same way again.
        news = [move for move in lost if move.anchor.state != move.located.outcome.value]
        _mark_lost(lost)
        _follow(version, found, index)
        changed = [move.claim for move in [*found, *news] if move.words_changed]
        index_jobs_enqueue(kind=IndexJob.Kind.CLAIM, object_ids=[move.claim.id for move in [*found, *news]])
        if changed:
            claims_need_rereview(
                claim_ids=[claim.id for claim in changed],
                code="text_changed",
                reason=f"The article's version {version.number} no longer has the claim's words as they were.",
            )
    states = Counter(_state(move) for move in moves)
    return Reanchored(states, tuple(claim.id for claim in changed))


def _moves(version: ArticleVersion, index: TextIndex) -> Iterable[_Move]:
    anchors = (
        ClaimAnchor.objects.filter(claim__article_id=version.article_id, is_current=True)
        .exclude(article_version=version)
        .select_related("claim", "article_version")
        .prefetch_related("segments")
        .order_by("id")
    )
    for anchor in anchors:
        segments = tuple(Segment(s.start, s.end) for s in anchor.segments.all())
        yield _Move(anchor, segments, locate(old_text=anchor.article_version.text, segments=segments, index=index))


def _state(move: _Move) -> str:
    if move.located.outcome != Outcome.FOUND:
        return move.located.outcome.value
    return ClaimAnchor.State.ANCHORED if move.located.segments == move.segments else ClaimAnchor.State.MOVED


def _mark_lost(moves: Sequence[_Move]) -> None:
    for move in moves:
        move.anchor.state = move.located.outcome.value
        move.anchor.score = move.located.score
    ClaimAnchor.objects.bulk_update([move.anchor for move in moves], ["state", "score"], batch_size=200)


def _follow(version: ArticleVersion, moves: Sequence[_Move], index: TextIndex) -> None:
    anchors_create(
        version=version,
        placements=[
            Placement(
                move.claim,
                move.located.segments,
                state=_state(move),
                method=ClaimAnchor.Method.EXACT if move.located.exact else ClaimAnchor.Method.FUZZY,
                score=move.located.score,
            )
            for move in moves
        ],
    )
    cues = attributions_carry(
        version=version,
        index=index,
        shifts={move.claim.id: move.located.segments[0].start - move.segments[0].start for move in moves},
    )
    taken = set(Claim.objects.filter(article_version=version).values_list("identity", flat=True))
    now = clock.now()
    for move in moves:
        claim, segments = move.claim, move.located.segments
        identity = claim_identity(segments, cues.get(claim.id, ()))
        # Two claims that an edit of the article made one stay two: a person decides.
        claim.identity = identity if identity not in taken else text_sha256(claim.public_id)
        taken.add(claim.identity)
        claim.article_version = version
        claim.start = segments[0].start
        claim.updated_at = now
    Claim.objects.bulk_update(
        [move.claim for move in moves], ["identity", "article_version", "start", "updated_at"], batch_size=200
    )
    for move in moves:
        if move.words_changed:
            # The text follows the article's words, unless a person has put it differently.
            Claim.objects.filter(id=move.claim.id, text=move.anchor.quote).update(
                text=segments_text(version.text, move.located.segments)
            )
            Claim.objects.filter(id=move.claim.id).update(version=F("version") + 1)
