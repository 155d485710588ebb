import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _engine(settings: Settings) -> None:
    settings.ATTRIBUTION_ENGINE = "tests.engine.attribute"
