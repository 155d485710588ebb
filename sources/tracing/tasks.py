"""Jobs of tracing: fetch, call a service."""

from factcheck.claims.models import Claim
from sources.tracing.services import appearances_suggest as _suggest


def appearances_suggest(*, version_id: int) -> None:
    """Find the other appearances of a version's claims."""
    _suggest(claim_ids=list(Claim.objects.filter(article_version=version_id).values_list("id", flat=True)))
