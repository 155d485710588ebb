"""What only a browser can tell: keys, selections, two people at once, phones, screen readers, no scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.core import jobs
from tests.console.conftest import TEXT
from tests.e2e.browser import workbench_ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SERIOUS = {"serious", "critical"}


@pytest.fixture
def addresses(live_server: Any, people: dict[str, User], claims: list[Claim]) -> dict[str, str]:
    article = claims[0].article
    source = claims[0].attribution.hops.all()[0].source
    assert source is not None
    assert article.publisher is not None
    pages = {
        "dashboard": reverse("admin:index"),
        "queue": reverse("admin:claims_claim_changelist"),
        "article": reverse("admin:articles_article_change", args=[article.public_id]),
        "workbench": reverse("admin:claims_claim_change", args=[claims[1].public_id]) + "?queue=tab%3Dopen",
        "add": reverse("admin:articles_article_add"),
        "source": reverse("admin:registry_source_change", args=[source.public_id]),
        "merge": reverse("admin:console_source_merge", args=[source.public_id])
        + f"?merged={article.publisher.public_id}",
    }
    return {name: live_server.url + path for name, path in pages.items()}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_serious_accessibility_fault(
    dark: bool, open_page: Callable[..., Page], addresses: dict[str, str]
) -> None:
    page = open_page("edith", dark=dark)
    faults = []
    for name, address in addresses.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        for violation in Axe().run(page, context={"include": [["#content"]]}).response["violations"]:
            if violation["impact"] in SERIOUS:
                nodes = [f"{node['html'][:160]} {node['failureSummary'][:300]}" for node in violation["nodes"][:3]]
                faults.append("\n".join([f"{name}: {violation['id']}", *nodes]))
    assert not faults, "\n\n".join(faults)


def test_no_page_is_wider_than_a_phone(open_page: Callable[..., Page], addresses: dict[str, str]) -> None:
    page = open_page("edith", narrow=True)
    for name, address in addresses.items():
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, (name, width)


def test_the_workbench_goes_by_keys(open_page: Callable[..., Page], addresses: dict[str, str]) -> None:
    page = open_page("fay")
    page.goto(addresses["workbench"])
    workbench_ready(page)
    expect(page.locator(".stepper")).to_contain_text("claim 2 of 4")
    page.keyboard.press("j")
    expect(page.locator(".stepper")).to_contain_text("claim 3 of 4")
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(page.locator(".stepper")).to_contain_text("claim 1 of 4")
    expect(page.locator(".ref.is-on")).to_have_text("1")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next, previous claim in the text")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Shift+J")
    expect(page.locator(".claim-text")).to_contain_text("that money is short")
    workbench_ready(page)
    page.keyboard.press("m")
    page.keyboard.type("jkq?")
    expect(page.locator("[data-comment]")).to_have_value("jkq?")
    page.on("dialog", lambda dialog: dialog.accept())


def test_a_click_in_the_text_opens_the_claim_there(open_page: Callable[..., Page], addresses: dict[str, str]) -> None:
    page = open_page("fay")
    page.goto(addresses["workbench"])
    workbench_ready(page)
    page.locator(".article-text mark", has_text="that the bridge is closed").first.click()
    expect(page.locator(".claim-text")).to_have_text("that the bridge is closed")
    page.go_back()
    expect(page.locator(".stepper")).to_contain_text("claim 2 of 4")


def test_selected_words_make_a_claim(open_page: Callable[..., Page], addresses: dict[str, str]) -> None:
    page = open_page("fay")
    page.goto(addresses["workbench"])
    workbench_ready(page)
    page.evaluate(
        """() => {
            const pieces = [...document.querySelectorAll('.article-text [data-s]')];
            const piece = pieces.find((p) => p.textContent.includes('The bridge is a wreck.'));
            const range = document.createRange();
            range.setStart(piece.firstChild, 4);
            range.setEnd(piece.firstChild, 21);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    page.get_by_role("button", name="in the article’s voice").click()
    expect(page.locator(".claim-text")).to_have_text("bridge is a wreck")
    claim = Claim.objects.order_by("-pk")[0]
    segment = claim.anchors.get().segments.get()
    assert TEXT[segment.start : segment.end] == "bridge is a wreck"


def test_what_a_colleague_changed_shows_before_it_is_overwritten(
    open_page: Callable[..., Page], addresses: dict[str, str], claims: list[Claim]
) -> None:
    fay, edith = open_page("fay"), open_page("edith")
    fay.goto(addresses["workbench"])
    edith.goto(addresses["workbench"])
    workbench_ready(fay)
    workbench_ready(edith)
    edith.keyboard.press("s")
    expect(edith.locator(".panel .badges").first).to_contain_text("In review")
    fay.keyboard.press("s")
    alert = fay.get_by_role("alert")
    expect(alert).to_contain_text("Somebody changed this claim while you worked")
    expect(alert).to_contain_text("Edith Editor")
    expect(fay.locator(".who")).to_contain_text("Edith Editor works on it until")


def test_everything_reads_and_acts_without_scripts(open_page: Callable[..., Page], addresses: dict[str, str]) -> None:
    page = open_page("fay", java_script_enabled=False)
    page.goto(addresses["article"])
    expect(page.get_by_role("heading", name="4 claims")).to_be_visible()
    page.get_by_role("link", name="Start checking").click()
    expect(page.locator(".claim-text")).to_be_visible()
    page.get_by_role("button", name="Start review").click()
    expect(page.locator(".panel .badges").first).to_contain_text("In review")
    page.locator("#propose-form").get_by_label("Rationale").fill("Typed.")
    page.locator("#propose-form").get_by_role("button", name="Propose").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#propose-form").get_by_label("Rationale")).to_have_value("Typed.")


def test_an_added_article_shows_its_claims_by_itself(open_page: Callable[..., Page], people: dict[str, User]) -> None:
    page = open_page("fay")
    page.get_by_role("link", name="Add article").first.click()
    page.get_by_label("A text", exact=True).check()
    page.locator("[name=text]").fill("The minister said that the bridge will be closed for repairs until May.")
    page.get_by_role("button", name="Add article").click()
    expect(page.locator(".progress-box")).to_contain_text("Being read")
    jobs.jobs_run_due()
    expect(page.locator(".claim-card").first).to_contain_text("the bridge will be closed")
    assert Article.objects.get().state == Article.State.READY


def test_many_claims_are_assigned_together_and_the_view_is_kept(
    open_page: Callable[..., Page], addresses: dict[str, str], people: dict[str, User]
) -> None:
    page = open_page("edith")
    page.goto(addresses["queue"])
    page.get_by_role("searchbox").fill("that")
    expect(page.locator(".queue-row")).to_have_count(3)
    page.get_by_label("Select all on this page").check()
    page.locator("[name=assignee]").select_option(label="Fay Fact")
    page.get_by_role("button", name="Assign").click()
    expect(page.locator("#bulk-status")).to_have_text("3 / 3")
    expect(page.locator(".queue-who").first).to_contain_text("Fay Fact")
    assert Claim.objects.filter(assigned_to=people["fay"]).count() == 3
    page.get_by_text("Save this view").click()
    page.get_by_role("textbox", name="Name").fill("Fay's")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(addresses["queue"])
    page.get_by_role("link", name="Fay's").click()
    expect(page.get_by_role("searchbox")).to_have_value("that")
