"""Right of reply: whom we asked about a claim, and what came back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.accounts.policies import fact_checker_require
from factcheck.core import clock
from factcheck.core.errors import InvalidInput, NotFound
from factcheck.core.text import normalise
from factcheck.review.models import ReplyRequest
from factcheck.review.selectors import claims_for_log
from factcheck.review.services.log import decision_record
from sources.registry.models import Source


@transaction.atomic
def reply_request_add(
    *,
    claim_id: int,
    actor: User,
    party: str,
    channel: str,
    question: str,
    deadline: datetime,
    asked_at: datetime | None = None,
    source_id: str | None = None,
) -> ReplyRequest:
    """Store that we asked a party about a claim. ``asked_at`` is now unless given; ``source_id`` is a public id.

    Raises Forbidden, NotFound, or InvalidInput that names the field.
    """
    fact_checker_require(actor)
    claim = claims_for_log().filter(id=claim_id).first()
    if claim is None:
        raise NotFound(_("There is no such claim."))
    party, question, asked_at = normalise(party), normalise(question), asked_at or clock.now()
    for name, value in (("party", party), ("question", question)):
        if not value:
            raise InvalidInput.field(f"/{name}", "required", _("This is needed."))
    if len(party) > 300:
        raise InvalidInput.field("/party", "too_long", _("At most %(n)s characters.") % {"n": 300})
    if channel not in ReplyRequest.Channel.values:
        raise InvalidInput.field("/channel", "unknown", f"One of: {', '.join(ReplyRequest.Channel.values)}.")
    if deadline < asked_at:
        raise InvalidInput.field("/deadline", "before_asking", _("The deadline lies before the time of asking."))
    source = None
    if source_id:
        source = Source.objects.filter(public_id=source_id).first()
        if source is None:
            raise InvalidInput.field("/source_id", "not_found", _("There is no such source."))
    request = ReplyRequest.objects.create(
        claim=claim,
        source=source,
        party=party,
        channel=channel,
        question=question,
        asked_at=asked_at,
        asked_by=actor,
        deadline=deadline,
    )
    decision_record(
        action="ask_for_reply",
        actor=actor,
        claim=claim,
        from_state=claim.state,
        to_state=claim.state,
        data={"request": request.public_id, "party": party, "deadline": clock.rfc3339(deadline)},
    )
    return request


@transaction.atomic
def reply_request_answer(
    *, reply_request_id: str, actor: User, outcome: str, answer: str = "", answered_at: datetime | None = None
) -> ReplyRequest:
    """Store what came back, by public id: ``answered`` (with the answer), ``declined`` or ``no_answer``.

    An answer may come late, after ``no_answer``. Raises Forbidden, NotFound, InvalidInput.
    """
    fact_checker_require(actor)
    request = (
        ReplyRequest.objects.select_for_update()
        .filter(public_id=reply_request_id)
        .select_related("claim__article", "claim__article_version")
        .defer("claim__article_version__text")
        .first()
    )
    if request is None:
        raise NotFound(_("There is no such request."))
    outcomes = [value for value in ReplyRequest.Outcome.values if value != ReplyRequest.Outcome.WAITING]
    if outcome not in outcomes:
        raise InvalidInput.field("/outcome", "unknown", f"One of: {', '.join(outcomes)}.")
    answer = normalise(answer)
    if outcome == ReplyRequest.Outcome.ANSWERED and not answer:
        raise InvalidInput.field("/answer", "required", _("Write what they answered."))
    silent = outcome == ReplyRequest.Outcome.NO_ANSWER
    if silent and answer:
        raise InvalidInput.field("/answer", "unexpected", _("Without an answer there is nothing to write here."))
    request.outcome, request.answer = outcome, answer
    request.answered_at = None if silent else answered_at or clock.now()
    request.save()
    claim = request.claim
    decision_record(
        action="note_reply",
        actor=actor,
        claim=claim,
        from_state=claim.state,
        to_state=claim.state,
        data={"request": request.public_id, "outcome": outcome},
    )
    return request
