"""Public identifiers: a kind prefix and a ULID, so that they sort by creation time and say what they name."""

from django.db import models
from ulid import ULID

PREFIXES = {
    "art": "article",
    "clm": "claim",
    "src": "source",
    "mtn": "mention",
    "hop": "hop",
    "evd": "evidence",
    "dec": "decision",
    "rev": "revision",
    "asm": "assessment",
    "prp": "proposal",
    "snp": "evidence snapshot",
    "cmt": "comment",
    "rpl": "reply request",
    "chg": "change event",
    "clu": "cluster",
    "app": "appearance",
    "ext": "external review",
    "ptr": "partner",
    "usr": "user",
    "fed": "feed",
}
PUBLIC_ID_LENGTH = 30


def public_id(prefix: str) -> str:
    """Return a new identifier such as ``clm_01k5e…`` (prefix, underscore, 26 lower-case Crockford base-32 characters).

    Raises KeyError for a prefix that PREFIXES does not list.
    """
    PREFIXES[prefix]
    return f"{prefix}_{str(ULID()).lower()}"


def new_article_id() -> str:
    return public_id("art")


def new_claim_id() -> str:
    return public_id("clm")


def new_source_id() -> str:
    return public_id("src")


def new_mention_id() -> str:
    return public_id("mtn")


def new_hop_id() -> str:
    return public_id("hop")


def new_user_id() -> str:
    return public_id("usr")


def new_feed_id() -> str:
    return public_id("fed")


class PublicIdField(models.CharField):
    """The column of a public identifier: unique, never edited. Give it a ``default`` such as ``new_claim_id``."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_length", PUBLIC_ID_LENGTH)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
