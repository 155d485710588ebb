import pytest
from django.utils import timezone

from factcheck.claims.models import Claim
from factcheck.partners.visibility import CLAIMS_FOR_PARTNERS
from factcheck.search.documents.claims import is_for_partners
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def test_search_hides_from_partners_what_the_lists_hide() -> None:
    for uncertain in (False, True):
        for touched in (None, timezone.now()):
            ClaimFactory(uncertain=uncertain, touched_at=touched)
            ClaimFactory(uncertain=uncertain, touched_at=touched, state="discarded", discard_reason="not_a_claim")
    shown = set(Claim.objects.filter(CLAIMS_FOR_PARTNERS))
    assert {claim for claim in Claim.objects.all() if is_for_partners(claim)} == shown
