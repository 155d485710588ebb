"""Every page of the admin answers for whom it is meant, in a number of queries that does not grow with the rows."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.articles.models import ArticleVersion
from factcheck.claims.models import Claim
from tests.console.conftest import client_of
from tests.factories import ArticleVersionFactory, ClaimFactory, MentionFactory, SourceFactory, UserFactory

LISTS = sorted(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist" for m in admin.site._registry)


@pytest.mark.parametrize("name", LISTS)
def test_each_list_opens_for_an_administrator(name: str, administrator: User, claims: list[Claim]) -> None:
    assert client_of(administrator).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["admin:index", "admin:claims_claim_changelist", "admin:articles_article_add"])
def test_nobody_without_a_sign_in_sees_a_page(name: str, client: Client, db: None) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert reverse("admin:login") in response["Location"]


def test_people_who_do_not_work_here_are_sent_away(claims: list[Claim]) -> None:
    outsider = client_of(UserFactory(is_staff=False))
    for name in ("admin:index", "admin:claims_claim_changelist"):
        assert outsider.get(reverse(name)).status_code == 302


def test_keys_and_people_are_the_administrators_alone(edith: Client, fay: Client) -> None:
    for client in (edith, fay):
        for name in ("admin:accounts_user_changelist", "admin:partners_apikey_changelist"):
            assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize(
    "model", sorted(admin.site._registry, key=lambda m: m._meta.label), ids=lambda m: m._meta.label
)
def test_nothing_can_be_deleted(model: type, administrator: User, rf) -> None:
    request = rf.get("/")
    request.user = administrator
    assert not admin.site._registry[model].has_delete_permission(request)


def test_the_article_page_shows_claims_beside_the_marked_text(
    fay: Client, version: ArticleVersion, claims: list[Claim]
) -> None:
    page = fay.get(reverse("admin:articles_article_change", args=[version.article.public_id])).content.decode()
    assert "4 claims" in page
    for claim in claims:
        assert reverse("admin:claims_claim_change", args=[claim.public_id]) in page
    assert page.count('class="claim-card ') == 4
    assert "Alice Adams" in page
    assert "provisional" in page
    assert 'class="m m-source"' in page
    assert "lane-1" in page, "the nested claim is drawn under the one around it"


def test_an_article_on_its_way_says_how_far_it_is_and_looks_again(fay: Client, version: ArticleVersion) -> None:
    article = version.article
    article.state = "analysing"
    article.save()
    page = fay.get(reverse("admin:articles_article_change", args=[article.public_id])).content.decode()
    assert 'data-refresh="2"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'aria-current="step"' in page


def test_a_failed_article_says_why_and_offers_a_retry(fay: Client, version: ArticleVersion) -> None:
    article = version.article
    article.state, article.reason, article.reason_detail = "failed", "unreachable", "It took 20 seconds."
    article.save()
    page = fay.get(reverse("admin:articles_article_change", args=[article.public_id])).content.decode()
    assert "The address did not answer" in page
    assert "It took 20 seconds." in page
    assert reverse("admin:articles_article_retry", args=[article.public_id]) in page


def test_the_workbench_shows_chain_and_words(fay: Client, claims: list[Claim]) -> None:
    page = fay.get(reverse("admin:claims_claim_change", args=[claims[1].public_id])).content.decode()
    assert "claim 2 of 4 in the text" in page
    assert "coreference" in page
    assert 'data-key="y"' in page


def test_an_administrator_without_a_role_reads_but_gets_no_forms(administrator: User, claims: list[Claim]) -> None:
    page = client_of(administrator).get(reverse("admin:claims_claim_change", args=[claims[0].public_id]))
    assert "data-act" not in page.content.decode()


def test_a_claim_that_does_not_exist_is_not_found(fay: Client) -> None:
    assert fay.get(reverse("admin:claims_claim_change", args=["clm_nothere"])).status_code == 404


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_number_of_queries_does_not_grow_with_the_claims(fay: Client, claims: list[Claim]) -> None:
    version = claims[0].article_version
    urls = [
        reverse("admin:index"),
        reverse("admin:claims_claim_changelist"),
        reverse("admin:articles_article_change", args=[version.article.public_id]),
        reverse("admin:claims_claim_change", args=[claims[0].public_id]) + "?queue=tab%3Dopen",
    ]
    before = [_queries(fay, url) for url in urls]
    long = ArticleVersionFactory(text="Somebody said something. " * 40)
    for i in range(30):
        mention = MentionFactory(article_version=long, start=25 * i, end=25 * i + 8, source=SourceFactory())
        ClaimFactory(
            article_version=long,
            segments=[(25 * i + 14, 25 * i + 23)],
            attribution__mention=mention,
            attribution__publisher=version.article.publisher,
        )
    first = Claim.objects.filter(article_version=long).first()
    assert first is not None
    urls[2] = reverse("admin:articles_article_change", args=[long.article.public_id])
    urls[3] = reverse("admin:claims_claim_change", args=[first.public_id]) + "?queue=tab%3Dopen"
    after = [_queries(fay, url) for url in urls]
    assert all(new <= old + 1 for new, old in zip(after, before, strict=True)), (before, after)
