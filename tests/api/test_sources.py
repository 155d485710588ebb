"""Sources over REST: listed, looked up by name, read with what they said, added."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from sources.registry.models import Source, SourceParent
from sources.registry.services import NewName, source_create
from sources.tracing.models import Hop
from tests.factories import ArticleFactory, ArticleVersionFactory, ClaimFactory, MentionFactory, SourceFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/sources/"


def test_a_source_shows_its_names_and_parents(reader: APIClient) -> None:
    ministry = SourceFactory(name="Ministry", kind="government_body")
    source = source_create(
        kind="spokesperson",
        name="Spokesperson",
        names=[NewName("发言人", "zh"), NewName("The voice", "en", "weak")],
        parents=[ministry],
        country="CN",
    )
    shown = reader.get(f"{ADDRESS}{source.public_id}/").json()
    assert [(name["text"], name["script"], name["type"]) for name in shown["names"]] == [
        ("Spokesperson", "Latn", "primary"),
        ("发言人", "Hani", "alias"),
        ("The voice", "Latn", "weak"),
    ]
    assert [parent["id"] for parent in shown["parents"]] == [ministry.public_id]
    assert (shown["country"], shown["merged_into"], shown["provisional"]) == ("CN", None, False)


def test_the_address_of_a_merged_source_points_on(reader: APIClient) -> None:
    kept = SourceFactory(name="Kept")
    merged = SourceFactory(name="Merged", merged_into=kept)
    response = reader.get(f"{ADDRESS}{merged.public_id}/")
    assert response.status_code == 200
    assert response.json()["merged_into"]["id"] == kept.public_id
    assert response["Link"] == f'<http://testserver{ADDRESS}{kept.public_id}/>; rel="canonical"'


@pytest.mark.parametrize("name", ["Li Shangfu", "李尚福", "general li shangfu", "LI SHANGFU"])
def test_a_source_is_found_by_name_in_any_script(reader: APIClient, name: str) -> None:
    source = source_create(kind="person", name="Li Shangfu", names=[NewName("李尚福", "zh")])
    source_create(kind="person", name="Somebody Else")
    page = reader.get(ADDRESS, {"name": name}).json()
    assert [row["id"] for row in page["results"]] == [source.public_id]
    assert 0 < page["results"][0]["match"]["score"] <= 1
    assert (page["next"], page["previous"]) == (None, None)


def test_a_lookup_by_name_is_filtered_like_the_list(reader: APIClient) -> None:
    source_create(kind="person", name="Alice")
    song = source_create(kind="document", name="Alice")
    rows = reader.get(ADDRESS, {"name": "Alice", "kind": "document"}).json()["results"]
    assert [row["id"] for row in rows] == [song.public_id]


@pytest.mark.parametrize("query", [{"cursor": "x"}, {"ordering": "name"}, {"kind": "robot"}])
def test_a_lookup_by_name_takes_no_nonsense(reader: APIClient, query: dict[str, str]) -> None:
    assert reader.get(ADDRESS, {"name": "Alice", **query}).status_code == 400


@pytest.mark.parametrize("name", ["x" * 301, "\x00"])
def test_a_name_that_nobody_bears_is_refused(reader: APIClient, name: str) -> None:
    assert reader.get(ADDRESS, {"name": name}).status_code == 400


def test_sources_are_filtered_and_ordered(reader: APIClient) -> None:
    beta = SourceFactory(name="beta", kind="person", provisional=True)
    alpha = SourceFactory(name="Alpha", kind="person", country="FR", wikidata_id="Q1")
    merged = SourceFactory(name="gamma", merged_into=alpha)

    def found(query: str) -> list[str]:
        return [row["id"] for row in reader.get(ADDRESS + query).json()["results"]]

    assert found("?kind=person&ordering=name") == [alpha.public_id, beta.public_id]
    assert found("?provisional=true") == [beta.public_id]
    assert found("?country=fr") == found("?wikidata_id=Q1") == [alpha.public_id]
    assert found("?merged=true") == [merged.public_id]
    assert merged.public_id not in found("?merged=false")


@pytest.fixture
def speaking(db: None) -> Source:
    """A source with one claim in January, two in March, one of them by a child of it, and an uncertain one."""
    source, child = SourceFactory(), SourceFactory()
    SourceParent.objects.create(source=child, parent=source)

    def claim(day: str, speaker: Source, **fields: Any) -> None:
        version = ArticleVersionFactory(article=ArticleFactory(published_at=f"2026-{day}T12:00:00Z"))
        ClaimFactory(article_version=version, attribution__source=speaker, **fields)

    claim("01-15", source)
    claim("03-01", source, verdict="contested", state="published", revision=1)
    Hop.objects.filter(attribution__claim__verdict="contested").update(finding="confirmed")
    claim("03-20", child)
    claim("03-21", source, uncertain=True)
    claim("03-22", source, state="discarded", discard_reason="not_a_claim")
    return source


def test_a_source_shows_its_claims_by_verdict_and_finding(
    reader: APIClient, staff: APIClient, speaking: Source
) -> None:
    address = f"{ADDRESS}{speaking.public_id}/"
    assert reader.get(address).json()["claims"] == {
        "by_role": {"originator": 2},
        "total": 2,
        "by_verdict": {"none": 1, "contested": 1},
        "by_finding": {"pending": 1, "confirmed": 1},
    }
    assert reader.get(f"{address}?descendants=true").json()["claims"]["total"] == 3
    assert staff.get(address).json()["claims"]["total"] == 3


def test_the_timeline_counts_by_the_day_of_publication(reader: APIClient, speaking: Source) -> None:
    address = f"{ADDRESS}{speaking.public_id}/timeline/"
    assert [(row["period"], row["total"]) for row in reader.get(address).json()["results"]] == [
        ("2026-01-01", 1),
        ("2026-03-01", 1),
    ]
    rows = reader.get(f"{address}?interval=day&descendants=true").json()["results"]
    assert [row["period"] for row in rows] == ["2026-01-15", "2026-03-01", "2026-03-20"]
    assert rows[1]["by_verdict"] == {"contested": 1}
    assert reader.get(f"{address}?role=publisher").json()["results"] == []
    rows = reader.get(f"{address}?interval=year&since=2026-02-01&until=2026-03-10").json()["results"]
    assert [(row["period"], row["total"]) for row in rows] == [("2026-01-01", 1)]
    for query in ("interval=week", "role=nobody", "descendants=1", "since=spring", "step=day"):
        assert reader.get(f"{address}?{query}").status_code == 400


def test_what_a_partner_adds_is_provisional(writer: APIClient, staff: APIClient) -> None:
    body = {"kind": "person", "name": "Ada", "names": [{"text": "Ада", "language": "ru"}], "wikidata_id": "Q7259"}
    response = writer.post(ADDRESS, body)
    assert response.status_code == 201, response.content
    shown = response.json()
    assert (shown["provisional"], shown["name"], len(shown["names"])) == (True, "Ada", 2)
    assert response["Location"] == shown["url"]
    assert staff.post(ADDRESS, {"kind": "person", "name": "Bob"}).json()["provisional"] is False


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "robot"}, "/kind"),
        ({"name": ""}, "/name"),
        ({"name": None}, "/name"),
        ({"name": "x" * 301}, "/name"),
        ({"country": "France"}, "/country"),
        ({"country": "fr"}, "/country"),
        ({"wikidata_id": "7259"}, "/wikidata_id"),
        ({"homepage": "home"}, "/homepage"),
        ({"valid_from": "2026-02-30"}, "/valid_from"),
        ({"names": [{"text": "A"}, {"text": ""}]}, "/names/1/text"),
        ({"names": [{"text": "A", "type": "primary"}]}, "/names/0/type"),
        ({"names": [{"text": "A", "score": 1}]}, "/names/0/score"),
        ({"names": "A"}, "/names"),
        ({"parents": ["src_none"]}, "/parents/0"),
        ({"trust": 5}, "/trust"),
        ({"provisional": False}, "/provisional"),
    ],
)
def test_a_source_that_cannot_be_stored_names_the_field(
    writer: APIClient, change: dict[str, Any], pointer: str
) -> None:
    response = writer.post(ADDRESS, {"kind": "person", "name": "Ada", **change})
    assert response.status_code == 400, response.content
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert not Source.objects.exists()


def test_a_second_source_with_a_wikidata_id_is_a_conflict(writer: APIClient) -> None:
    SourceFactory(wikidata_id="Q1")
    assert writer.post(ADDRESS, {"kind": "person", "name": "Ada", "wikidata_id": "Q1"}).status_code == 409


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"3", b"{", b"\xff\xfe", b"[" * 100_000, b""])
def test_a_body_that_is_no_json_object_is_400(writer: APIClient, body: bytes) -> None:
    response = writer.post(ADDRESS, body, content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json"), response.content


def test_a_body_in_another_media_type_is_415(writer: APIClient) -> None:
    assert writer.post(ADDRESS, "<a/>", content_type="application/xml").status_code == 415


def test_a_body_beyond_the_limit_is_413(writer: APIClient, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert writer.post(ADDRESS, {"kind": "person", "name": "Ada"}).status_code == 413


def test_a_person_judges_what_a_mention_stands_for(staff: APIClient, writer: APIClient) -> None:
    mention = MentionFactory()
    other = SourceFactory()
    address = f"/api/v1/mentions/{mention.public_id}/"
    shown = writer.get(address)
    assert shown.json()["judgement"] is None
    body = {"judgement": "yes", "source": other.public_id}
    headers = {"If-Match": shown["ETag"]}
    assert writer.post(f"{address}judgement/", body, headers=headers).status_code == 403
    assert staff.post(f"{address}judgement/", body).status_code == 428
    response = staff.post(f"{address}judgement/", body, headers=headers)
    assert (response.status_code, response.json()["source"]["id"]) == (200, other.public_id)
    assert (response.json()["judgement"], response.json()["resolved_by"]) == ("yes", "person")
    assert staff.post(f"{address}judgement/", body, headers=headers).status_code == 412


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/judgement"),
        ({"judgement": "perhaps"}, "/judgement"),
        ({"judgement": "yes", "source": "src_x"}, "/source"),
    ],
)
def test_a_judgement_that_says_nothing_is_refused(staff: APIClient, body: dict[str, Any], pointer: str) -> None:
    address = f"/api/v1/mentions/{MentionFactory().public_id}/"
    response = staff.post(f"{address}judgement/", body, headers={"If-Match": '"1"'})
    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
