"""Errors are problem documents that point at what is wrong, and bad input never is an error of ours."""

import pytest
from rest_framework import serializers
from rest_framework.test import APIClient

from factcheck.api.errors import pointer
from factcheck.api.problems import problem_exception_handler
from factcheck.core.errors import Conflict, InvalidInput, MissingRequirements, StaleVersion, Unavailable

pytestmark = pytest.mark.django_db

MEDIA_TYPE = "application/problem+json"


def test_an_error_without_a_credential_names_the_scheme(anonymous: APIClient) -> None:
    response = anonymous.get("/api/v1/claims/")
    assert response.status_code == 401
    assert response["Content-Type"] == MEDIA_TYPE
    assert response["WWW-Authenticate"] == 'Api-Key realm="api"'
    assert response.json()["type"] == "urn:factcheck:problem:not_authenticated"


def test_an_address_that_does_not_exist_is_a_problem_too(anonymous: APIClient) -> None:
    response = anonymous.get("/api/v1/nothing/here/")
    assert (response.status_code, response["Content-Type"]) == (404, MEDIA_TYPE)


def test_an_address_without_its_slash_leads_on_when_read(anonymous: APIClient) -> None:
    response = anonymous.get("/api/v1/claims?state=published")
    assert (response.status_code, response["Location"]) == (302, "/api/v1/claims/?state=published")


def test_an_address_without_its_slash_says_so_when_written_to(writer: APIClient) -> None:
    response = writer.post("/api/v1/claims", {})
    assert response.status_code == 404
    assert "end with a slash" in response.json()["detail"]


def test_a_method_that_an_address_lacks_is_a_problem(writer: APIClient) -> None:
    response = writer.delete("/api/v1/claims/")
    assert (response.status_code, response["Content-Type"]) == (405, MEDIA_TYPE)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize(
    "path",
    [
        "articles/",
        "claims/",
        "sources/",
        "evidence/",
        "search/",
        "suggest/",
        "match/",
        "analyze/",
        "nowhere/",
        "claims",
    ],
)
def test_every_method_gets_an_answer_at_every_address(writer: APIClient, method: str, path: str) -> None:
    response = writer.generic(method, f"/api/v1/{path}")
    assert response.status_code < 500
    if method == "HEAD":
        assert response.content == b""


def test_the_methods_of_an_address_are_in_its_allow_header(reader: APIClient) -> None:
    response = reader.options("/api/v1/articles/")
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_the_root_leads_to_the_reference(anonymous: APIClient) -> None:
    assert anonymous.get("/api/v1/")["Location"] == "/api/v1/docs/"


def test_a_media_type_that_is_not_offered_is_a_problem(reader: APIClient) -> None:
    response = reader.get("/api/v1/claims/", HTTP_ACCEPT="text/csv")
    assert (response.status_code, response["Content-Type"]) == (406, MEDIA_TYPE)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidInput.field("/url", "invalid", "Give a URL."), 400),
        (Conflict("Not now."), 409),
        (StaleVersion("Read it again."), 412),
        (MissingRequirements("Something is missing."), 422),
    ],
)
def test_an_error_of_a_service_keeps_its_status_and_code(error: Exception, status: int) -> None:
    response = problem_exception_handler(error, {})
    assert response is not None
    assert response.data["status"] == response.status_code == status
    assert response.data["type"].endswith(error.code)


def test_an_error_of_a_service_keeps_its_pointers() -> None:
    response = problem_exception_handler(InvalidInput.field("/url", "invalid", "Give a URL."), {})
    assert response is not None
    assert response.data["errors"] == [{"pointer": "/url", "in": "body", "code": "invalid", "detail": "Give a URL."}]


def test_what_is_away_says_when_to_come_again() -> None:
    response = problem_exception_handler(Unavailable("Search does not answer.", retry_after=7), {})
    assert response is not None
    assert (response.status_code, response["Retry-After"]) == (503, "7")


def test_pointers_reach_into_lists_and_escape_slashes() -> None:
    detail = {"segments": [{}, {"end": ["Too small."]}], "a/b~c": ["Bad."], "non_field_errors": ["All of it."]}
    response = problem_exception_handler(serializers.ValidationError(detail), {})
    assert response is not None
    assert [error["pointer"] for error in response.data["errors"]] == ["/segments/1/end", "/a~1b~0c", ""]
    assert pointer("a/b~c") == "/a~1b~0c"
