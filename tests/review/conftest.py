import pytest

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from tests.factories import EditorFactory, FactCheckerFactory
from tests.review.steps import make_claim


@pytest.fixture
def fact_checker(db: None) -> User:
    return FactCheckerFactory(username="fay", first_name="Fay", last_name="Checker")


@pytest.fixture
def editor(db: None) -> User:
    return EditorFactory(username="ed", first_name="Ed", last_name="Itor")


@pytest.fixture
def claim(db: None) -> Claim:
    return make_claim()
