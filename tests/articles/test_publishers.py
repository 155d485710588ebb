import pytest

from factcheck.articles.services.publishers import publisher_for
from sources.registry.models import Source
from sources.registry.services import source_create

pytestmark = pytest.mark.django_db


def test_an_outlet_is_found_by_the_address_of_its_homepage() -> None:
    daily = source_create(kind="publication", name="The Daily Example", homepage="https://www.daily.example/")
    assert publisher_for(url="https://daily.example/politics/1", site_name="Something else") == daily
    assert publisher_for(url="https://sport.daily.example/1", site_name="") == daily


def test_an_outlet_without_a_homepage_is_found_by_the_name_of_its_site() -> None:
    daily = source_create(kind="publication", name="The Daily Example")
    assert publisher_for(url="https://daily.example/1", site_name="The Daily Example") == daily


def test_a_person_of_the_same_name_is_no_outlet() -> None:
    source_create(kind="person", name="Daily Example")
    assert publisher_for(url="https://daily.example/1", site_name="Daily Example").kind == "publication"


def test_an_unknown_outlet_is_made_once_and_stays_provisional() -> None:
    made = publisher_for(url="https://www.daily.example/1", site_name="The Daily Example")
    assert (made.name, made.kind, made.provisional) == ("The Daily Example", "publication", True)
    assert publisher_for(url="https://www.daily.example/2", site_name="Daily Example, The") == made
    assert Source.objects.count() == 1


def test_a_site_without_a_name_goes_by_its_host() -> None:
    assert publisher_for(url="https://www.daily.example/1", site_name="").name == "daily.example"


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:8000/a", "http://[2606:4700::1111]/a"])
def test_a_text_without_an_address_or_at_a_bare_number_has_no_publisher(url: str) -> None:
    assert publisher_for(url=url, site_name="The Daily Example") is None
