"""The words of a document that was kept as evidence: HTML, PDF and plain text."""

import io
from dataclasses import dataclass

import lxml.etree
import lxml.html
import pypdf
import trafilatura
from charset_normalizer import from_bytes
from pypdf.errors import PyPdfError

from factcheck.core.text import normalise

_HTML = ("text/html", "application/xhtml+xml")
_TEXT = ("application/json", "application/ld+json", "application/xml")
_MAX_PAGES = 2_000


@dataclass(frozen=True)
class DocumentText:
    """Normalised text, and the name and version of what read it; both empty when there are no words to read."""

    text: str = ""
    extractor: str = ""


def document_text(body: bytes, *, mime: str, charset: str = "") -> DocumentText:
    """Return all words of a document, not only its main text, since what is quoted may stand in a caption or a table.

    ``mime`` is without parameters. A document that is broken, encrypted or of a kind that has no words gives none.
    """
    if mime == "application/pdf":
        return _pdf(body)
    if mime in _HTML:
        return DocumentText(_html(_decoded(body, charset)), f"trafilatura {trafilatura.__version__}")
    if mime.startswith("text/") or mime in _TEXT:
        return DocumentText(normalise(_decoded(body, charset)), "text")
    return DocumentText()


def _html(html: str) -> str:
    # Parsed here: trafilatura leaves out what does not look like a whole page, and evidence may be a fragment.
    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        return normalise(trafilatura.html2txt(lxml.html.document_fromstring(html.encode(), parser=parser)))
    except lxml.etree.ParserError:
        return ""


def _pdf(body: bytes) -> DocumentText:
    try:
        reader = pypdf.PdfReader(io.BytesIO(body))
        pages = [page.extract_text() for page in reader.pages[:_MAX_PAGES]]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        # A broken PDF makes pypdf raise nearly anything; the bytes are kept all the same.
        return DocumentText()
    return DocumentText(normalise("\n\n".join(pages)), f"pypdf {pypdf.__version__}")


def _decoded(body: bytes, charset: str) -> str:
    for name in filter(None, (charset, "utf-8")):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    guess = from_bytes(body).best()
    return str(guess) if guess else body.decode("utf-8", errors="replace")
