"""The parts of a proposal, checked against the claim."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from factcheck.claims.models import Claim
from factcheck.core.errors import InvalidInput
from factcheck.review.models import Evidence, EvidenceSnapshot, ProposalEvidence
from factcheck.review.requirements import hops
from sources.tracing.models import Hop


def verdict_checked(verdict: str | None) -> str | None:
    """Return a verdict of the list, or None for none. Raises InvalidInput for another word."""
    if not verdict or verdict == "none":
        return None
    if verdict not in Claim.Verdict.values:
        raise InvalidInput.field(
            "/verdict", "unknown", f"The verdict is one of: {', '.join(Claim.Verdict.values)}, or null for none."
        )
    return verdict


def hop_findings_checked(claim: Claim, findings: Mapping[str, str]) -> dict[str, str]:
    """Return the findings of the hops after the originator. Raises InvalidInput for a hop that is not one of them, or
    a finding that is not in the list."""
    others = {hop.public_id for hop in hops(claim) if hop.role != Hop.Role.ORIGINATOR}
    for public_id, finding in findings.items():
        pointer = f"/hop_findings/{public_id}"
        if public_id not in others:
            raise InvalidInput.field(pointer, "not_found", "The claim has no such hop after its originator.")
        if finding not in Claim.Finding.values or finding == Claim.Finding.NOT_APPLICABLE:
            raise InvalidInput.field(pointer, "unknown", f"{finding!r} is not a finding of a hop.")
    return dict(findings)


def proposal_evidence_chosen(claim: Claim, public_ids: Sequence[str] | None) -> list[ProposalEvidence]:
    """Return, not yet stored, the evidence that a proposal rests on with the snapshot that speaks for each: the one in
    which the quote was found, or the latest. None stands for all that is not withdrawn.

    Raises InvalidInput for evidence of another claim, or withdrawn evidence.
    """
    usable = {
        evidence.public_id: evidence
        for evidence in Evidence.objects.filter(claim=claim, withdrawn_at=None)
        .select_related("hop", "quote_snapshot")
        .defer("quote_snapshot__text")
    }
    for index, public_id in enumerate(public_ids or ()):
        if public_id not in usable:
            raise InvalidInput.field(
                f"/evidence/{index}", "not_usable", "The claim has no such evidence, or it was withdrawn."
            )
    chosen = list(usable.values()) if public_ids is None else [usable[i] for i in dict.fromkeys(public_ids)]
    latest = _latest_snapshots(chosen)
    return [
        ProposalEvidence(
            evidence=evidence,
            snapshot=evidence.quote_snapshot or latest.get(evidence.id),
            stance=evidence.stance,
            hop=evidence.hop.public_id if evidence.hop else "",
        )
        for evidence in chosen
    ]


def evidence_entries(items: Iterable[ProposalEvidence]) -> list[dict[str, Any]]:
    """Return what the log keeps of the evidence: ids, stances, and the digests of the snapshots."""
    return [
        {
            "id": item.evidence.public_id,
            "stance": item.stance,
            "hop": item.hop or None,
            "snapshot": item.snapshot.public_id if item.snapshot else None,
            "sha256": item.snapshot.sha256 if item.snapshot else None,
        }
        for item in items
    ]


def _latest_snapshots(evidence: Sequence[Evidence]) -> dict[int, EvidenceSnapshot]:
    snapshots = EvidenceSnapshot.objects.filter(evidence__in=evidence).defer("text").order_by("id")
    return {snapshot.evidence_id: snapshot for snapshot in snapshots}
