"""Bytes to characters: what a server or page declares about its charset is a hint, the bytes decide."""

import codecs
import re

from charset_normalizer import from_bytes

from factcheck.core.http import NotText

_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
    b"RIFF": "an image, audio or video file",
    b"ID3": "an audio file",
    b"\x1f\x8b": "a compressed file",
    b"\x7fELF": "a program",
}
_READABLE = ("", "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml", "text/markdown")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([a-z0-9_:.-]+)", re.IGNORECASE)
_META_REACH = 4096
# In these the bytes look like ASCII or hold NULs, so that trying UTF-8 first would read them wrongly.
_DECLARED_FIRST = ("iso-2022", "hz", "utf-16", "utf-32", "utf-7")


def require_text_type(body: bytes, mime: str) -> None:
    """Raise NotText when the bytes or their declared type are no page and no plain text."""
    head = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:8]
    for signature, what in _SIGNATURES.items():
        if head.startswith(signature):
            raise NotText(f"This is {what}, not a page or a text. Submit its text instead.")
    if mime not in _READABLE:
        raise NotText(f"This is {mime}, not a page or a text. Submit its text instead.")


def decode(body: bytes, *, declared: str = "") -> str:
    """Return the bytes as characters. ``declared`` is the charset of the HTTP header, if any.

    Order: byte order mark; UTF-8 if the bytes are valid UTF-8 (other charsets hardly ever are by chance); the declared
    charset, the one of the page's ``<meta>``, then detection. UTF-8 with a few broken bytes keeps its text, each
    broken byte as U+FFFD. Raises NotText when no charset fits or the text holds NULs.
    """
    text = _decode(body, declared)
    if "\0" in text:
        raise NotText("This holds NUL characters: it is a binary file, not a page or a text.")
    return text


def _decode(body: bytes, declared: str) -> str:
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body.decode(encoding, errors="replace")
    in_page = _META_CHARSET.search(body[:_META_REACH])
    hints = [declared.lower(), in_page.group(1).decode("ascii").lower() if in_page else ""]
    first = [hint for hint in hints if hint.startswith(_DECLARED_FIRST)]
    for encoding in [*first, "utf-8", *(hint for hint in hints if not _is_utf8(hint))]:
        text = _attempt(body, encoding)
        if text is not None:
            return text
    mended = body.decode("utf-8", errors="replace")
    if _is_damaged_utf8(mended):
        return mended
    best = from_bytes(body).best()
    if best is None:
        raise NotText("The characters of this text cannot be read: its bytes fit no charset that it declares.")
    return str(best)


def _attempt(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding) if encoding else None
    except (UnicodeDecodeError, LookupError):
        return None


def _is_utf8(name: str) -> bool:
    return name.replace("-", "").replace("_", "") == "utf8"


def _is_damaged_utf8(text: str) -> bool:
    """Whether bytes that were decoded as UTF-8 with replacements were UTF-8 but for a few of them."""
    broken = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - broken
    return whole > 4 * broken
