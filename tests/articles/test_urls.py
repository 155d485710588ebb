import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.articles.reading.urls import canonicalise, has_credentials, is_web_address, same_site


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://News.Example:443/a#top", "https://news.example/a"),
        ("http://news.example", "http://news.example/"),
        ("https://news.example/a?utm_source=x&id=7&fbclid=y", "https://news.example/a?id=7"),
        ("https://news.example/a?b=%20&c", "https://news.example/a?b=%20&c"),
        ("https://news.example:8443/a/", "https://news.example:8443/a/"),
        ("https://новости.example/статья", "https://xn--b1amnebsh.example/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F"),
        ("http://[2606:4700::1111]/a", "http://[2606:4700::1111]/a"),
    ],
)
def test_one_address_has_one_spelling(url: str, canonical: str) -> None:
    assert canonicalise(url) == canonical


@given(
    st.from_regex(r"https?://[a-z]{1,9}\.example(/[a-z0-9%A-F]{0,9}){0,3}(\?[a-z]=[a-z0-9+&=]{0,9})?", fullmatch=True)
)
def test_a_canonical_address_stays_as_it_is(url: str) -> None:
    assert canonicalise(canonicalise(url)) == canonicalise(url)


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "//a.example", "https://", "a.example", "http://[::1", "http://a:b"]
)
def test_what_is_no_web_address_is_told(url: str) -> None:
    assert not is_web_address(url)


def test_an_address_longer_than_the_column_is_no_web_address() -> None:
    assert not is_web_address("https://a.example/" + "a" * 2000)


def test_a_password_in_an_address_is_seen() -> None:
    assert has_credentials("https://user:secret@a.example/")
    assert not has_credentials("https://a.example/@user")


def test_a_mobile_page_is_of_the_same_site_and_another_host_is_not() -> None:
    assert same_site("https://m.news.example/a", "https://www.news.example/a")
    assert not same_site("https://news.example/", "https://evil.example/")
    assert not same_site("https://news.example.evil.example/", "https://news.example/")
