"""What may be sent in: one place that refuses, naming the field and what to do."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from factcheck.articles.models import ArticleSubmission
from factcheck.articles.reading.urls import has_credentials, is_web_address
from factcheck.core.errors import InvalidInput
from factcheck.core.text import normalise

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Sent:
    """A submission that has passed the checks: the text normalised, the page as it came, nothing else to refuse."""

    kind: str
    body: str
    url: str
    title: str
    author: str
    language: str
    published_at: datetime | None


def checked(
    *,
    text: str | None,
    html: str | None,
    url: str,
    title: str,
    author: str,
    language: str,
    published_at: datetime | None,
) -> Sent:
    """Return the submission in stored form. Raises InvalidInput for the first field that is wrong."""
    if text is not None and html is not None:
        raise InvalidInput.field("/html", "ambiguous", "Send a text or an HTML page, not both.")
    kind, body = ArticleSubmission.Kind.URL, ""
    if text is not None:
        kind, body = ArticleSubmission.Kind.TEXT, checked_text(text)
    elif html is not None:
        kind, body = ArticleSubmission.Kind.HTML, _checked_html(html)
    elif not url.strip():
        raise InvalidInput.field("/text", "required", "Send a text, an HTML page or a URL.")
    if language and (len(language) > 16 or not _LANGUAGE.fullmatch(language)):
        raise InvalidInput.field("/language", "invalid", "Give the language as a BCP 47 tag, such as “en”.")
    if published_at is not None and published_at.tzinfo is None:
        raise InvalidInput.field("/published_at", "invalid", "Give the time with its offset from UTC.")
    return Sent(
        kind=kind,
        body=body,
        url=_checked_url(url.strip()),
        title=_checked_line("/title", title, 1000),
        author=_checked_line("/author", author, 500),
        language=language,
        published_at=published_at,
    )


def checked_text(text: str) -> str:
    """Return the text normalised. Raises InvalidInput when it is empty, too long or binary.

    Also for what is analysed without being stored.
    """
    _refuse_binary("/text", text)
    normalised = normalise(text)
    if not normalised:
        raise InvalidInput.field("/text", "blank", "The text is empty.")
    limit = settings.ARTICLE_MAX_CHARACTERS
    if len(normalised) > limit:
        raise InvalidInput.field(
            "/text",
            "too_large",
            f"The text has {len(normalised):,} characters; at most {limit:,} are read. Send it in parts.",
        )
    return normalised


def _checked_html(html: str) -> str:
    _refuse_binary("/html", html)
    if not html.strip():
        raise InvalidInput.field("/html", "blank", "The page is empty.")
    if len(html) > settings.FETCH_MAX_BYTES:
        raise InvalidInput.field(
            "/html",
            "too_large",
            f"The page has {len(html):,} characters; at most {settings.FETCH_MAX_BYTES:,} are read.",
        )
    return _LONE_SURROGATES.sub("\ufffd", html)


def _refuse_binary(pointer: str, body: str) -> None:
    if body.lstrip().startswith("%PDF-"):
        raise InvalidInput.field(pointer, "not_text", "This is a PDF. Send the text that is in it.")
    if "\0" in body:
        raise InvalidInput.field(
            pointer, "not_text", "This holds NUL characters, as binary files do. Send a text without them."
        )


def _checked_url(url: str) -> str:
    if not url:
        return ""
    if not is_web_address(url):
        raise InvalidInput.field(
            "/url", "invalid", "Give a full http:// or https:// address of at most 2,000 characters."
        )
    if has_credentials(url):
        raise InvalidInput.field("/url", "invalid", "Give the address without user name and password.")
    return url


def _checked_line(pointer: str, value: str, limit: int) -> str:
    line = _SPACE.sub(" ", normalise(value))
    if len(line) > limit:
        raise InvalidInput.field(pointer, "too_long", f"At most {limit:,} characters; this has {len(line):,}.")
    return line
