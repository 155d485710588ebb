"""An analysis becomes rows: claims with anchors, mentions, attributions. What a person has touched is left alone."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from factcheck.articles.models import Article, ArticleVersion
from factcheck.claims.analysis import CandidateClaim, Engine, TextAnalysis, text_analyse
from factcheck.claims.models import AnalysisRun, Claim
from factcheck.claims.services.anchors import Placement, anchors_create
from factcheck.core.jobs import job_enqueue
from factcheck.search.models import IndexJob
from factcheck.search.services import index_deletions_enqueue, index_jobs_enqueue
from sources.registry.types import SourceLookup
from sources.tracing.services import StatedSource, attributions_store

APPEARANCES = "tracing.appearances"

# What differs from claim to claim of a run, and may differ from what an earlier run said of it.
_COLUMNS = ("identity", "start", "kind", "text", "uncertain", "checkworthy", "author_opinion")


def version_analyse(
    *, version: ArticleVersion, engine: Engine | None = None, lookup: SourceLookup | None = None
) -> AnalysisRun:
    """Analyse a version's text and store what was found, in one transaction; see ``analysis_store``.

    Raises UnsupportedLanguage.
    """
    return analysis_store(version=version, analysis=text_analyse(text=version.text, engine=engine, lookup=lookup))


def analysis_store(*, version: ArticleVersion, analysis: TextAnalysis) -> AnalysisRun:
    """Store an analysis of the version's text as a run with its claims; returns the run.

    A claim that is there already keeps its row: as it is when a person has touched it, with the new scores and source
    when not. An untouched claim of an earlier run of this version that was not found again is removed. Raises
    ValueError when the analysis is of another text.
    """
    if analysis.text != version.text:
        raise ValueError("the analysis is of another text than the version's")
    with transaction.atomic():
        # Two runs of one version wait for each other here.
        Article.objects.filter(id=version.article_id).update(language=version.language or analysis.language)
        run = AnalysisRun.objects.create(
            article_version=version,
            model=analysis.model,
            thresholds=analysis.thresholds,
            language=analysis.language,
            extraction_count=analysis.extraction_count,
        )
        known = _known_claims(version, analysis.claims)
        _remove_stale(version, keep={claim.id for claim in known.values()})
        untouched = {identity: claim for identity, claim in known.items() if is_untouched(claim)}
        fresh = [candidate for candidate in analysis.claims if candidate.identity not in known]
        again = [candidate for candidate in analysis.claims if candidate.identity in untouched]
        created = Claim.objects.bulk_create(_filled(Claim(), version, run, analysis, c) for c in fresh)
        updated = _update(untouched, version, run, analysis, again)
        anchors_create(
            version=version,
            placements=[Placement(claim, c.segments) for claim, c in zip(created, fresh, strict=True)],
        )
        stored = [*zip(created, fresh, strict=True), *zip(updated, again, strict=True)]
        attributions_store(
            version=version,
            items=[StatedSource(claim, candidate.chain, candidate.extraction) for claim, candidate in stored],
            model=analysis.model,
        )
        index_jobs_enqueue(kind=IndexJob.Kind.CLAIM, object_ids=[claim.id for claim, _ in stored])
        # Where else the claims appear is looked for afterwards: it reads other articles, and nobody waits for it here.
        job_enqueue(kind=APPEARANCES, key=f"version:{version.id}", payload={"version_id": version.id})
    return run


def is_untouched(claim: Claim) -> bool:
    """Say whether no person has worked on the claim, so that a machine may still change it."""
    return claim.touched_at is None and claim.state == Claim.State.UNREVIEWED and claim.revision is None


def _known_claims(version: ArticleVersion, candidates: Sequence[CandidateClaim]) -> Mapping[str, Claim]:
    """Return the version's claims that candidates stand for, by the candidates' identity.

    A claim that came over from an earlier version is known by its words' place alone: its cue may have changed.
    """
    claims = list(Claim.objects.filter(article_version=version).prefetch_related("anchors__segments").order_by("id"))
    by_identity = {claim.identity: claim for claim in claims}
    by_place: dict[tuple[bool, tuple[tuple[int, int], ...]], Claim] = {}
    for claim in claims:
        places = tuple((s.start, s.end) for a in claim.anchors.all() if a.is_current for s in a.segments.all())
        by_place.setdefault((claim.kind == Claim.Kind.OWN_VOICE, places), claim)
    known: dict[str, Claim] = {}
    taken: set[int] = set()
    for candidate in candidates:
        if candidate.identity in by_identity:
            known[candidate.identity] = by_identity[candidate.identity]
            taken.add(known[candidate.identity].id)
    for candidate in candidates:
        place = tuple((segment.start, segment.end) for segment in candidate.segments)
        there = by_place.get((candidate.kind == Claim.Kind.OWN_VOICE, place))
        if candidate.identity not in known and there is not None and there.id not in taken:
            known[candidate.identity] = there
            taken.add(there.id)
    return known


def _remove_stale(version: ArticleVersion, *, keep: set[int]) -> None:
    stale = [
        claim
        for claim in Claim.objects.filter(article_version=version, run__article_version=version).exclude(id__in=keep)
        if is_untouched(claim)
    ]
    index_deletions_enqueue(kind=IndexJob.Kind.CLAIM, versions={claim.id: claim.index_version for claim in stale})
    Claim.objects.filter(id__in=[claim.id for claim in stale]).delete()


def _update(
    claims: Mapping[str, Claim],
    version: ArticleVersion,
    run: AnalysisRun,
    analysis: TextAnalysis,
    candidates: Sequence[CandidateClaim],
) -> list[Claim]:
    """Bring claims up to date with what was found again; ``claims`` are by the candidates' identity."""
    updated, changed = [], []
    for candidate in candidates:
        claim = claims[candidate.identity]
        before = [getattr(claim, name) for name in _COLUMNS]
        _filled(claim, version, run, analysis, candidate)
        updated.append(claim)
        if before != [getattr(claim, name) for name in _COLUMNS]:
            changed.append(claim)
    Claim.objects.bulk_update(changed, _COLUMNS, batch_size=200)
    Claim.objects.filter(id__in=[claim.id for claim in updated]).update(
        run=run,
        language=analysis.language or version.language,
        score_model=analysis.model,
        updated_at=run.created_at,
    )
    return updated


def _filled(
    claim: Claim, version: ArticleVersion, run: AnalysisRun, analysis: TextAnalysis, candidate: CandidateClaim
) -> Claim:
    claim.article_id = version.article_id
    claim.article_version = version
    claim.run = run
    claim.kind = candidate.kind
    claim.text = candidate.text
    claim.language = analysis.language or version.language
    claim.uncertain = candidate.uncertain
    claim.identity = candidate.identity
    claim.start = candidate.segments[0].start
    claim.checkworthy = candidate.checkworthy
    claim.author_opinion = candidate.author_opinion
    claim.score_model = analysis.model
    own_voice = candidate.kind == Claim.Kind.OWN_VOICE
    claim.finding = Claim.Finding.NOT_APPLICABLE if own_voice else Claim.Finding.PENDING
    return claim
