"""HTML to main text, links and metadata, by trafilatura."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import trafilatura
from django.utils.dateparse import parse_date, parse_datetime
from trafilatura.utils import load_html

from factcheck.articles.reading.document import Document, Link, NoMainText
from factcheck.articles.reading.urls import is_web_address
from factcheck.core.text import normalise

EXTRACTOR = f"trafilatura {trafilatura.__version__}"
_BLOCKS = {"p", "head", "item", "list", "quote", "table", "row", "cell", "lb", "code", "div", "fw"}
_SPACE = re.compile(r"[ \t\n\r\f\u00a0]+")
_PUBLISHED_META = (
    "//meta[@property='article:published_time' or @property='og:published_time' or @itemprop='datePublished'"
    " or @name='date' or @name='pubdate' or @name='parsely-pub-date']/@content"
)
_JSON_LD_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
_MINIMUM = 40
_LOGIN_LIMIT = 800

# A piece of running text with the address that it links to, or None for the end of a block.
Piece = tuple[str, str] | None


def extract(html: str, *, url: str = "") -> Document:
    """Return the main text of a page, normalised, with its links and metadata.

    ``url`` is where the page was found; relative links are resolved against it. Raises NoMainText for a page without
    article text, and says so when it shows a login form instead.
    """
    tree = load_html(html)
    if tree is None:
        raise NoMainText("The page is empty.")
    asks_for_password = bool(tree.xpath("//input[@type='password']"))
    published = list(_published_times(tree))
    declared_language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    if url:
        tree.make_links_absolute(url, resolve_base_href=True, handle_failures="ignore")
    found: Any = trafilatura.bare_extraction(
        tree, url=url or None, include_links=True, include_comments=False, with_metadata=True
    )
    text, links = _assemble(_pieces(found.body)) if found is not None else ("", ())
    if asks_for_password and len(text) < _LOGIN_LIMIT:
        raise NoMainText("The page shows a login form instead of an article. Submit the article's text instead.")
    if len(text) < _MINIMUM:
        raise NoMainText("No article text was found on the page. Submit the article's text instead.")
    return Document(
        text=text,
        links=links,
        extractor=EXTRACTOR,
        title=_line(found.title),
        author=_line(found.author),
        site_name=_line(found.sitename),
        language=declared_language.partition("-")[0].lower()[:16],
        published_at=_published_at(found.date, published),
        canonical_url=found.url or "",
    )


def _line(value: str | None) -> str:
    return _SPACE.sub(" ", normalise(value or ""))


def _pieces(element: Any, href: str = "") -> Iterator[Piece]:
    """Yield the running text of trafilatura's XML in reading order."""
    block = element.tag in _BLOCKS
    if block:
        yield None
    inner = element.get("target") or href if element.tag == "ref" else href
    if element.text:
        yield element.text, inner
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child, inner)
        if child.tail:
            yield child.tail, inner
    if block:
        yield None


def _assemble(pieces: Iterator[Piece]) -> tuple[str, tuple[Link, ...]]:
    """Join pieces, one line for each block, and return the normalised text with the places of the links in it."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for piece in pieces:
        if piece is None:
            if text and not text.endswith("\n"):
                text = text.rstrip(" ") + "\n"
            continue
        words, href = piece
        words = _SPACE.sub(" ", normalise(f"|{words}|")[1:-1])
        if not text or text[-1] in " \n":
            words = words.lstrip(" ")
        start = len(text) + len(words) - len(words.lstrip(" "))
        text += words
        end = len(text.rstrip(" "))
        if href and start < end:
            spans.append((start, end, href))
    normalised = normalise(text)
    links = [
        Link(start, end, href) for start, end, href in _merged(_moved(text, normalised, spans)) if is_web_address(href)
    ]
    return normalised, tuple(dict.fromkeys(links))


def _moved(text: str, normalised: str, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the spans as they stand after normalisation, which may compose characters across two pieces."""
    if normalised == text.rstrip():
        return spans
    moved = []
    cursor = 0
    for start, end, href in spans:
        words = normalise(text[start:end])
        place = normalised.find(words, cursor) if words else -1
        if place >= 0:
            moved.append((place, place + len(words), href))
            cursor = place + len(words)
    return moved


def _merged(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join neighbouring spans of one address: markup inside of a link cuts it into pieces."""
    joined: list[tuple[int, int, str]] = []
    for start, end, href in spans:
        if joined and joined[-1][2] == href and start - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], end, href)
        else:
            joined.append((start, end, href))
    return joined


def _published_times(tree: Any) -> Iterator[str]:
    yield from tree.xpath(_PUBLISHED_META)
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        yield from _JSON_LD_PUBLISHED.findall(script)
    yield from tree.xpath("//time/@datetime")


def _published_at(day: str | None, stated: list[str]) -> datetime | None:
    """Return the time that the page states for the day that trafilatura found, else that day's midnight in UTC."""
    found = _parsed_day(day)
    for text in stated:
        moment = _parsed_moment(text)
        if moment and (found is None or abs((moment.date() - found).days) <= 1):
            return moment
    return datetime(found.year, found.month, found.day, tzinfo=UTC) if found else None


def _parsed_day(day: str | None) -> date | None:
    try:
        return parse_date(day or "")
    except ValueError:
        return None


def _parsed_moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text.strip())
    except ValueError:
        return None
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
