"""The three ways to a document: a text, a page, an address."""

from factcheck.articles.reading.decoding import decode, require_text_type
from factcheck.articles.reading.document import Document, NoMainText
from factcheck.articles.reading.extraction import extract
from factcheck.core.http import fetch
from factcheck.core.text import normalise

_PAGE_TYPES = ("text/html", "application/xhtml+xml")


def read_text(text: str) -> Document:
    """Return a plain text as a document. Raises NoMainText when nothing is left of it."""
    normalised = normalise(text)
    if not normalised:
        raise NoMainText("The text is empty.")
    return Document(text=normalised, extractor="text")


def read_html(html: str, *, url: str = "") -> Document:
    """Return the main text of a page as a document; see ``extract``."""
    return extract(html, url=url)


def read_bytes(body: bytes, *, mime: str = "", charset: str = "", url: str = "") -> Document:
    """Return a page or plain text as a document. Raises NotText or NoMainText."""
    require_text_type(body, mime)
    text = decode(body, declared=charset)
    if mime in _PAGE_TYPES or (not mime.startswith("text/plain") and looks_like_html(text)):
        return read_html(text, url=url)
    return read_text(text)


def read_url(url: str) -> tuple[Document, str]:
    """Fetch an address safely and read it; returns the document and the address after redirects.

    Raises FetchError or NoMainText.
    """
    fetched = fetch(url).require_ok()
    document = read_bytes(fetched.body, mime=fetched.mime, charset=fetched.charset, url=fetched.url)
    return document, fetched.url


def looks_like_html(text: str) -> bool:
    """Say whether a text without a declared type is a page."""
    head = text[:1000].lower()
    return any(mark in head for mark in ("<html", "<!doctype html", "<body", "<head", "<article", "<p>", "<div"))
