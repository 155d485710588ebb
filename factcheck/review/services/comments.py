"""Remarks on claims, for the house."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.accounts.policies import fact_checker_require
from factcheck.claims.models import Claim
from factcheck.core.errors import InvalidInput, NotFound
from factcheck.core.text import normalise
from factcheck.review.models import Comment, Notification
from factcheck.review.services.notifications import notify

# What Django allows in a username; a mention does not begin inside of a word (an e-mail address is none).
MENTION = re.compile(r"(?<![\w.@+-])@([\w.@+-]+)")
_MAX_LENGTH = 10_000


@transaction.atomic
def comment_add(*, claim_id: int, actor: User, body: str) -> Comment:
    """Add a remark to a claim and tell the fact-checkers whom it calls by ``@username``; other names stay words.

    Raises Forbidden, NotFound, or InvalidInput for an empty or overlong body.
    """
    fact_checker_require(actor)
    body = normalise(body)
    if not body:
        raise InvalidInput.field("/body", "required", _("Write something."))
    if len(body) > _MAX_LENGTH:
        raise InvalidInput.field("/body", "too_long", _("At most %(n)s characters.") % {"n": _MAX_LENGTH})
    claim = Claim.objects.filter(id=claim_id).first()
    if claim is None:
        raise NotFound(_("There is no such claim."))
    comment = Comment.objects.create(claim=claim, author=actor, body=body)
    people = _mentioned(body)
    comment.mentions.set(people)
    for person in people:
        notify(recipient=person, kind=Notification.Kind.MENTIONED, claims=[claim], actor=actor, remark=body)
    return comment


def _mentioned(body: str) -> list[User]:
    names = {name for match in MENTION.findall(body) for name in (match, match.rstrip(".-"))}
    return [user for user in User.objects.filter(username__in=names, is_active=True) if user.is_fact_checker]
