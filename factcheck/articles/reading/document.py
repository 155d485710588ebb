"""What reading gives, and why it may give nothing."""

from dataclasses import dataclass
from datetime import datetime

from factcheck.core.errors import ServiceError


class NoMainText(ServiceError):
    """The page holds no article text."""

    code = "no_main_text"


@dataclass(frozen=True)
class Link:
    """A hyperlink: code-point offsets of its words in the document's text, end exclusive, and an absolute address."""

    start: int
    end: int
    href: str


@dataclass(frozen=True)
class Document:
    """A normalised text and what its page says about it; unknown strings are empty.

    ``language`` is the one that the page declares; ``extractor`` names what found the main text, with its version.
    """

    text: str
    extractor: str
    links: tuple[Link, ...] = ()
    title: str = ""
    author: str = ""
    site_name: str = ""
    language: str = ""
    published_at: datetime | None = None
    canonical_url: str = ""
