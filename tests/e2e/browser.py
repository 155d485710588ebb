"""The system's Chromium, as tests and the tour drive it."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import services

# Generous, because a test machine is often busy; a page that is right passes as soon as it is.
expect.set_options(timeout=20_000)
FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
PASSWORD = "correct horse"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser. No page of it leaves this machine: the pages under test load nothing from elsewhere."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def workbench_ready(page: Page) -> None:
    """Wait until the workbench listens to keys."""
    expect(page.locator("html.with-scripts")).to_be_attached()


def sign_in(page: Page, address: str, username: str, password: str = PASSWORD) -> None:
    """Sign in by the form, as a person does."""
    page.goto(f"{address}/admin/login/?next=/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{address}/admin/")
