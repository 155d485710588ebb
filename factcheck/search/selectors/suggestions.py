"""External reviews that the matching engine suggests for a claim."""

from django.db.models import QuerySet

from factcheck.claims.models import Claim
from factcheck.search.models import MatchSuggestion


def match_suggestions_of(claim: Claim) -> QuerySet[MatchSuggestion]:
    """Return the claim's suggestions with review and decider selected, in no order.

    A review that its feed has withdrawn is no longer suggested; one that a person decided on stays.
    """
    suggestions = MatchSuggestion.objects.filter(claim=claim).select_related("external_review", "decided_by")
    return suggestions.exclude(state=MatchSuggestion.State.SUGGESTED, external_review__withdrawn_at__isnull=False)
