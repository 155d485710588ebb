"""Chains become rows: attribution, mentions, hops."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from factcheck.articles.models import ArticleVersion
from factcheck.claims.models import Claim
from factcheck.core.jobs import job_enqueue
from factcheck.core.text import segments_of, segments_text
from sources.attribution.types import Extraction
from sources.registry.models import Mention, Source
from sources.registry.selectors import source_current
from sources.registry.services import mentions_store
from sources.registry.types import ResolvedMention
from sources.tracing.models import Attribution, Hop
from sources.tracing.types import Chain

_BATCH = 300


@dataclass(frozen=True)
class StatedSource:
    """A claim with the chain and the extraction that it came from; both None in the article's own voice."""

    claim: Claim
    chain: Chain | None
    extraction: Extraction | None


def attributions_store(*, version: ArticleVersion, items: Iterable[StatedSource], model: str) -> list[Attribution]:
    """Store the attributions of claims of one version; returns them in the order of ``items``.

    The publisher of the article, where it is known, becomes the last hop. An attribution that a claim has already is
    replaced. A job then looks for the claims in other articles. Mentions and sources are stored as `mentions_store`
    does. A few queries for every few hundred items.
    """
    wanted = list(items)
    with transaction.atomic():
        Attribution.objects.filter(claim__in=[item.claim.id for item in wanted]).delete()
        publisher = version.article.publisher
        publisher = source_current(publisher) if publisher is not None else None
        rows = mentions_store(version=version, mentions=list(_mentions(wanted)))
        attributions = Attribution.objects.bulk_create(
            [_attribution(version.text, item, rows, model) for item in wanted], batch_size=_BATCH
        )
        hops = [
            hop
            for item, attribution in zip(wanted, attributions, strict=True)
            for hop in _hops(attribution, item, rows, publisher)
        ]
        Hop.objects.bulk_create(hops, batch_size=_BATCH)
        job_enqueue(kind="tracing.appearances", key=f"version:{version.id}", payload={"version_id": version.id})
    return attributions


def attribution_store(
    *, claim: Claim, chain: Chain, extraction: Extraction, publisher: Source | None = None, model: str
) -> Attribution:
    """Store one claim's attribution as `attributions_store` does. The article's publisher is taken from the article."""
    return attributions_store(
        version=claim.article_version, items=[StatedSource(claim, chain, extraction)], model=model
    )[0]


def own_voice_attribution_store(*, claim: Claim, publisher: Source | None = None) -> Attribution:
    """Store the attribution of a claim in the article's own voice: one hop, the publisher, or none."""
    return attributions_store(version=claim.article_version, items=[StatedSource(claim, None, None)], model="")[0]


def _mentions(items: Sequence[StatedSource]) -> Iterable[ResolvedMention]:
    seen = set()
    for item in items:
        if item.chain is None:
            continue
        for mention in (item.chain.mention, *(hop.mention for hop in item.chain.hops)):
            if mention is not None and mention not in seen:
                seen.add(mention)
                yield mention


def _attribution(text: str, item: StatedSource, rows: dict[ResolvedMention, Mention], model: str) -> Attribution:
    chain, extraction = item.chain, item.extraction
    if chain is None or extraction is None:
        return Attribution(claim=item.claim)
    cue = segments_of(extraction.cue)
    return Attribution(
        claim=item.claim,
        mention=rows[chain.mention] if chain.mention is not None else None,
        cue_segments=[{"start": s.start, "end": s.end} for s in cue],
        cue_text=segments_text(text, cue)[:500] if cue else "",
        mode=extraction.mode,
        polarity=extraction.polarity,
        confidence=extraction.confidence,
        model=model,
    )


def _hops(
    attribution: Attribution, item: StatedSource, rows: dict[ResolvedMention, Mention], publisher: Source | None
) -> list[Hop]:
    """Return the hops in order; a party that a person's word made the same as an earlier one has one hop only."""
    hops: list[Hop] = []
    seen: set[int] = set()
    for step in item.chain.hops if item.chain is not None else ():
        mention = rows[step.mention] if step.mention is not None else None
        source = mention.source if mention is not None else None
        if source is not None and source.id in seen:
            continue
        if source is not None:
            seen.add(source.id)
        hops.append(
            Hop(
                role=step.role,
                medium=step.medium,
                source=source,
                mention=mention,
                resolved_by=mention.resolved_by if mention is not None else "",
                confidence=mention.confidence if mention is not None else None,
                said_where=step.said_where[:300],
                programme=step.programme[:300],
            )
        )
    if publisher is not None:
        # An outlet that the article itself names as channel or relay has its place in the chain as publisher.
        hops = [hop for hop in hops if hop.source_id != publisher.id or hop.role == Hop.Role.ORIGINATOR]
        if not any(hop.source_id == publisher.id for hop in hops):
            hops.append(Hop(role=Hop.Role.PUBLISHER, source=publisher))
    for position, hop in enumerate(hops):
        hop.attribution = attribution
        hop.position = position
        if item.claim.kind == Claim.Kind.OWN_VOICE:
            hop.finding = Claim.Finding.NOT_APPLICABLE
    return hops
