import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import ArticleVersion
from factcheck.claims.models import Claim
from tests.factories import (
    ArticleFactory,
    ArticleVersionFactory,
    ClaimFactory,
    EditorFactory,
    FactCheckerFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)

TEXT = (
    "Alice Adams said that the bridge is closed. She added that the mayor, who said that money is short, knew it.\n"
    "The bridge is a wreck."
)


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.fixture
def fact_checker(db: None) -> User:
    return FactCheckerFactory(username="fay", first_name="Fay", last_name="Fact")


@pytest.fixture
def editor(db: None) -> User:
    return EditorFactory(username="edith", first_name="Edith", last_name="Editor")


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory(username="root", is_superuser=True)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def fay(fact_checker: User) -> Client:
    return client_of(fact_checker)


@pytest.fixture
def edith(editor: User) -> Client:
    return client_of(editor)


@pytest.fixture
def version(db: None) -> ArticleVersion:
    publisher = SourceFactory(name="The Example Times", kind="publication")
    return ArticleVersionFactory(text=TEXT, article=ArticleFactory(title="A bridge", publisher=publisher))


@pytest.fixture
def claims(version: ArticleVersion) -> list[Claim]:
    """Two claims of Alice's, the second around the mayor's, and one in the article's own voice."""
    alice = SourceFactory(name="Alice Adams", kind="person", provisional=True)
    named = MentionFactory(article_version=version, start=0, end=11, source=alice)
    she = MentionFactory(article_version=version, start=44, end=47, source=alice, resolved_by="coreference")
    publisher = version.article.publisher
    return [
        ClaimFactory(
            article_version=version,
            segments=[at("that the bridge is closed")],
            checkworthy=0.9,
            attribution__source=alice,
            attribution__mention=named,
            attribution__publisher=publisher,
        ),
        ClaimFactory(
            article_version=version,
            segments=[at("that the mayor, who said that money is short, knew it")],
            checkworthy=0.5,
            attribution__source=alice,
            attribution__mention=she,
            attribution__publisher=publisher,
        ),
        ClaimFactory(
            article_version=version,
            segments=[at("that money is short")],
            checkworthy=0.7,
            uncertain=True,
            attribution__publisher=publisher,
        ),
        ClaimFactory(
            own_voice=True,
            article_version=version,
            segments=[at("The bridge is a wreck.")],
            checkworthy=None,
            author_opinion=0.8,
        ),
    ]
