from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from factcheck.accounts.models import User
from factcheck.partners.models import Partner
from factcheck.partners.services import api_key_create
from tests.factories.partners import PartnerFactory
from tests.factories.people import EditorFactory, FactCheckerFactory

Client = APIClient


def client_with_key(*, partner: Partner | None = None, user: User | None = None, scope: str = "write") -> APIClient:
    """Return a client that sends a new key of this owner."""
    _, credential = api_key_create(partner=partner, user=user, scope=scope)
    client = APIClient(raise_request_exception=True)
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {credential}")
    return client


@pytest.fixture
def partner(db: None) -> Partner:
    return PartnerFactory()


@pytest.fixture
def reader(partner: Partner) -> APIClient:
    """A client with the partner's key of scope read."""
    return client_with_key(partner=partner, scope="read")


@pytest.fixture
def writer(partner: Partner) -> APIClient:
    """A client with the partner's key of scope write."""
    return client_with_key(partner=partner)


@pytest.fixture
def anonymous(db: None) -> APIClient:
    return APIClient()


@pytest.fixture
def fact_checker(db: None) -> User:
    return FactCheckerFactory()


@pytest.fixture
def editor(db: None) -> User:
    return EditorFactory()


@pytest.fixture
def as_person() -> Callable[[User], APIClient]:
    """A function that signs a person in by a session, as the admin site does."""

    def sign_in(user: User) -> APIClient:
        client = APIClient()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def staff(fact_checker: User, as_person: Callable[[User], APIClient]) -> APIClient:
    """A fact-checker who is signed in."""
    return as_person(fact_checker)
