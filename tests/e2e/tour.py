"""A tour through the console that takes the README's pictures: ``python -m tests.e2e.tour docs/images``.

It starts a fresh installation in a temporary folder as ``make run`` does, works in it as three people would, and writes
one PNG for each page.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser import NARROW, chromium, sign_in, workbench_ready

WIDE = {"width": 1280, "height": 860}
ROOT = Path(__file__).parent.parent.parent
WORDS = "ties between the two nations"
RECORD = (
    "Record of the televised briefing.\n\nThe minister spoke of practical cooperation. He did not compare it with the "
    "alliances of the Cold War era at any point of the broadcast, which lasted for forty minutes.\n"
)


@contextmanager
def fresh_installation() -> Iterator[str]:
    """Serve a new database with the seeds in it; yields the address."""
    with tempfile.TemporaryDirectory(prefix="tour-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {**os.environ, "VAR_DIR": folder, "JOBS_BACKEND": "thread"}
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "--verbosity", "0"], ["seed", "--port", str(port)]):
            subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            [*manage, "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_served(address)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_until_served(address: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/admin/login/", timeout=2)
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.3)
    raise TimeoutError(f"{address} did not answer within {seconds} seconds")


class Tour:
    """The people's browsers, and where the pictures go."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.browser, self.address, self.folder = browser, address, folder

    def person(self, username: str, *, narrow: bool = False, dark: bool = False) -> Page:
        context = self.browser.new_context(
            viewport=NARROW if narrow else WIDE, color_scheme="dark" if dark else "light", has_touch=narrow
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        sign_in(page, self.address, username, f"demo-{username}")
        return page

    def picture(self, page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        page.locator(".toast").evaluate_all("toasts => toasts.forEach((t) => (t.hidden = true))")
        target = self.folder / f"{name}.png"
        page.screenshot(path=target)
        print(f"{target} {target.stat().st_size // 1024} kB")  # noqa: T201

    def walk(self) -> None:
        fay = self.person("factchecker")
        self._article(fay)
        self._propose(fay)
        self._publish(self.person("editor"))
        self._others(fay)
        self._lists()

    def _article(self, page: Page) -> None:
        page.goto(f"{self.address}/admin/articles/article/")
        page.get_by_role("link", name="Li Shangfu").first.click()
        expect(page.locator(".claim-card").first).to_be_visible(timeout=120_000)
        self.picture(page, "article")

    def _open(self, page: Page, words: str, tab: str = "all") -> None:
        page.goto(f"{self.address}/admin/claims/claim/?tab={tab}&q={words.replace(' ', '+')}")
        page.locator(".queue-row .claim-words").first.click()
        workbench_ready(page)

    def _propose(self, page: Page) -> None:
        self._open(page, WORDS)
        page.keyboard.press("s")
        expect(page.locator(".panel .badges").first).to_contain_text("In review")
        page.keyboard.press("e")
        page.locator("details[data-pop=evidence] [name=upload]").set_input_files(
            {"name": "briefing.txt", "mimeType": "text/plain", "buffer": RECORD.encode()}
        )
        page.locator("[name=stance]").select_option("refutes")
        page.get_by_label("Quote in it").fill("He did not compare it with the alliances of the Cold War era")
        page.get_by_label("Primary").check()
        page.keyboard.press("Control+Enter")
        expect(page.locator(".evidence")).to_contain_text("sha256")
        page.evaluate("scrollTo(0, 0); document.getElementById('panel').scrollTop = 0")
        self.picture(page, "workbench")
        form = page.locator("#propose-form")
        form.get_by_label("misquoted").check()
        form.get_by_label("contested").check()
        form.get_by_label("Rationale").fill("The record of the briefing has no comparison with Cold War alliances.")
        form.scroll_into_view_if_needed()
        self.picture(page, "judgement")
        form.get_by_role("button", name="Propose").click()
        expect(page.locator(".panel .badges").first).to_contain_text("Proposed")

    def _publish(self, page: Page) -> None:
        self._open(page, WORDS)
        page.keyboard.press("Shift+P")
        page.locator("details[data-pop=publish] button[type=submit]").click()
        expect(page.locator(".panel .badges").first).to_contain_text("Published")
        page.locator("#history-heading").scroll_into_view_if_needed()
        self.picture(page, "published")

    def _others(self, page: Page) -> None:
        for words in ("working meeting", "stable, forward-looking consensus"):
            self._open(page, words)
            page.keyboard.press("y")
            expect(page.get_by_role("button", name="Confirm").first).to_have_attribute("aria-pressed", "true")
            page.keyboard.press("s")
            expect(page.locator(".panel .badges").first).to_contain_text("In review")
        page.keyboard.press("?")
        self.picture(page, "keyboard")

    def _lists(self) -> None:
        editor = self.person("editor")
        for name, path in (
            ("dashboard", ""),
            ("queue", "claims/claim/?tab=all"),
            ("add-article", "articles/article/add/"),
        ):
            editor.goto(f"{self.address}/admin/{path}")
            self.picture(editor, name)
        editor.goto(f"{self.address}/admin/registry/source/?q=Russia+24")
        editor.locator("#result_list").get_by_role("link", name="Russia 24").click()
        self.picture(editor, "source")
        for name, narrow, dark in (("workbench-dark", False, True), ("workbench-phone", True, False)):
            page = self.person("factchecker", narrow=narrow, dark=dark)
            self._open(page, WORDS)
            self.picture(page, name)


def main(folder: Path) -> None:
    """Write all pictures into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with fresh_installation() as address, chromium() as browser:
        Tour(browser, address, folder).walk()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.e2e.tour FOLDER")
    main(Path(sys.argv[1]))
