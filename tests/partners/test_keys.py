"""API keys: shown once, stored as a digest, accepted only while all about them is in order."""

import hashlib
import hmac
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from factcheck.core import clock
from factcheck.core.errors import InvalidInput
from factcheck.partners.models import ApiKey, Partner
from factcheck.partners.services import api_key_create, api_key_disable, partner_create
from tests.factories.partners import PartnerFactory
from tests.factories.people import FactCheckerFactory, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/claims/"


def status(credential: str, scheme: str = "Api-Key") -> int:
    return APIClient().get(ADDRESS, HTTP_AUTHORIZATION=f"{scheme} {credential}").status_code


def test_a_key_is_accepted_under_both_schemes() -> None:
    _, credential = api_key_create(partner=PartnerFactory(), scope="read")
    assert status(credential) == status(credential, "Bearer") == status(credential, "api-key") == 200


def test_only_a_digest_of_the_secret_is_stored(settings: Settings) -> None:
    key, credential = api_key_create(partner=PartnerFactory(), scope="read")
    prefix, secret = credential.split(".")
    pepper = settings.API_KEY_PEPPERS[0]
    assert key.prefix == prefix
    assert key.digest == hmac.new(pepper.encode(), secret.encode(), hashlib.sha256).hexdigest()
    assert not any(secret in str(value) for value in ApiKey.objects.values().get().values())


def test_every_wrong_key_gets_the_same_answer() -> None:
    key, credential = api_key_create(partner=PartnerFactory(), scope="read")
    answers = set()
    for wrong in (f"{key.prefix}.wrong", "fck_000000000000.wrong", "x", ".", f"{key.prefix}.", f"{key.prefix}", ""):
        response = APIClient().get(ADDRESS, HTTP_AUTHORIZATION=f"Api-Key {wrong}")
        assert response.status_code == 401
        answers.add(response.content)
    api_key_disable(key=key)
    answers.add(APIClient().get(ADDRESS, HTTP_AUTHORIZATION=f"Api-Key {credential}").content)
    assert len(answers) == 1


def test_a_key_with_odd_characters_is_refused() -> None:
    assert status("\x00.\x00") == status("é.ü") == status("a\x7f.b") == 401


def test_an_expired_key_is_refused() -> None:
    expires_at = clock.now() + timedelta(hours=1)
    _, credential = api_key_create(partner=PartnerFactory(), scope="read", expires_at=expires_at)
    assert status(credential) == 200
    with time_machine.travel(expires_at, tick=False):
        assert status(credential) == 401


def test_the_keys_of_a_partner_that_was_turned_off_are_refused() -> None:
    partner = PartnerFactory()
    _, credential = api_key_create(partner=partner, scope="read")
    Partner.objects.update(active=False)
    assert status(credential) == 401


def test_the_key_of_a_person_who_left_is_refused() -> None:
    user = FactCheckerFactory()
    _, credential = api_key_create(user=user, scope="read")
    assert status(credential) == 200
    user.is_active = False
    user.save()
    assert status(credential) == 401


def test_the_key_of_a_person_who_is_not_staff_may_not_read() -> None:
    _, credential = api_key_create(user=UserFactory(is_staff=False), scope="read")
    assert status(credential) == 403


def test_a_key_of_scope_read_may_not_write() -> None:
    _, credential = api_key_create(partner=PartnerFactory(), scope="read")
    response = APIClient().post("/api/v1/articles/", {"text": "A"}, HTTP_AUTHORIZATION=f"Api-Key {credential}")
    assert response.status_code == 403


def test_use_is_recorded_once_a_minute_at_most(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    key, credential = api_key_create(partner=PartnerFactory(), scope="read")
    start = clock.now()
    with time_machine.travel(start, tick=False) as traveller:
        status(credential)
        key.refresh_from_db()
        assert key.last_used_at == start
        traveller.shift(59)
        with django_assert_num_queries(2):  # the key and the claims: no write
            status(credential)
        key.refresh_from_db()
        assert key.last_used_at == start
        traveller.shift(1)
        status(credential)
        key.refresh_from_db()
        assert key.last_used_at == start + timedelta(seconds=60)


def test_a_key_under_an_old_pepper_is_accepted_and_moves_to_the_new_one(settings: Settings) -> None:
    settings.API_KEY_PEPPERS = ["old"]
    _, credential = api_key_create(partner=PartnerFactory(), scope="read")
    settings.API_KEY_PEPPERS = ["new", "old"]
    assert status(credential) == 200
    settings.API_KEY_PEPPERS = ["new"]
    assert status(credential) == 200
    settings.API_KEY_PEPPERS = ["another"]
    assert status(credential) == 401


@pytest.mark.parametrize(
    "values",
    [
        {"scope": "admin"},
        {"partner": None},
        {"user": True},
        {"expires_at": "past"},
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(values: dict[str, object]) -> None:
    if "user" in values:
        values["user"] = FactCheckerFactory()
    if "expires_at" in values:
        values["expires_at"] = clock.now()
    with pytest.raises(InvalidInput):
        api_key_create(**{"partner": PartnerFactory(), "scope": "read", **values})
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("change", [{"scope": "all"}, {"prefix": "abc"}, {"digest": "secret"}, {"partner": None}])
def test_the_database_refuses_a_key_out_of_form(change: dict[str, object]) -> None:
    key, _ = api_key_create(partner=PartnerFactory(), scope="read")
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.filter(id=key.id).update(**change)


def test_a_second_partner_of_the_same_name_is_refused() -> None:
    partner_create(name="The Daily")
    with pytest.raises(InvalidInput):
        partner_create(name=" The Daily ")
    with pytest.raises(InvalidInput):
        partner_create(name=" ")


def test_the_command_prints_a_key_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_api_key", "--partner", "The Daily", "--scope", "write")
    assert status(capsys.readouterr().out.strip()) == 200
    FactCheckerFactory(username="ines")
    call_command("create_api_key", "--user", "ines")
    assert status(capsys.readouterr().out.strip()) == 200
    with pytest.raises(CommandError):
        call_command("create_api_key", "--user", "nobody")
