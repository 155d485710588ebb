"""Evidence as the API shows it."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from factcheck.claims.representation import API_ROOT, source_reference
from factcheck.core.clock import rfc3339
from factcheck.review.models import Evidence, EvidenceSnapshot


def evidence_for_representation() -> QuerySet[Evidence]:
    """Return all evidence with what ``evidence_representation`` reads, in a constant number of queries."""
    return Evidence.objects.select_related("claim", "hop", "source", "added_by").prefetch_related(
        Prefetch("snapshots", queryset=EvidenceSnapshot.objects.defer("text").order_by("id"))
    )


def evidence_representation(evidence: Evidence, *, base_url: str, for_staff: bool) -> dict[str, Any]:
    """Return the evidence with its snapshots; notes and names of the staff only ``for_staff``."""
    added_by = evidence.added_by if for_staff else None
    return {
        "id": evidence.public_id,
        "url": f"{base_url}{API_ROOT}/evidence/{evidence.public_id}/",
        "claim": evidence.claim.public_id,
        "hop": evidence.hop.public_id if evidence.hop else None,
        "source": source_reference(evidence.source) if evidence.source else None,
        "document_url": evidence.url or None,
        "archived_url": evidence.archived_url or None,
        "title": evidence.title or None,
        "stance": evidence.stance,
        "primary": evidence.primary,
        "quote": evidence.quote or None,
        "quote_state": evidence.quote_state,
        "quote_selectors": evidence.quote_selectors,
        "language": evidence.language or None,
        "translation": evidence.translation or None,
        "translator": evidence.translator or None,
        "media_fragment": evidence.media_fragment or None,
        "transcript": evidence.transcript or None,
        "note": (evidence.note or None) if for_staff else None,
        "fetch_state": evidence.fetch_state,
        "fetch_error": evidence.fetch_error or None,
        "snapshots": [snapshot_part(snapshot) for snapshot in evidence.snapshots.all()],
        "added_by": {"id": added_by.public_id, "name": added_by.display_name} if added_by else None,
        "withdrawn_at": rfc3339(evidence.withdrawn_at) if evidence.withdrawn_at else None,
        "withdrawn_reason": evidence.withdrawn_reason or None,
        "version": evidence.version,
        "created_at": rfc3339(evidence.created_at),
        "updated_at": rfc3339(evidence.updated_at),
    }


def snapshot_part(snapshot: EvidenceSnapshot) -> dict[str, Any]:
    """Return what is known of the archived bytes; the bytes themselves stay in the house."""
    return {
        "id": snapshot.public_id,
        "method": snapshot.method,
        "url": snapshot.url or None,
        "status": snapshot.status,
        "mime": snapshot.mime,
        "size": snapshot.size,
        "sha256": snapshot.sha256,
        "fetched_at": rfc3339(snapshot.fetched_at),
    }
