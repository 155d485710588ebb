import pytest
from django.test import Client
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.core.models import Job
from tests.factories import SourceFactory

ADD = "admin:articles_article_add"
TEXT = "The minister said that the bridge is closed. It is old."


def test_a_text_is_sent_in_and_its_page_follows(fay: Client) -> None:
    response = fay.post(reverse(ADD), {"way": "text", "text": TEXT, "title": "A bridge"})
    article = Article.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("admin:articles_article_change", args=[article.public_id])
    assert (article.door, article.title, article.state) == ("admin", "A bridge", "received")
    assert Job.objects.filter(kind="articles.ingest").count() == 1


def test_an_address_is_sent_in_with_a_publisher_chosen_from_the_list(fay: Client) -> None:
    times = SourceFactory(name="The Example Times", kind="publication")
    fay.post(
        reverse(ADD),
        {"way": "url", "url": "https://times.example/1", "publisher": times.public_id, "publisher_name": "Times"},
    )
    assert Article.objects.get().publisher == times


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"way": "url"}, "Give the article’s address."),
        ({"way": "text", "text": "   "}, "article"),
        ({"way": "html"}, "Paste the article here."),
        ({"way": "url", "url": "ftp://times.example/1"}, "http"),
        ({"way": "text", "text": TEXT, "publisher_name": "Nobody Knows It"}, "No source has this name"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field_and_nothing_is_stored(
    fay: Client, form: dict[str, str], words: str
) -> None:
    response = fay.post(reverse(ADD), form)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Article.objects.exists()
    assert not Job.objects.exists()


def test_what_was_typed_stays_when_it_is_refused(fay: Client) -> None:
    page = fay.post(reverse(ADD), {"way": "url", "url": "ftp://times.example/1", "title": "Kept"}).content.decode()
    assert 'value="Kept"' in page
    assert 'value="ftp://times.example/1"' in page


def test_who_only_reads_may_not_add(administrator, client: Client) -> None:
    client.force_login(administrator)
    assert client.get(reverse(ADD)).status_code == 403


def test_a_failed_article_is_tried_again(fay: Client) -> None:
    fay.post(reverse(ADD), {"way": "text", "text": TEXT})
    Article.objects.update(state="failed", reason="engine_error")
    article = Article.objects.get()
    response = fay.post(reverse("admin:articles_article_retry", args=[article.public_id]))
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.state == "received"


def test_only_a_failed_article_is_tried_again(fay: Client) -> None:
    fay.post(reverse(ADD), {"way": "text", "text": TEXT})
    article = Article.objects.get()
    url = reverse("admin:articles_article_retry", args=[article.public_id])
    page = fay.post(url, follow=True).content.decode()
    assert "Only a failed article can be tried again" in page
