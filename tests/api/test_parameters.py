"""Query strings are read strictly: what is not known, not readable or given twice is named in a 400."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def errors(client: APIClient, address: str) -> list[dict[str, Any]]:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json"), response.content
    return response.json()["errors"]


def test_an_unknown_parameter_of_a_list_is_named(reader: APIClient) -> None:
    [error] = errors(reader, "/api/v1/claims/?verdikt=contested")
    assert (error["pointer"], error["in"], error["code"]) == ("/verdikt", "query", "unknown")
    assert "verdict" in error["detail"]


def test_an_unknown_parameter_of_a_single_resource_is_named(reader: APIClient) -> None:
    claim = ClaimFactory()
    [error] = errors(reader, f"/api/v1/claims/{claim.public_id}/?fields=id")
    assert (error["pointer"], error["code"]) == ("/fields", "unknown")


def test_a_page_parameter_is_unknown_where_there_are_no_pages(reader: APIClient) -> None:
    claim = ClaimFactory()
    assert errors(reader, f"/api/v1/claims/{claim.public_id}/?page_size=3")[0]["pointer"] == "/page_size"


def test_a_parameter_that_is_given_twice_is_refused(reader: APIClient) -> None:
    assert errors(reader, "/api/v1/claims/?kind=quoted&kind=reported")[0]["code"] == "repeated"


def test_a_parameter_without_a_value_is_refused(reader: APIClient) -> None:
    assert errors(reader, "/api/v1/claims/?verdict=")[0]["code"] == "blank"


def test_all_that_is_wrong_is_named_at_once(reader: APIClient) -> None:
    assert [error["pointer"] for error in errors(reader, "/api/v1/claims/?a=1&b=2&state=")] == ["/a", "/b", "/state"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("state=done", "/state"),
        ("state=published,done", "/state"),
        ("verdict=true", "/verdict"),
        ("uncertain=yes", "/uncertain"),
        ("uncertain=1", "/uncertain"),
        ("role=speaker", "/role"),
        ("created_at__gte=yesterday", "/created_at__gte"),
        ("created_at__gte=2026-13-01", "/created_at__gte"),
        ("created_at__gte=0001-01-01T00:00:00%2B14:00", "/created_at__gte"),
        ("created_at__gte=9999-12-31T23:59:59-14:00", "/created_at__gte"),
        ("checkworthy__gte=high", "/checkworthy__gte"),
        ("checkworthy__gte=2", "/checkworthy__gte"),
        ("checkworthy__gte=nan", "/checkworthy__gte"),
        ("checkworthy__gte=1e999", "/checkworthy__gte"),
        ("language=%00", "/language"),
        ("page_size=0", "/page_size"),
        ("page_size=101", "/page_size"),
        ("page_size=ten", "/page_size"),
        ("page_size=٣", "/page_size"),
        ("page_size=99999999999999999999", "/page_size"),
        ("ordering=text", "/ordering"),
        ("ordering=--created_at", "/ordering"),
        ("cursor=abc", "/cursor"),
        ("cursor=%F0%9F%98%80:%00", "/cursor"),
    ],
)
def test_a_value_that_cannot_be_read_is_an_error_at_its_parameter(reader: APIClient, query: str, pointer: str) -> None:
    assert {error["pointer"] for error in errors(reader, f"/api/v1/claims/?{query}")} == {pointer}
