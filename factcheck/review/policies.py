"""Who may do what with a claim now. The page asks ``available_actions``, the service ``action_require``: one answer."""

from django.conf import settings
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import Forbidden, ServiceError
from factcheck.review import states
from factcheck.review.errors import TransitionConflict
from factcheck.review.models import Proposal
from factcheck.review.states import Transition
from factcheck.review.types import Action


def available_actions(*, claim: Claim, user: User) -> tuple[Action, ...]:
    """Return what this person may do with the claim now, in the order of the table."""
    proposer = _proposer_id(claim)
    return tuple(
        _action(claim, transition)
        for transition in states.TRANSITIONS
        if _refusal(claim, transition, user, proposer) is None
    )


def action_refusals(*, claim: Claim, user: User) -> dict[str, str]:
    """Return the actions that lead out of this state, but not for this person now, each with a sentence why."""
    proposer = _proposer_id(claim)
    refusals = {}
    for transition in states.possible(claim.state, published=claim.revision is not None):
        error = _refusal(claim, transition, user, proposer)
        if error is not None and transition.role != states.SYSTEM:
            refusals[transition.action] = error.detail
    return refusals


def action_require(*, claim: Claim, transition: Transition, user: User) -> None:
    """Do nothing when this person may take the step now.

    Raises Forbidden (no such role; code ``four_eyes`` for one's own proposal) or TransitionConflict with the actions
    that are open to this person instead.
    """
    error = _refusal(claim, transition, user, _proposer_id(claim))
    if isinstance(error, TransitionConflict):
        error.allowed = tuple(action.name for action in available_actions(claim=claim, user=user))
    if error is not None:
        raise error


def is_locked_for(claim: Claim, user: User) -> bool:
    """Say whether somebody else's lock on the claim still runs."""
    return (
        claim.locked_by_id is not None
        and claim.locked_by_id != user.id
        and claim.locked_until is not None
        and claim.locked_until > clock.now()
    )


def _action(claim: Claim, transition: Transition) -> Action:
    required = transition.required
    if transition.action == "publish" and claim.revision is not None:
        required = (*required, "public_note")
    return Action(
        name=transition.action,
        to_state=states.target(transition, started_from=claim.started_from),
        fields=tuple(dict.fromkeys((*transition.required, *transition.optional))),
        required=required,
    )


def _proposer_id(claim: Claim) -> int | None:
    if claim.state != states.PROPOSED:
        return None
    return Proposal.objects.filter(claim=claim, state=Proposal.State.OPEN).values_list("proposed_by", flat=True).first()


def _refusal(claim: Claim, transition: Transition, user: User, proposer: int | None) -> ServiceError | None:
    # A superuser without a role has none here: administering the site is not judging claims.
    if not user.is_active or not states.role_may(user.role, transition):
        if transition.role == states.EDITOR:
            return Forbidden(_("Only editors may do this."))
        return Forbidden(_("Only fact-checkers and editors may do this."))
    if claim.state not in transition.sources:
        detail = _("A claim that is %(state)s does not take this step.") % {"state": claim.get_state_display()}
        return TransitionConflict(detail, code="not_allowed_now", allowed=())
    if transition.before_publication and claim.revision is not None:
        detail = _("It has been published: release it and retract it with a public note instead.")
        return TransitionConflict(detail, code="once_published", allowed=())
    if transition.holds_lock and is_locked_for(claim, user):
        detail = _("%(person)s is working on it; an editor can take over.") % {"person": claim.locked_by.display_name}  # type: ignore[union-attr]
        return TransitionConflict(detail, code="locked", allowed=())
    if transition.action == "publish" and settings.REVIEW_FOUR_EYES and proposer == user.id:
        return Forbidden(_("You proposed this yourself: a second person publishes."), code="four_eyes")
    return None
