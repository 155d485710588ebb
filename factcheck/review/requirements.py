"""What must be there before a claim is proposed or published. Each function returns what is missing, field by field."""

from collections.abc import Iterable

from factcheck.claims.models import Claim
from factcheck.core.errors import FieldError, MissingRequirements
from factcheck.review.models import Evidence, Proposal, ProposalEvidence
from factcheck.review.selectors import proposal_items
from factcheck.review.states import Transition
from factcheck.review.types import TransitionData
from sources.registry.models import Source
from sources.tracing.models import Hop

_FAULTS = (Claim.Finding.MISQUOTED, Claim.Finding.OUT_OF_CONTEXT, Claim.Finding.NOT_FOUND, Claim.Finding.DENIED)
_SENTENCES = {
    "reason": "Say why.",
    "public_note": "Write a note that the public reads with it.",
    "rationale": "Give the reasons.",
    "finding": "Say whether the source said it.",
    "discard_reason": "Say why it is discarded.",
}


def missing_fields(transition: Transition, data: TransitionData) -> list[FieldError]:
    """Return the fields that the table requires and the person left empty."""
    return [
        FieldError(f"/{name}", "required", _SENTENCES[name]) for name in transition.required if not getattr(data, name)
    ]


def proposal_missing(
    claim: Claim, *, finding: str, verdict: str | None, items: Iterable[ProposalEvidence]
) -> list[FieldError]:
    """Return what a finding and a verdict lack to be proposed: an originator, a finding, the evidence they rest on."""
    missing = []
    own_voice = claim.kind == Claim.Kind.OWN_VOICE
    if not own_voice and originator(claim) is None:
        missing.append(
            FieldError(
                "/attribution/chain", "originator_missing", "Add the hop that says who is stated to have said it."
            )
        )
    if not own_voice and finding in ("", Claim.Finding.PENDING):
        missing.append(FieldError("/finding", "required", _SENTENCES["finding"]))
    if verdict is None and finding not in _FAULTS:
        missing.append(
            FieldError(
                "/verdict",
                "verdict_or_fault",
                "Give a verdict: without one, a claim is published only when its source did not say it so.",
            )
        )
    needed = {Claim.Verdict.VERIFIED: Evidence.Stance.SUPPORTS, Claim.Verdict.CONTESTED: Evidence.Stance.REFUTES}
    stance = needed.get(Claim.Verdict(verdict)) if verdict else None
    if stance and not any(_carries(item, stance) for item in items):
        missing.append(
            FieldError(
                "/evidence",
                f"evidence_{stance}",
                f"A claim that is {verdict} needs evidence with a snapshot that {stance} it (evidence on a hop only "
                "says whether that source said it).",
            )
        )
    return missing


def publication_missing(claim: Claim, proposal: Proposal, *, public_note: str) -> list[FieldError]:
    """Return what an open proposal lacks to be published now."""
    items = list(proposal_items(proposal))
    missing = proposal_missing(claim, finding=proposal.finding, verdict=proposal.verdict, items=items)
    missing += [
        FieldError("/evidence", "withdrawn", f"{item.evidence} was withdrawn: return the proposal.")
        for item in items
        if item.evidence.withdrawn_at
    ]
    missing += [
        FieldError("/evidence", "changed", f"{item.evidence} says something else now: return the proposal.")
        for item in items
        if item.evidence.stance != item.stance
    ]
    missing += [
        FieldError(
            f"/attribution/chain/{hop.position}/note",
            "anonymous_without_note",
            "The source of this hop is anonymous: an editor's note must say why it is used.",
        )
        for hop in hops(claim)
        if is_anonymous(hop) and not hop.note.strip()
    ]
    if claim.revision is not None and not public_note:
        missing.append(FieldError("/public_note", "required", "Say for the public what is corrected."))
    return missing


def require(missing: list[FieldError]) -> None:
    """Raises MissingRequirements when anything is missing."""
    if missing:
        raise MissingRequirements(" ".join(error.detail for error in missing), errors=missing)


def hops(claim: Claim) -> list[Hop]:
    """Return the claim's chain, the originator first."""
    attribution = getattr(claim, "attribution", None)
    return list(attribution.hops.select_related("source").order_by("position")) if attribution else []


def originator(claim: Claim) -> Hop | None:
    """Return the hop of the party that is stated to have said it."""
    return next((hop for hop in hops(claim) if hop.role == Hop.Role.ORIGINATOR), None)


def is_anonymous(hop: Hop) -> bool:
    """Say whether a hop names nobody."""
    return hop.source is None or hop.source.kind == Source.Kind.ANONYMOUS


def _carries(item: ProposalEvidence, stance: str) -> bool:
    return item.stance == stance and item.snapshot_id is not None and not item.hop
