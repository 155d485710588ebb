from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles.reading.document import Document, NoMainText
from factcheck.articles.reading.extraction import extract
from factcheck.articles.reading.read import read_bytes, read_text
from factcheck.core.text import normalise

URL = "https://news.example/politics/bridge?utm_source=feed"
HEAD = """
<title>Bridge closed | The Daily Example</title>
<meta property="og:title" content="Bridge closed">
<meta property="og:site_name" content="The Daily Example">
<meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2026-03-04T23:30:00+02:00">
<link rel="canonical" href="https://news.example/politics/bridge">
"""
BODY = """
<p>Alice Smith, the <a href="https://city.example/mayor">mayor of the <b>city</b></a>, said on Tuesday that the bridge
is closed. Nobody knows when it will open again, and the <a href="../reports/1">latest report</a> does not say.</p>
<p>The council said in a statement that repairs would cost &ldquo;two million&rdquo;, according to a
<a href="javascript:void(0)">spokesperson</a>.</p>
<ul><li>One point of the list that has some words</li><li>Another point with a <a href="http://l.example/">link</a></li></ul>
"""


def page(body: str = BODY, head: str = HEAD) -> str:
    return f"""<!doctype html><html lang="en-GB"><head>{head}</head><body><nav><a href="/">Home</a></nav>
    <article><h1>Bridge closed</h1>{body}</article><footer>All rights reserved</footer></body></html>"""


def linked(document: Document) -> dict[str, str]:
    return {document.text[link.start : link.end]: link.href for link in document.links}


def test_the_main_text_is_found_without_what_stands_around_it() -> None:
    text = extract(page(), url=URL).text
    assert text.startswith(
        "Bridge closed\nAlice Smith, the mayor of the city, said on Tuesday that the bridge is closed."
    )
    assert "Home" not in text
    assert "All rights reserved" not in text
    assert "\nOne point of the list" in text


def test_links_keep_the_place_of_their_words() -> None:
    assert linked(extract(page(), url=URL)) == {
        "mayor of the city": "https://city.example/mayor",
        "latest report": "https://news.example/reports/1",
        "link": "http://l.example/",
    }


def test_the_page_says_who_published_what_when() -> None:
    document = extract(page(), url=URL)
    assert (document.title, document.author, document.site_name) == ("Bridge closed", "Jane Doe", "The Daily Example")
    assert document.canonical_url == "https://news.example/politics/bridge"
    assert document.language == "en"
    assert document.published_at == datetime(2026, 3, 4, 21, 30, tzinfo=UTC)
    assert document.extractor.startswith("trafilatura ")


def test_a_page_without_metadata_leaves_them_empty() -> None:
    document = extract(page(head=""))
    assert (document.site_name, document.published_at, document.canonical_url) == ("", None, "")


def test_composed_characters_do_not_shift_the_links() -> None:
    body = BODY.replace("<p>Alice", "<p>Re\u0301sume\u0301 e<b>\u0301</b> \u0041\u030a. Alice")
    document = extract(page(body), url=URL)
    assert document.text == normalise(document.text)
    assert linked(document)["latest report"] == "https://news.example/reports/1"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.text(
            alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&"), min_size=1, max_size=12
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_stands_in_the_page_its_links_lie_in_the_normalised_text(words: list[str]) -> None:
    body = BODY + "".join(f'<p>He said it. {word}<a href="/{i}">{word}x</a>{word}</p>' for i, word in enumerate(words))
    document = extract(page(body), url=URL)
    assert document.text == normalise(document.text)
    for link in document.links:
        assert 0 <= link.start < link.end <= len(document.text)
        assert document.text[link.start : link.end].strip()


@pytest.mark.parametrize(
    "html", ["", "   ", "<html></html>", "<html><body><nav>Home</nav></body></html>", "<p>No.</p>"]
)
def test_a_page_without_an_article_says_so(html: str) -> None:
    with pytest.raises(NoMainText, match=r"Submit|empty"):
        extract(html)


def test_a_login_page_is_named() -> None:
    form = "<h1>Sign in to read on</h1><p>Please sign in to read this article and many more of our stories.</p>"
    with pytest.raises(NoMainText, match="login"):
        extract(page(f"{form}<form><input name=user><input type='password' name=p></form>"), url=URL)


def test_a_hidden_login_form_does_not_hide_the_article() -> None:
    more = "<p>" + "The mayor said that it would be repaired soon and that she was sorry. " * 20 + "</p>"
    assert "Alice Smith" in extract(page(BODY + more + "<form><input type=password></form>"), url=URL).text


def test_a_plain_text_is_read_as_it_is() -> None:
    assert read_bytes(b"Erst,\r\ndann 1 < 2.", mime="text/plain").text == "Erst,\ndann 1 < 2."


def test_bytes_without_a_type_are_read_as_a_page_when_they_look_like_one() -> None:
    assert read_bytes(page().encode()).extractor.startswith("trafilatura")
    assert read_bytes(b"Just words.").extractor == "text"


def test_a_text_of_nothing_but_controls_is_empty() -> None:
    with pytest.raises(NoMainText):
        read_text("\u200e\u202e \n")
