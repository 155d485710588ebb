"""Several workers at once, on one article. PostgreSQL lets them in together, SQLite one after the other."""

import pytest
from pytest_django import Settings

from factcheck.articles.models import Article, ArticleSubmission
from factcheck.articles.services import article_ingest, article_submit
from factcheck.claims.models import Claim, ClaimAnchor
from factcheck.claims.selectors import anchors_broken
from tests.review.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Alice Smith said that the bridge is closed. Bob Jones said that it is open. It opened in 1932."
URL = "https://news.example/a"


@pytest.fixture(autouse=True)
def _engine(settings: Settings) -> None:
    settings.ATTRIBUTION_ENGINE = "tests.engine.attribute"


def sent(text: str, submitter: str) -> int:
    article = article_submit(door="api", submitter=submitter, text=text, url=URL)
    return article.submissions.order_by("-id")[0].id


def ingest_at_once(*submission_ids: int) -> None:
    ended = at_once(*(lambda number=number: article_ingest(submission_id=number) for number in submission_ids))
    assert ended == {"done": len(submission_ids)}


def test_two_workers_on_one_submission_make_its_claims_once() -> None:
    submission = sent(TEXT, "usr_1")
    ingest_at_once(submission, submission)
    article = Article.objects.get()
    assert (article.state, article.versions.count(), article.claims.count()) == ("ready", 1, 3)
    assert ClaimAnchor.objects.count() == 3


def test_the_same_text_from_two_submitters_at_once_is_one_version_with_its_claims_once() -> None:
    first = sent(TEXT, "usr_1")
    second = ArticleSubmission.objects.create(
        article=Article.objects.get(), kind="text", body=TEXT, url=URL, door="api"
    ).id
    ingest_at_once(first, second)
    article = Article.objects.get()
    assert (article.state, article.versions.count(), article.claims.count()) == ("ready", 1, 3)
    assert not list(anchors_broken())


def test_two_texts_of_one_article_at_once_are_two_versions_and_each_claim_is_in_one() -> None:
    first, second = sent(TEXT, "usr_1"), sent("Updated at noon. " + TEXT, "usr_2")
    ingest_at_once(first, second)
    article = Article.objects.get()
    assert article.state == "ready"
    assert sorted(article.versions.values_list("number", flat=True)) == [1, 2]
    assert Claim.objects.count() == 3
    assert {claim.article_version for claim in Claim.objects.all()} == {article.current_version}
    assert not list(anchors_broken())
