import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.articles.reading.decoding import decode, require_text_type
from factcheck.core.http import NotText

RUSSIAN = "<p>Пресс-секретарь сообщил, что встреча состоялась. Подробности будут позже.</p>"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=200))
def test_utf8_is_read_whatever_is_declared(text: str) -> None:
    assert decode(text.encode(), declared="windows-1252") == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16", "utf-8-sig", "iso-8859-5"])
def test_the_declared_charset_is_used_where_it_fits(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding), declared=encoding) == RUSSIAN


def test_the_charset_of_the_page_is_used_when_the_server_declares_none() -> None:
    page = '<html><head><meta charset="windows-1251"></head>' + RUSSIAN
    assert decode(page.encode("cp1251")) == page


def test_a_charset_declared_wrongly_does_not_hide_the_text() -> None:
    assert "сообщил" in decode((RUSSIAN * 5).encode("cp1251"), declared="utf-8")


def test_a_charset_that_nobody_knows_is_passed_over() -> None:
    assert decode(b"<p>plain</p>", declared="x-unknown-9") == "<p>plain</p>"


def test_one_broken_byte_does_not_cost_the_text() -> None:
    text = decode("Он сказал: «да».".encode() * 20 + b"\xff", declared="utf-8")
    assert text.endswith("»." + "\ufffd")


def test_nul_characters_are_told_apart_from_text() -> None:
    with pytest.raises(NotText, match="NUL"):
        decode(b"MZ\0\0\x03\0")


@pytest.mark.parametrize(
    ("body", "mime", "said"),
    [
        (b"%PDF-1.7 ...", "text/html", "a PDF"),
        (b"\xef\xbb\xbf\n%PDF-1.7", "", "a PDF"),
        (b"PK\x03\x04....", "", "office document"),
        (b"\x89PNG\r\n", "image/png", "an image"),
        (b"whatever", "application/pdf", "application/pdf"),
        (b"{}", "application/json", "application/json"),
        (b"....", "video/mp4", "video/mp4"),
    ],
)
def test_what_is_no_page_and_no_text_is_named(body: bytes, mime: str, said: str) -> None:
    with pytest.raises(NotText, match=said):
        require_text_type(body, mime)


@pytest.mark.parametrize("mime", ["", "text/html", "text/plain", "application/xhtml+xml"])
def test_pages_and_texts_are_let_through(mime: str) -> None:
    require_text_type(b"<p>Here.</p>", mime)
