"""From one ClaimReview object to plain values, whatever shape its publisher chose."""

import html
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.utils.dateparse import parse_date, parse_datetime

from factcheck.core.text import normalise

Json = dict[str, Any]
_TAGS = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass
class ReviewFields:
    """The values of one review; ``problems`` says what of it could not be used."""

    url: str = ""
    title: str = ""
    claim_text: str = ""
    claimant: str = ""
    claim_date: datetime | None = None
    appearances: list[str] = field(default_factory=list)
    reviewer: str = ""
    reviewer_url: str = ""
    rating: str = ""
    rating_value: float | None = None
    best_rating: float | None = None
    worst_rating: float | None = None
    language: str = ""
    reviewed_at: datetime | None = None
    licence: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def reviewer_site(self) -> str:
        return (urlsplit(self.url).hostname or urlsplit(self.reviewer_url).hostname or "").removeprefix("www.")


def fields_of(review: Json) -> ReviewFields:
    """Return the review's values. Never raises: what has the wrong shape is left out and named."""
    found = ReviewFields()
    item = _object(review.get("itemReviewed"))
    rating = _object(review.get("reviewRating"))
    author, claimant = _object(review.get("author")), _object(item.get("author"))
    found.url = _address(review.get("url"), "url", found)
    found.title = _text(review.get("headline") or review.get("name"))
    found.claim_text = _text(review.get("claimReviewed") or item.get("text") or item.get("name"))
    found.claimant = _text(claimant.get("name"))[:500]
    found.claim_date = _date(item.get("datePublished"), "itemReviewed.datePublished", found)
    found.appearances = _appearances(item)
    found.reviewer = _text(author.get("name"))[:500]
    found.reviewer_url = _address(author.get("url"), "author.url", found)
    found.rating = _text(rating.get("alternateName") or rating.get("name"))[:500]
    found.rating_value = _number(rating.get("ratingValue"), "reviewRating.ratingValue", found)
    found.best_rating = _number(rating.get("bestRating"), "reviewRating.bestRating", found)
    found.worst_rating = _number(rating.get("worstRating"), "reviewRating.worstRating", found)
    found.language = _text(review.get("inLanguage"))[:16]
    found.reviewed_at = _date(review.get("datePublished"), "datePublished", found)
    found.licence = _text(review.get("sdLicense") or review.get("license"))[:500]
    return found


def _object(value: Any) -> Json:
    """The value as an object: the first of a list, a bare word as its name."""
    if isinstance(value, list):
        return _object(value[0]) if value else {}
    if isinstance(value, dict):
        return value
    return {"name": value} if isinstance(value, str | int | float) else {}


def _text(value: Any) -> str:
    """Plain text of a value, without tags and entities."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, dict):
        return _text(value.get("@value") or value.get("name") or value.get("@id"))
    if value is None or isinstance(value, bool):
        return ""
    plain = _TAGS.sub(" ", html.unescape(str(value)))
    return " ".join(normalise(plain).split())


def _address(value: Any, name: str, found: ReviewFields) -> str:
    address = _text(value.get("@id") or value.get("url")) if isinstance(value, dict) else _text(value)
    if not address:
        return ""
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname or len(address) > 2000:
        found.problems.append(f"{name}: not an address: {address[:80]}")
        return ""
    return address


def _appearances(item: Json) -> list[str]:
    addresses = []
    for name in ("firstAppearance", "appearance", "url"):
        values = item.get(name, [])
        for value in values if isinstance(values, list) else [values]:
            address = _address(value, f"itemReviewed.{name}", ReviewFields())
            if address and address not in addresses:
                addresses.append(address)
    return addresses[:100]


def _number(value: Any, name: str, found: ReviewFields) -> float | None:
    if value in (None, "") or isinstance(value, bool):
        return None
    match = _NUMBER.fullmatch(str(value).strip())
    if match is None:
        found.problems.append(f"{name}: not a number: {str(value)[:40]}")
        return None
    return float(match[0].replace(",", "."))


def _date(value: Any, name: str, found: ReviewFields) -> datetime | None:
    text = _text(value)
    if not text:
        return None
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text[:10])):
            moment = datetime.combine(day, time())
    except ValueError:
        moment = None
    if moment is None:
        found.problems.append(f"{name}: not a date: {text[:40]}")
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
