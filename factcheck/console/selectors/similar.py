"""Claims and other people's reviews that look like a claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from factcheck.claims.models import Claim
from factcheck.search.models import Kind
from factcheck.search.selectors import claims_match


@dataclass(frozen=True)
class Similar:
    """A row of the list: ``who`` is the stated source and outlet, or who reviewed it; ``similarity`` is 0 to 1."""

    text: str
    url: str
    who: str
    verdict: str | None
    same: bool
    similarity: float | None


def similar_claims(claim: Claim, *, limit: int = 5) -> list[Similar]:
    """Return what looks alike elsewhere, best first. Raises SearchUnavailable."""
    return [
        Similar(
            text=str(match.payload.get("text") or match.payload.get("claim") or ""),
            url=_url(match.kind, match.public_id, match.payload),
            who=_who(match.source, match.payload),
            verdict=match.verdict,
            same=match.same,
            similarity=match.score,
        )
        for match in claims_match(claim=claim, limit=limit)[0]
    ]


def _url(kind: str, public_id: str, payload: Mapping[str, Any]) -> str:
    if kind == Kind.CLAIM:
        return reverse("admin:claims_claim_change", args=[public_id])
    url = str(payload.get("url") or "")
    return url if url.startswith(("https://", "http://")) else ""


def _who(source: str | None, payload: Mapping[str, Any]) -> str:
    outlet = (payload.get("article") or {}).get("publisher") or payload.get("reviewer") or {}
    name = outlet.get("name", "") if isinstance(outlet, Mapping) else str(outlet)
    return " · ".join(part for part in (source, name) if part)
