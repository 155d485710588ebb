from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.site import NETWORK, Site, running_site


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A local site that the client may fetch although its address is not public."""
    settings.FETCH_ALLOWED_NETWORKS = [NETWORK]
    with running_site() as running:
        yield running
