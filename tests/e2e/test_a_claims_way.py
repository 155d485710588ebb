"""The whole way of a claim in a real browser: from the queue to a published verdict, a correction, a retraction."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.core import jobs
from factcheck.review.models import Revision
from tests.e2e.browser import workbench_ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "ties between the two nations"


def test_from_the_queue_to_publication_correction_and_retraction(
    open_page: Callable[..., Page],
    live_server: Any,
    people: dict[str, User],
    seed_article: Article,
    evidence_server: str,
) -> None:
    fay = open_page("fay")

    # The queue: search as one types, open the claim.
    fay.get_by_role("link", name="Queue").first.click()
    fay.get_by_role("searchbox").fill(WORDS)
    row = fay.locator(".queue-row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Li Shangfu")
    row.get_by_role("link", name=WORDS).click()

    # One key confirms that "He" is Li Shangfu.
    workbench_ready(fay)
    mention = fay.locator(".mention").first
    expect(mention).to_contain_text("He")
    fay.keyboard.press("y")
    expect(fay.get_by_role("button", name="Confirm").first).to_have_attribute("aria-pressed", "true")

    # Another one starts the review.
    fay.keyboard.press("s")
    expect(fay.locator(".panel .badges").first).to_contain_text("In review")
    expect(fay.locator(".who")).to_contain_text("yours until")

    # Evidence from a web server; its snapshot shows by itself once it has been fetched.
    fay.keyboard.press("e")
    fay.get_by_label("Address").fill(evidence_server)
    fay.locator("[name=stance]").select_option("refutes")
    fay.get_by_label("Quote in it").fill("He did not compare it with the alliances of the Cold War era")
    fay.get_by_label("Primary").check()
    fay.keyboard.press("Control+Enter")
    expect(fay.locator(".evidence")).to_contain_text("being fetched")
    jobs.jobs_run_due()
    expect(fay.locator(".evidence")).to_contain_text("sha256")
    expect(fay.locator(".evidence")).to_contain_text("Found in the snapshot")

    # The proposal.
    propose = fay.locator("#propose-form")
    propose.get_by_label("confirmed").check()
    propose.get_by_label("contested").check()
    propose.get_by_label("Rationale").fill("The record of the briefing has no such comparison.")
    propose.get_by_role("button", name="Propose").click()
    expect(fay.locator(".panel .badges").first).to_contain_text("Proposed")
    expect(fay.locator(".deeds")).to_contain_text("Publish")
    expect(fay.get_by_role("group", name="What you can do now").get_by_text("Publish", exact=True)).to_have_count(0)
    claim = Claim.objects.get(text__contains=WORDS)

    # A second person publishes.
    edith = open_page("edith")
    edith.goto(f"{live_server.url}/admin/claims/claim/{claim.public_id}/change/")
    expect(edith.locator(".proposal")).to_contain_text("no such comparison")
    publish(edith)
    expect(edith.locator(".panel .badges").first).to_contain_text("Published")
    expect(edith.locator(".panel .badges").first).to_contain_text("Contested")

    # A correction: reopened, proposed anew, published with a public note.
    act(edith, "reopen", reason="The record covers the briefing only.")
    expect(edith.locator(".panel .badges").first).to_contain_text("In review")
    fay.goto(f"{live_server.url}/admin/claims/claim/{claim.public_id}/change/")
    propose = fay.locator("#propose-form")
    propose.get_by_label("misquoted").check()
    propose.get_by_label("contested").check()
    propose.get_by_label("Rationale").fill("He spoke of cooperation, not of alliances.")
    propose.get_by_role("button", name="Propose").click()
    expect(fay.locator(".proposal")).to_contain_text("not of alliances")
    edith.reload()
    publish(edith, note="The finding is misquoted, not confirmed.")
    expect(edith.locator(".revisions")).to_contain_text("revision 2")

    # A retraction leaves its note.
    act(edith, "retract", reason="The record is of another day.", public_note="We withdraw this check.")
    expect(edith.locator(".panel .badges").first).to_contain_text("Retracted")
    expect(edith.locator(".revisions")).to_contain_text("We withdraw this check.")
    assert [r.kind for r in Revision.objects.order_by("number")] == ["published", "corrected", "retracted"]


def publish(page: Page, note: str = "") -> None:
    workbench_ready(page)
    page.keyboard.press("Shift+P")
    form = page.locator("details[data-pop=publish] form")
    if note:
        form.get_by_label("Public note").fill(note)
    form.get_by_role("button", name="Publish").click()
    expect(page.locator(".panel .badges").first).to_contain_text("Published")


def act(page: Page, action: str, **fields: str) -> None:
    """Open an action's form, fill it in, send it."""
    details = page.locator(f"details[data-pop={action}]")
    details.locator("summary").click()
    for name, value in fields.items():
        details.locator(f"[name={name}]").fill(value)
    details.locator("button[type=submit]").click()
    expect(page.locator(f"details[data-pop={action}]")).to_have_count(0)
