import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import article_submit
from factcheck.core import jobs
from factcheck.core.models import Job
from tests.console.conftest import claims, version  # noqa: F401  fixtures
from tests.e2e.browser import NARROW, WIDE, chromium, sign_in
from tests.factories import EditorFactory, FactCheckerFactory

SEED = Path(__file__).parent.parent.parent / "seeds" / "li-shangfu.txt"
EVIDENCE = (
    "<!doctype html><html lang=en><head><title>Record of the briefing</title></head><body><main><h1>Record of the "
    "briefing</h1><p>The minister spoke of practical cooperation. He did not compare it with the alliances of the "
    "Cold War era at any point of the broadcast, which lasted for forty minutes.</p></main></body></html>"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's sync API keeps an event loop in this thread; Django would refuse the database calls of the fixtures.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium() as started:
        yield started
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page, signed in as a person; any error on a page fails the test."""
    contexts = []
    faults: list[str] = []

    def opened(username: str = "", *, narrow: bool = False, dark: bool = False, **more: Any) -> Page:
        context = browser.new_context(
            viewport=NARROW if narrow else WIDE, color_scheme="dark" if dark else "light", has_touch=narrow, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 500 else None)
        page.on("request", lambda r: None if r.url.startswith((live_server.url, "data:")) else faults.append(r.url))
        if username:
            sign_in(page, live_server.url, username)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, "errors on the pages, or something loaded from elsewhere"


@pytest.fixture
def people(transactional_db: None) -> dict[str, User]:
    return {
        "fay": FactCheckerFactory(username="fay", first_name="Fay", last_name="Fact"),
        "edith": EditorFactory(username="edith", first_name="Edith", last_name="Editor"),
    }


@pytest.fixture
def seed_article(people: dict[str, User]) -> Article:
    """The first article, read by the engine itself."""
    article = article_submit(
        door=Article.Door.COMMAND,
        submitter=people["fay"].public_id,
        text=SEED.read_text(encoding="utf-8"),
        title="Li Shangfu comments on Sino-Russian cooperation",
        language="en",
    )
    jobs.jobs_run_due()
    article.refresh_from_db()
    assert article.state == Article.State.READY, Job.objects.values_list("error", flat=True)
    return article


@pytest.fixture
def evidence_server(settings: LazySettings) -> Iterator[str]:
    """A web server of this machine with one page, which the safe client is allowed to fetch."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = EVIDENCE.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/briefing"
    server.shutdown()
    server.server_close()
    thread.join()
