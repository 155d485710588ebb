import pytest

from factcheck.core.errors import Conflict, Forbidden, InvalidInput, StaleVersion
from factcheck.search.models import IndexJob
from sources.registry.models import Source
from sources.registry.selectors import publisher_for_url, source_descendant_ids, sources_find, sure_candidate
from sources.registry.services import (
    NewName,
    source_confirm,
    source_create,
    source_name_add,
    source_name_remove,
    source_parent_add,
    source_update,
    source_withdraw,
)
from tests.factories import EditorFactory, FactCheckerFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_source_is_made_with_names_parents_and_an_index_job() -> None:
    office = source_create(kind="government_body", name="Kontor", country="DK")
    voice = source_create(
        kind="spokesperson", name="Kontor spokesperson", names=[NewName("Talsmand", "da")], parents=[office]
    )
    assert set(voice.names.values_list("text", "type")) == {("Kontor spokesperson", "primary"), ("Talsmand", "alias")}
    assert source_descendant_ids(office) == {office.id, voice.id}
    assert IndexJob.objects.filter(kind=IndexJob.Kind.SOURCE, object_id=voice.id).exists()


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"kind": "wizard", "name": "A"}, "/kind"),
        ({"kind": "person", "name": " "}, "/name"),
        ({"kind": "person", "name": "A", "wikidata_id": "8673"}, "/wikidata_id"),
        ({"kind": "person", "name": "A", "country": "china"}, "/country"),
        ({"kind": "person", "name": "A", "homepage": "not a url"}, "/homepage"),
        ({"kind": "person", "name": "A", "trust": 5}, "/trust"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(fields: dict[str, object], pointer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        source_create(**fields)  # type: ignore[arg-type]
    assert pointer in [error.pointer for error in caught.value.errors]
    assert not Source.objects.exists()


def test_a_wikidata_id_is_one_sources() -> None:
    source_create(kind="person", name="A", wikidata_id="Q42")
    with pytest.raises(Conflict):
        source_create(kind="person", name="B", wikidata_id="Q42")


def test_a_renamed_source_is_found_by_both_names() -> None:
    source = source_create(kind="person", name="Anna Berg")
    source_update(source=source, actor=FactCheckerFactory(), name="Anna Holt")
    assert [sources_find(name=name)[0].source for name in ("Anna Berg", "Anna Holt")] == [source, source]
    assert source.names.get(type="primary").text == "Anna Holt"
    assert source.version == 2


def test_a_change_of_a_stale_copy_is_refused() -> None:
    source = source_create(kind="person", name="Anna Berg")
    with pytest.raises(StaleVersion):
        source_update(source=source, actor=FactCheckerFactory(), expected_version=7, notes="x")


def test_confirming_ends_what_was_provisional() -> None:
    source = source_create(kind="person", name="Anna Berg", provisional=True)
    assert not source_confirm(source=source, actor=FactCheckerFactory()).provisional
    with pytest.raises(Forbidden):
        source_confirm(source=source, actor=UserFactory())


def test_a_withdrawn_source_keeps_its_row_and_is_no_longer_found() -> None:
    source = source_create(kind="person", name="Anna Berg")
    with pytest.raises(Forbidden):
        source_withdraw(source=source, actor=FactCheckerFactory(), reason="invented")
    source_withdraw(source=source, actor=EditorFactory(), reason="invented")
    assert sources_find(name="Anna Berg") == []
    assert Source.objects.filter(id=source.id).exists()


def test_a_new_primary_name_makes_the_old_one_an_alias() -> None:
    source = source_create(kind="broadcaster", name="Norden TV")
    person = FactCheckerFactory()
    source_name_add(source=source, name=NewName("Norden Television", type="primary"), actor=person)
    source.refresh_from_db()
    assert source.name == "Norden Television"
    assert source.names.get(text="Norden TV").type == "alias"
    with pytest.raises(Conflict):
        source_name_remove(name=source.names.get(type="primary"), actor=person)
    source_name_remove(name=source.names.get(text="Norden TV"), actor=person)
    assert source.names.count() == 1


def test_parents_never_make_a_circle() -> None:
    state, office = (source_create(kind="government_body", name=name) for name in ("State", "Office"))
    source_parent_add(source=office, parent=state, actor=EditorFactory())
    with pytest.raises(Conflict):
        source_parent_add(source=state, parent=office, actor=EditorFactory())


def test_an_ambiguous_name_is_left_to_a_person_and_a_weak_one_is_not_sure() -> None:
    for country in ("DK", "NO"):
        source_create(kind="government_body", name="Foreign Ministry", country=country)
    source_create(kind="organisation", name="Northern Union", names=[NewName("NU", type="weak")])
    assert len(sources_find(name="Foreign Ministry")) == 2
    assert sure_candidate(sources_find(name="Foreign Ministry")) is None
    assert sure_candidate(sources_find(name="NU")) is None
    assert sources_find(name="NU")[0].score < 0.9


def test_a_name_in_another_transliteration_is_a_candidate_with_a_lower_score() -> None:
    source = source_create(kind="person", name="Li Shangfu")
    (candidate,) = sources_find(name="Ли Шанфу")
    assert candidate.source == source
    assert 0.8 < candidate.score < 0.9
    assert sources_find(name="Ли Шанфу", kinds=["broadcaster"]) == []


def test_an_anonymous_source_is_never_found_by_its_words() -> None:
    source_create(kind="anonymous", name="a senior official", description="a senior official")
    assert sources_find(name="a senior official") == []


def test_a_publisher_is_known_by_the_host_of_its_homepage() -> None:
    source = source_create(kind="publication", name="Norden Post", homepage="https://www.nordenpost.example/")
    assert publisher_for_url("https://nordenpost.example/2026/11/story") == source
    assert publisher_for_url("https://sport.nordenpost.example/story") == source
    assert publisher_for_url("https://notnordenpost.example/story") is None
    assert publisher_for_url("nonsense") is None
