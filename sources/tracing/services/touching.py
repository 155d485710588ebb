"""What every change of a chain by a person does to its claim."""

from collections.abc import Collection

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.search.models import IndexJob
from factcheck.search.services import index_jobs_enqueue


def claims_touch(claim_ids: Collection[int]) -> None:
    """Raise the claims' version, mark that a person worked on them, and let the index catch up."""
    now = clock.now()
    Claim.objects.filter(id__in=claim_ids).update(
        version=F("version") + 1, updated_at=now, touched_at=Coalesce(F("touched_at"), Value(now))
    )
    index_jobs_enqueue(kind=IndexJob.Kind.CLAIM, object_ids=claim_ids)
