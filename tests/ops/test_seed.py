from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.partners.models import ApiKey
from sources.registry.models import Source, SourceName

pytestmark = pytest.mark.django_db


def seed(settings: Settings, folder: Path) -> str:
    settings.VAR_DIR = folder
    out = StringIO()
    call_command("seed", port=8123, stdout=out)
    return out.getvalue()


def counts() -> list[int]:
    return [model.objects.count() for model in (User, Article, Claim, ApiKey, Source, SourceName)]


def test_seeding_prints_what_a_newcomer_needs(settings: Settings, tmp_path: Path) -> None:
    printed = seed(settings, tmp_path)
    credential = (tmp_path / "demo-api-key").read_text()
    assert "http://127.0.0.1:8123/admin/" in printed
    assert "factchecker / demo-factchecker" in printed
    assert "editor / demo-editor" in printed
    assert f"curl -s -H 'Authorization: Api-Key {credential}'" in printed
    assert not ApiKey.objects.filter(digest__contains=credential.split(".")[1])


def test_seeding_again_loads_nothing_twice_and_touches_no_data(settings: Settings, tmp_path: Path) -> None:
    first = seed(settings, tmp_path)
    before = counts()
    user = User.objects.get(username="editor")
    user.set_password("changed by its owner")
    user.save()
    second = seed(settings, tmp_path)
    assert counts() == before
    assert "demo-editor" not in second
    assert User.objects.get(username="editor").check_password("changed by its owner")
    assert first.split("API key")[1] == second.split("API key")[1]


def test_the_first_article_has_its_claims_after_seeding(settings: Settings, tmp_path: Path) -> None:
    seed(settings, tmp_path)
    article = Article.objects.get()
    assert article.state == Article.State.READY
    assert article.claims.filter(kind=Claim.Kind.REPORTED).count() >= 8
