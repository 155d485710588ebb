"""Forgetting a person."""

import re

from django.db import transaction
from django.db.models import Q

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import InvalidInput, NotFound
from factcheck.review.models import Comment, LogPerson
from factcheck.review.services.log import decision_record


@transaction.atomic
def person_erase(*, user_public_id: str, actor: User | None = None) -> int:
    """Remove a person's account, and their name from the log, the revisions and the remarks. Returns how many names
    of theirs the log had.

    The log's entries stay, each with a digest that leads to nobody any more, and its hashes hold. Works also when the
    account was deleted before. ``actor`` None: a command of the operator. Raises NotFound for a public id that neither
    an account nor the log knows, InvalidInput for oneself.
    """
    if actor is not None and actor.public_id == user_public_id:
        raise InvalidInput("Somebody else has to erase you.", code="oneself")
    user = User.objects.filter(public_id=user_public_id).first()
    names = LogPerson.objects.filter(Q(user_public_id=user_public_id) | Q(user=user, user__isnull=False))
    if user is None and not names.exists():
        raise NotFound("Nobody has this id.")
    digests = list(names.values_list("digest", flat=True))
    names.update(name="", salt="", user_public_id="", user=None, erased_at=clock.now())
    if user is not None:
        _mentions_blank(user)
        Claim.objects.filter(locked_by=user).update(locked_by=None, locked_until=None)
        user.delete()
    decision_record(action="erase_person", actor=actor, data={"digests": sorted(digests)})
    return len(digests)


def _mentions_blank(user: User) -> None:
    called = re.compile(rf"(?<![\w.@+-])@{re.escape(user.username)}(?![\w@+])")
    for comment in Comment.objects.filter(mentions=user):
        comment.body = called.sub("@[erased]", comment.body)
        comment.save(update_fields=["body"])
