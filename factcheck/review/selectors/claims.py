"""The work on a claim, for those who do it."""

from django.db.models import Count, F, Prefetch, Q, QuerySet

from factcheck.claims.models import Claim
from factcheck.review import states
from factcheck.review.models import Assessment, Decision, Evidence, EvidenceSnapshot, Proposal, ProposalEvidence
from sources.registry.models import Source

_SNAPSHOTS = EvidenceSnapshot.objects.defer("text")


def claims_for_log() -> QuerySet[Claim]:
    """Return all claims with what an entry of the log says of them. The article's text, perhaps long, is left out."""
    return Claim.objects.select_related("article", "article_version").defer("article_version__text")


def proposal_items(proposal: Proposal) -> QuerySet[ProposalEvidence]:
    """Return what a proposal rests on, with evidence and snapshots but without the text that was read in them."""
    return (
        ProposalEvidence.objects.filter(proposal=proposal)
        .select_related("evidence__source", "snapshot")
        .defer("snapshot__text")
        .order_by("id")
    )


def open_proposal(claim: Claim) -> Proposal | None:
    """Return the proposal that waits for a second person, or None."""
    return (
        Proposal.objects.filter(claim=claim, state=Proposal.State.OPEN)
        .select_related("proposed_by")
        .prefetch_related("items__evidence", Prefetch("items__snapshot", queryset=_SNAPSHOTS))
        .first()
    )


def assessments_of(claim: Claim) -> QuerySet[Assessment]:
    """Return each reviewer's present assessment, side by side, the oldest first."""
    return Assessment.objects.filter(claim=claim, superseded_at=None).select_related("reviewer").order_by("id")


def decisions_of(claim: Claim) -> QuerySet[Decision]:
    """Return the claim's entries of the log, the oldest first. ``person`` None is the system."""
    return Decision.objects.filter(claim_id=claim.public_id).select_related("person").order_by("sequence")


def evidence_of(claim: Claim) -> QuerySet[Evidence]:
    """Return the claim's evidence with its snapshots, withdrawn ones among them, the oldest first."""
    return (
        Evidence.objects.filter(claim=claim)
        .select_related("hop__source", "source", "added_by")
        .prefetch_related(*(Prefetch(name, queryset=_SNAPSHOTS) for name in ("snapshots", "quote_snapshot")))
        .order_by("id")
    )


def claims_resting_on(*, evidence: Evidence | None = None, source: Source | None = None) -> QuerySet[Claim]:
    """Return the claims whose published revision, not retracted, rests on a piece of evidence or on a source.

    It rests on a source that stands in its chain, or that published a piece of its evidence.
    """
    items = "revisions__proposal__items__evidence"
    condition = Q()
    if evidence is not None:
        condition |= Q(**{items: evidence})
    if source is not None:
        condition |= Q(attribution__hops__source=source) | Q(**{f"{items}__source": source})
    if not condition:
        return Claim.objects.none()
    # In one filter: of many revisions, it is the present one that must rest on it.
    resting = Claim.objects.filter(condition, revisions__number=F("revision"))
    return resting.exclude(state=states.RETRACTED).distinct().order_by("id")


def queue_counts() -> dict[str, int]:
    """Return how many claims stand in each state, for every state of the table."""
    counted = dict(Claim.objects.order_by().values_list("state").annotate(Count("id")))
    return {state: counted.get(state, 0) for state in states.STATES}
