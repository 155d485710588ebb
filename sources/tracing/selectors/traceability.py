"""Traceability: how far a claim can be followed to its origin, computed from its chain and evidence, and explained."""

from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Case, CharField, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When

from factcheck.articles.models import ArticleLink
from factcheck.claims.models import Claim
from factcheck.review.models import Evidence
from sources.registry.models import Source
from sources.tracing.models import Hop

Level = Literal["primary", "linked", "named", "anonymous", "none"]
LEVELS: tuple[Level, ...] = ("primary", "linked", "named", "anonymous", "none")


@dataclass(frozen=True)
class Traceability:
    """The level, and in sentences what it rests on and what the next one up would need."""

    level: Level
    reasons: tuple[str, ...]
    missing: tuple[str, ...]


def traceability(claim: Claim) -> Traceability:
    """Return how far a claim can be traced, from best to worst:

    *primary*: the originator is named, and a primary document in evidence has a snapshot in which its exact quote was
    found. *linked*: named, with an address (evidence on the originator's hop, or a hyperlink in the article on the
    words that name the source). *named*: named only. *anonymous*: described or left open. *none*: the article
    names no source.
    """
    attribution = getattr(claim, "attribution", None)
    hops = list(attribution.hops.all()) if attribution is not None else []
    originator = next((hop for hop in hops if hop.role == Hop.Role.ORIGINATOR), None)
    if originator is None:
        return Traceability("none", ("The article names no source for this.",), ("A stated source.",))
    source = originator.source
    if source is None or source.kind == Source.Kind.ANONYMOUS:
        words = originator.mention.text if originator.mention is not None else "nobody"
        reason = "is not known yet" if source is None else "is anonymous"
        return Traceability("anonymous", (f"The source ({words}) {reason}.",), ("Who the source is.",))
    reasons = [f"The originator is named: {source.name}."]
    evidence = [e for e in claim.evidence.all() if e.withdrawn_at is None and e.hop_id in (None, originator.id)]
    proofs = [e for e in evidence if is_primary_proof(e)]
    if proofs:
        title = proofs[0].title or proofs[0].url or proofs[0].public_id
        reasons.append(f"The exact quote was found in a snapshot of a primary document: {title}.")
        return Traceability("primary", tuple(reasons), ())
    missing = ["A primary document with a snapshot in which the exact quote is found."]
    address = _address(claim, originator, [e for e in evidence if e.hop_id == originator.id and e.url])
    if address:
        reasons.append(address)
        return Traceability("linked", tuple(reasons), tuple(missing))
    missing.insert(0, "An address at which the statement can be read, heard or seen.")
    return Traceability("named", tuple(reasons), tuple(missing))


def traceability_level(claim: Claim) -> Level:
    """Return only the level; without a query when the claim was read with `traceability_prefetches`."""
    return traceability(claim).level


def traceability_prefetches() -> list[Any]:
    """Return what ``prefetch_related`` of a claim queryset needs so that `traceability` makes no query."""
    return [
        Prefetch("attribution__hops", queryset=Hop.objects.select_related("source", "mention").order_by("position")),
        Prefetch("evidence", queryset=Evidence.objects.order_by("id")),
        Prefetch("article_version__links", queryset=ArticleLink.objects.order_by("start")),
    ]


def is_primary_proof(evidence: Evidence) -> bool:
    """Say whether evidence is a primary document in whose snapshot its exact quote was found."""
    return (
        evidence.primary
        and bool(evidence.quote)
        and evidence.quote_state == Evidence.QuoteState.FOUND
        and evidence.quote_snapshot_id is not None
    )


def with_traceability(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Annotate ``traceability``, so that claims can be filtered and counted by it in the database.

    The levels are those of `traceability`.
    """
    originator = Hop.objects.filter(attribution__claim=OuterRef("pk"), role=Hop.Role.ORIGINATOR)
    named = originator.exclude(source=None).exclude(source__kind=Source.Kind.ANONYMOUS)
    standing = Evidence.objects.filter(claim=OuterRef("pk"), withdrawn_at=None)
    primary = standing.filter(
        Q(hop=None) | Q(hop__role=Hop.Role.ORIGINATOR),
        primary=True,
        quote_state=Evidence.QuoteState.FOUND,
        quote_snapshot__isnull=False,
    ).exclude(quote="")
    addressed = standing.filter(hop__role=Hop.Role.ORIGINATOR).exclude(url="")
    linked = ArticleLink.objects.filter(
        version=OuterRef("article_version"),
        start__lt=OuterRef("attribution__mention__end"),
        end__gt=OuterRef("attribution__mention__start"),
    )
    return claims.annotate(
        traceability=Case(
            When(~Exists(originator), then=Value("none")),
            When(~Exists(named), then=Value("anonymous")),
            When(Exists(primary), then=Value("primary")),
            When(Exists(addressed) | Exists(linked), then=Value("linked")),
            default=Value("named"),
            output_field=CharField(),
        )
    )


def _address(claim: Claim, originator: Hop, evidence: list[Evidence]) -> str:
    if evidence:
        return f"The statement has an address: {evidence[0].url}."
    mention = claim.attribution.mention
    if mention is None or mention.article_version_id != claim.article_version_id:
        return ""
    for link in claim.article_version.links.all():
        if link.start < mention.end and link.end > mention.start:
            return f"The article links the words that name the source to {link.href}."
    return ""
