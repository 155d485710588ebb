"""Hops that rest on a mention follow what a person says of it."""

from django.db.models import Q

from factcheck.accounts.models import User
from factcheck.core.errors import Conflict
from factcheck.review.services import claims_need_rereview
from sources.registry.models import Mention
from sources.tracing.models import Attribution, Hop
from sources.tracing.services.touching import claims_touch


def hops_follow_mention(*, mention: Mention, actor: User) -> None:
    """Point the hops of a mention to its present source; their claims are touched and indexed, and published ones whose
    source is another now need review again.

    Raises Conflict when a chain would then pass through one source twice.
    """
    hops = Hop.objects.filter(mention=mention)
    if mention.source_id is not None:
        twice = Hop.objects.filter(attribution__in=hops.values("attribution"), source_id=mention.source_id).exclude(
            mention=mention
        )
        if twice.exists():
            raise Conflict("A chain would pass through this source twice. Correct its hops first.", code="cycle")
    now_another = [
        hop.attribution.claim_id for hop in hops.select_related("attribution") if hop.source_id != mention.source_id
    ]
    hops.update(source=mention.source, resolved_by=mention.resolved_by, confidence=mention.confidence)
    claims = Attribution.objects.filter(Q(mention=mention) | Q(hops__mention=mention)).values_list(
        "claim_id", flat=True
    )
    claims_touch(list(claims.distinct()))
    # What was published says that somebody else said it.
    claims_need_rereview(
        claim_ids=now_another,
        reason="The words that name the source were found to name another one.",
        code="source_changed",
        actor=actor,
    )
