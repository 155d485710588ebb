"""Forms that decide on what the matching engine suggests."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.console.deeds.types import Deed, Files
from factcheck.core.errors import InvalidInput, NotFound
from factcheck.search.models import MatchSuggestion
from factcheck.search.selectors import match_suggestions_of
from factcheck.search.services import suggestions


def match_suggestion_decide(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    """Say whether somebody else's review answers this claim."""
    state = form.get("state")
    if state not in (MatchSuggestion.State.CONFIRMED, MatchSuggestion.State.REJECTED):
        raise InvalidInput.field("/state", "unknown", _("There is no such action; load the page again."))
    wanted = match_suggestions_of(claim).filter(external_review__public_id=form.get("external_review") or None)
    suggestion = wanted.first()
    if suggestion is None:
        raise NotFound(_("There is no such suggestion."))
    confirmed = state == MatchSuggestion.State.CONFIRMED
    suggestions.match_suggestion_decide(suggestion_id=suggestion.id, confirmed=confirmed, actor=actor)
    return _("Confirmed: this review answers the claim.") if confirmed else _("Rejected: another claim.")


DEEDS: dict[str, Deed] = {"match_suggestion_decide": match_suggestion_decide}
