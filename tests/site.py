"""A small web site on a local port, for tests of what fetches: each path is given an answer by the test."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NETWORK = "127.0.0.0/8"


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


@dataclass
class Request:
    path: str
    headers: Mapping[str, str]


Page = Answer | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """``pages`` maps a path to its answer, or to a function that writes one to the handler itself."""

    address: str
    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def html(self, path: str, html: str, **headers: str) -> str:
        """Serve a page; returns its URL."""
        self.pages[path] = Answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8", **headers})
        return self.url(path)

    def redirect(self, path: str, location: str) -> str:
        self.pages[path] = Answer(status=302, headers={"Location": location})
        return self.url(path)


@contextmanager
def running_site() -> Iterator[Site]:
    site: Site

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            site.requests.append(Request(self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = site.pages.get(self.path, Answer(b"<p>Nothing here.</p>", status=404))
            if callable(page):
                page(self)
                return
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up early is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
