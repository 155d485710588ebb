import gzip
import socket
import threading
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

import httpcore2
import pytest
from pytest_django import Settings

from factcheck.articles.models import Article
from factcheck.core.http import BadStatus, FetchError, ForbiddenAddress, NotText, TooLarge, Unreachable, fetch
from tests.site import Answer, Site


def test_a_page_is_fetched_with_its_type_and_charset(site: Site, settings: Settings) -> None:
    settings.FETCH_USER_AGENT = "NewsroomBot/2.0"
    site.pages["/a"] = Answer("Журнал".encode("cp1251"), headers={"Content-Type": "Text/HTML; charset=Windows-1251"})
    fetched = fetch(site.url("/a"))
    assert (fetched.status, fetched.mime, fetched.charset) == (200, "text/html", "windows-1251")
    assert fetched.body.decode(fetched.charset) == "Журнал"
    assert site.requests[0].headers["user-agent"] == "NewsroomBot/2.0"


def test_redirects_are_followed_to_the_last_address(site: Site) -> None:
    site.redirect("/old", "/newer")
    site.redirect("/newer", site.html("/new", "<p>Here.</p>"))
    assert fetch(site.url("/old")).url == site.url("/new")


def test_a_local_address_is_refused_unless_its_network_is_allowed(site: Site, settings: Settings) -> None:
    settings.FETCH_ALLOWED_NETWORKS = []
    with pytest.raises(ForbiddenAddress):
        fetch(site.html("/a", "secret"))
    assert site.requests == []


def test_a_redirect_to_a_private_address_is_refused_before_connecting(site: Site, settings: Settings) -> None:
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    port = urlsplit(site.address).port
    with pytest.raises(ForbiddenAddress, match=r"127\.0\.0\.2"):
        fetch(site.redirect("/out", f"http://127.0.0.2:{port}/inside"))
    assert [request.path for request in site.requests] == ["/out"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/a",
        "gopher://news.example/",
        "http://",
        "news.example/a",
        "",
        "http://[::1",
        "http://user:secret@news.example/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        fetch(url)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://news.example/", "http://user:secret@news.example/"])
def test_a_redirect_to_what_is_no_plain_web_address_is_refused(site: Site, location: str) -> None:
    with pytest.raises(ForbiddenAddress):
        fetch(site.redirect("/out", location))


def test_the_address_that_was_checked_is_the_one_connected_to(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves to a public address once and to a private one afterwards (DNS rebinding)."""
    site.html("/a", "secret")
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    asked: list[str] = []
    connected: list[Any] = []

    def rebinding(host: str, port: int, **kwargs: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: Any, *args: object, **kwargs: object) -> None:
        connected.append(address[0])
        raise OSError("no route in a test")

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        fetch(f"http://rebinding.example:{urlsplit(site.address).port}/a")
    assert asked == ["rebinding.example"]
    assert connected == ["93.184.215.14"]


def test_the_host_header_names_the_host_and_not_the_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    port = urlsplit(site.address).port
    site.html("/a", "<p>Here.</p>")
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answer)
    fetch(f"http://news.example:{port}/a")
    assert site.requests[0].headers["host"] == f"news.example:{port}"


def test_a_redirect_loop_is_named(site: Site) -> None:
    site.redirect("/b", "/a")
    with pytest.raises(Unreachable, match="loop"):
        fetch(site.redirect("/a", "/b"))


def test_the_same_address_again_with_a_new_cookie_is_no_loop(site: Site) -> None:
    def gate(handler: BaseHTTPRequestHandler) -> None:
        if "seen=1" in (handler.headers["Cookie"] or ""):
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(b"in")
        else:
            handler.send_response(302)
            handler.send_header("Set-Cookie", "seen=1")
            handler.send_header("Location", "/gate")
            handler.end_headers()

    site.pages["/gate"] = gate
    assert fetch(site.url("/gate")).body == b"in"


def test_too_many_redirects_are_given_up(site: Site, settings: Settings) -> None:
    settings.FETCH_MAX_REDIRECTS = 2
    for number in range(4):
        site.redirect(f"/{number}", f"/{number + 1}")
    with pytest.raises(Unreachable, match="more than 2"):
        fetch(site.url("/0"))


@pytest.mark.parametrize("declared", [True, False])
def test_an_answer_larger_than_the_limit_is_refused(site: Site, declared: bool) -> None:
    body = b"x" * 5000
    headers = {"Content-Type": "text/plain", **({"Content-Length": "5000"} if declared else {})}
    site.pages["/big"] = Answer(body, headers=headers)
    with pytest.raises(TooLarge):
        fetch(site.url("/big"), max_bytes=4999)
    assert fetch(site.url("/big"), max_bytes=5000).body == body


def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(site: Site) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    site.pages["/bomb"] = Answer(bomb, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    assert len(bomb) < 100_000
    with pytest.raises(TooLarge):
        fetch(site.url("/bomb"), max_bytes=1_000_000)


def test_a_broken_compression_is_a_broken_answer(site: Site) -> None:
    site.pages["/broken"] = Answer(b"not gzip", headers={"Content-Encoding": "gzip"})
    with pytest.raises(Unreachable, match="broken"):
        fetch(site.url("/broken"))


def test_an_answer_that_trickles_for_ever_meets_the_deadline(site: Site) -> None:
    hung_up = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while not hung_up.wait(0.02):
                handler.wfile.write(b".")
        except OSError:
            hung_up.set()

    site.pages["/slow"] = trickle
    with pytest.raises(Unreachable, match="in time"):
        fetch(site.url("/slow"), timeout=0.3)
    assert hung_up.wait(5)


def test_a_port_where_nobody_listens_is_unreachable(site: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(Unreachable):
            fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/")


def test_a_404_is_an_answer_that_the_caller_may_refuse(site: Site) -> None:
    fetched = fetch(site.url("/nothing"))
    assert fetched.status == 404
    with pytest.raises(BadStatus, match="404 Not Found"):
        fetched.require_ok()


def test_sent_headers_reach_the_server(site: Site) -> None:
    site.html("/a", "")
    fetch(site.url("/a"), headers={"If-None-Match": '"1"'})
    assert site.requests[0].headers["if-none-match"] == '"1"'


@pytest.mark.parametrize("error", [Unreachable, BadStatus, ForbiddenAddress, TooLarge, NotText])
def test_each_error_is_a_reason_that_an_article_can_show(error: type[FetchError]) -> None:
    assert error("why").code in Article.Reason.values


def test_tls_is_made_with_the_host_name_on_the_checked_address(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[Any] = []
    names: list[str | None] = []

    class Stream(httpcore2.NetworkStream):
        def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Any:
            assert ssl_context.check_hostname
            names.append(server_hostname)
            raise httpcore2.ConnectError("no TLS in a test")

        def close(self) -> None:
            pass

    def connect(self: object, host: str, port: int, *args: object) -> Stream:
        connected.append((host, port))
        return Stream()

    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answer)
    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    with pytest.raises(Unreachable):
        fetch("https://news.example/a")
    assert connected == [("93.184.215.14", 443)]
    assert names == ["news.example"]


def test_the_next_address_is_tried_when_one_does_not_answer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    port = urlsplit(site.address).port
    site.html("/a", "<p>Here.</p>")
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in ("127.0.0.3", "127.0.0.1")]
    monkeypatch.setattr("factcheck.core.http.addresses.socket.getaddrinfo", lambda *args, **kwargs: answer)
    real = httpcore2.SyncBackend.connect_tcp
    tried: list[str] = []

    def connect(self: Any, host: str, *args: Any) -> Any:
        tried.append(host)
        if host == "127.0.0.3":
            raise httpcore2.ConnectTimeout("silent")
        monkeypatch.undo()
        return real(self, host, *args)

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    assert fetch(f"http://news.example:{port}/a").status == 200
    assert tried == ["127.0.0.3", "127.0.0.1"]
