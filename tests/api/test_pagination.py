"""Pages by cursor: every row once, in order, both ways, whatever is added or taken away meanwhile."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from factcheck.claims.models import Claim
from tests.factories import ArticleVersionFactory, ClaimFactory

pytestmark = pytest.mark.django_db


def walk(client: APIClient, address: str, link: str = "next") -> list[dict[str, Any]]:
    """Return all rows from the address on, following the link."""
    rows: list[dict[str, Any]] = []
    while address:
        page = client.get(address).json()
        rows = [*rows, *page["results"]] if link == "next" else [*page["results"], *rows]
        address = page[link]
    return rows


@pytest.mark.parametrize("ordering", ["created_at", "-created_at", "checkworthy", "-checkworthy", "-updated_at"])
def test_pages_together_are_the_whole_list_once(reader: APIClient, ordering: str) -> None:
    version = ArticleVersionFactory()
    claims = [ClaimFactory(article_version=version, checkworthy=score) for score in (0.5, None, 0.5, 0.1, 0.5, 0.9)]
    rows = walk(reader, f"/api/v1/claims/?page_size=2&ordering={ordering}")
    assert len(rows) == len({row["id"] for row in rows}) == len(claims)
    name = ordering.removeprefix("-")
    values = [row["scores"]["checkworthy"] or -1 if name == "checkworthy" else row[name] for row in rows]
    assert values == sorted(values, reverse=ordering.startswith("-"))


def test_the_way_back_is_the_way_there(reader: APIClient) -> None:
    for _ in range(5):
        ClaimFactory()
    forwards = walk(reader, "/api/v1/claims/?page_size=2")
    last = "/api/v1/claims/?page_size=2"
    while following := reader.get(last).json()["next"]:
        last = following
    assert [row["id"] for row in walk(reader, last, "previous")] == [row["id"] for row in forwards]


def test_the_first_page_has_no_previous_and_the_last_no_next(reader: APIClient) -> None:
    ClaimFactory()
    page = reader.get("/api/v1/claims/").json()
    assert (len(page["results"]), page["next"], page["previous"]) == (1, None, None)


def test_an_empty_list_is_a_page(reader: APIClient) -> None:
    assert reader.get("/api/v1/claims/").json() == {"results": [], "next": None, "previous": None}


def test_a_row_that_comes_meanwhile_shifts_no_page(reader: APIClient) -> None:
    old = [ClaimFactory() for _ in range(4)]
    page = reader.get("/api/v1/claims/?page_size=2").json()
    ClaimFactory()
    rest = walk(reader, page["next"])
    assert [row["id"] for row in page["results"] + rest] == [claim.public_id for claim in reversed(old)]


def test_the_row_at_the_edge_may_go(reader: APIClient) -> None:
    claims = [ClaimFactory() for _ in range(3)]
    page = reader.get("/api/v1/claims/?page_size=2").json()
    Claim.objects.filter(id=claims[1].id).delete()
    assert [row["id"] for row in walk(reader, page["next"])] == [claims[0].public_id]


def test_a_cursor_keeps_the_filters_and_refuses_others(reader: APIClient) -> None:
    for _ in range(3):
        ClaimFactory(language="en")
    following = reader.get("/api/v1/claims/?page_size=2&language=en").json()["next"]
    assert len(reader.get(following).json()["results"]) == 1
    response = reader.get(following.replace("language=en", "language=de"))
    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "cursor_of_another_query"
