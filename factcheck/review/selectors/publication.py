"""What has been published, now and at a time."""

from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from factcheck.claims.models import Claim
from factcheck.core.clock import rfc3339
from factcheck.review import states
from factcheck.review.models import ProposalEvidence, Revision

Json = dict[str, Any]

_UNDER_REVIEW = (states.IN_REVIEW, states.PROPOSED, states.NEEDS_REREVIEW)
_HELD = ("text", "kind", "language", "article", "anchor", "attribution")
_PREFETCHED = "published_revision_rows"


def published_revision_prefetch() -> Prefetch:
    """Return the prefetch after which ``publication_part`` of each claim makes no query."""
    rows = Revision.objects.filter(number=F("claim__revision")).select_related("person", "decision")
    return Prefetch("revisions", queryset=rows, to_attr=_PREFETCHED)


def publication_part(claim: Claim, *, base_url: str = "") -> Json | None:
    """Return who published what of the claim when, on which evidence; None for a claim that never was published.

    While the claim is reopened its last revision stays public, with ``under_review`` true. ``base_url`` is scheme and
    host, without a slash at the end.
    """
    revision = _published_revision(claim)
    if revision is None:
        return None
    part = _published(revision, revision.payload, base_url)
    return part | {"under_review": claim.state in _UNDER_REVIEW}


def published_content(claim: Claim) -> Json:
    """Return the parts of the claim's representation that stay as they were published while it is under review again:
    its words, place and chain, so that nobody reads a draft under the old verdict. Empty for any other claim."""
    revision = _published_revision(claim) if claim.state in _UNDER_REVIEW else None
    return {name: revision.payload[name] for name in _HELD} if revision else {}


def revision_payload(revision: Revision, *, base_url: str = "") -> Json:
    """Return a revision for readers: the payload as published, with absolute URLs and the publisher's name, which is
    kept beside it so that it can be erased."""
    payload = dict(revision.payload)
    return payload | {
        "url": base_url + payload["url"],
        "published": _published(revision, payload, base_url),
    }


def revisions_of(claim: Claim) -> QuerySet[Revision]:
    """Return the claim's revisions, the first one first; each keeps its number for good."""
    return Revision.objects.filter(claim=claim).select_related("person", "decision").order_by("number")


def claim_as_of(*, claim: Claim, at: datetime) -> Revision | None:
    """Return what was published of the claim at an (aware) time; None when nothing was yet. A revision of kind
    retracted is the tombstone."""
    return revisions_of(claim).filter(published_at__lte=at).last()


def stored_publication(
    revision_id: str, *, number: int, kind: str, at: datetime, note: str, rationale: str, items: list[ProposalEvidence]
) -> Json:
    """Return the part of a payload that says on what it rests, as it is stored: without the publisher's name."""
    return {
        "id": revision_id,
        "revision": number,
        "kind": kind,
        "at": rfc3339(at),
        "by": None,
        "rationale": rationale,
        "evidence": [_evidence(item) for item in items],
        "note": note or None,
        "under_review": False,
    }


def _published(revision: Revision, payload: Json, base_url: str) -> Json:
    person = revision.person
    by = {"id": person.user_public_id, "name": person.name} if person.name else None
    return payload["published"] | {
        "by": by,
        "finding": revision.finding,
        "verdict": revision.verdict,
        "decision": revision.decision.public_id,
        "url": f"{base_url}{payload['url']}revisions/{revision.number}/",
    }


def _published_revision(claim: Claim) -> Revision | None:
    if claim.revision is None:
        return None
    if hasattr(claim, _PREFETCHED):
        rows: list[Revision] = getattr(claim, _PREFETCHED)
        return rows[0] if rows else None
    return revisions_of(claim).filter(number=claim.revision).first()


def _evidence(item: ProposalEvidence) -> Json:
    evidence, snapshot = item.evidence, item.snapshot
    return {
        "id": evidence.public_id,
        "stance": item.stance,
        "hop": item.hop or None,
        "primary": evidence.primary,
        "title": evidence.title or None,
        "url": evidence.url or None,
        "archived_url": evidence.archived_url or None,
        "source": {"id": evidence.source.public_id, "name": evidence.source.name} if evidence.source else None,
        "quote": evidence.quote or None,
        "quote_state": evidence.quote_state,
        "language": evidence.language or None,
        "translation": evidence.translation or None,
        "translator": evidence.translator or None,
        "media_fragment": evidence.media_fragment or None,
        "snapshot": (
            {
                "id": snapshot.public_id,
                "sha256": snapshot.sha256,
                "fetched_at": rfc3339(snapshot.fetched_at),
                "status": snapshot.status,
                "mime": snapshot.mime,
            }
            if snapshot
            else None
        ),
    }
