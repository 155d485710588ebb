import pytest
from django.core.management import CommandError, call_command

from factcheck.claims.models import AnalysisRun, Claim
from tests.engine import MODEL
from tests.factories import ArticleVersionFactory

pytestmark = pytest.mark.django_db


def test_the_present_versions_of_all_articles_are_analysed_again() -> None:
    old = ArticleVersionFactory(text="Alice said that it rains.")
    present = ArticleVersionFactory(article=old.article, number=2, text="Bob said that it snows.")
    ArticleVersionFactory(text="Eve said that it is dry.")
    call_command("analyse")
    assert AnalysisRun.objects.count() == 2
    assert set(Claim.objects.values_list("text", flat=True)) == {"that it snows", "that it is dry"}
    call_command("analyse", present.article.public_id)
    assert AnalysisRun.objects.filter(article_version=present).count() == 2


def test_what_a_model_has_read_already_can_be_left_out() -> None:
    ArticleVersionFactory()
    call_command("analyse")
    call_command("analyse", "--model", MODEL)
    assert AnalysisRun.objects.count() == 1


def test_what_cannot_be_analysed_is_named_and_the_others_are(capsys: pytest.CaptureFixture[str]) -> None:
    ArticleVersionFactory(text="Das ist eine Ungeheuerlichkeit, sagte der Minister.")
    ArticleVersionFactory()
    with pytest.raises(CommandError, match="1 could not"):
        call_command("analyse")
    assert "(de)" in capsys.readouterr().err
    assert AnalysisRun.objects.count() == 1


def test_an_article_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match="art_nowhere"):
        call_command("analyse", "art_nowhere")
