import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factcheck.core.errors import Forbidden, InvalidInput, StaleVersion
from factcheck.core.text import Segment
from sources.registry.models import Mention, Source
from sources.registry.services import NewName, mention_judge, mention_store, mentions_store, source_create
from sources.registry.types import ResolvedMention, SourceDescription
from tests.factories import ArticleVersionFactory, FactCheckerFactory, UserFactory

pytestmark = pytest.mark.django_db


def mention(
    start: int = 0, *, name: str = "Maria Keller", kind: str = "person", key: str = "e0", **more: str
) -> ResolvedMention:
    source = SourceDescription(name=name, kind=kind, local_key=key, **more)
    return ResolvedMention((Segment(start, start + 5),), "words", source, "name", 0.95)


def test_an_unknown_source_is_made_provisional_with_its_name_and_found_by_it_again() -> None:
    first = mention_store(version=ArticleVersionFactory(), mention=mention())
    second = mention_store(version=ArticleVersionFactory(), mention=mention(name="MARIA  KELLER"))
    assert first.source is not None
    assert first.source.provisional
    assert first.source.names.get().type == "primary"
    assert second.source == first.source


def test_a_known_source_is_found_in_another_script() -> None:
    known = source_create(kind="person", name="Li Shangfu", names=[NewName("李尚福", "zh")])
    stored = mention_store(version=ArticleVersionFactory(), mention=mention(name="Ли Шанфу"))
    assert stored.source == known


def test_an_anonymous_source_is_made_for_its_article_alone_and_once_there() -> None:
    def officials() -> list[ResolvedMention]:
        more = {"kind": "anonymous", "name": "a senior official", "description": "a senior official", "key": "d1"}
        return [mention(0, **more), mention(10, **more)]

    version = ArticleVersionFactory()
    rows = list(mentions_store(version=version, mentions=officials()).values())
    again = list(mentions_store(version=version, mentions=officials()).values())
    elsewhere = list(mentions_store(version=ArticleVersionFactory(), mentions=officials()).values())
    assert {row.source_id for row in rows} == {row.source_id for row in again}
    assert len({row.source_id for row in rows}) == 1
    assert rows[0].source_id != elsewhere[0].source_id


def test_a_single_surname_is_not_taken_for_an_earlier_articles_person() -> None:
    first = mention_store(version=ArticleVersionFactory(), mention=mention(name="Keller"))
    second = mention_store(version=ArticleVersionFactory(), mention=mention(name="Keller"))
    assert first.source_id != second.source_id


def test_an_office_is_made_with_its_parent() -> None:
    row = mention_store(
        version=ArticleVersionFactory(),
        mention=mention(
            name="Danish Foreign Ministry spokesperson", kind="spokesperson", parent_name="Danish Foreign Ministry"
        ),
    )
    assert row.source is not None
    assert [link.parent.name for link in row.source.parents.all()] == ["Danish Foreign Ministry"]
    assert row.source.parents.get().parent.kind == "government_body"


def test_two_sources_of_one_name_leave_the_mention_to_a_person() -> None:
    for country in ("DK", "NO"):
        source_create(kind="government_body", name="Foreign Ministry", country=country)
    row = mention_store(
        version=ArticleVersionFactory(), mention=mention(name="Foreign Ministry", kind="government_body")
    )
    assert (row.source, row.resolved_by) == (None, "ambiguous")


def test_the_country_decides_between_two_sources_of_one_name() -> None:
    source_create(kind="government_body", name="Foreign Ministry", country="NO")
    danish = source_create(kind="government_body", name="Foreign Ministry", country="DK")
    row = mention_store(
        version=ArticleVersionFactory(),
        mention=mention(name="Foreign Ministry", kind="government_body", country="DK"),
    )
    assert row.source == danish


def test_a_later_run_never_overwrites_a_persons_word() -> None:
    version, person = ArticleVersionFactory(), FactCheckerFactory()
    row = mention_store(version=version, mention=mention())
    right = source_create(kind="person", name="Maria Keller-Holt")
    mention_judge(mention=row, judgement="no", actor=person, source=right)
    mention_store(version=version, mention=mention())
    row.refresh_from_db()
    assert (row.source, row.judgement, row.resolved_by) == (right, "no", "person")


def test_a_later_run_brings_an_unjudged_mention_up_to_date() -> None:
    version = ArticleVersionFactory()
    mention_store(version=version, mention=mention(name="Maria Keller"))
    row = mention_store(version=version, mention=mention(name="Anna Berg"))
    assert row.source is not None
    assert row.source.name == "Anna Berg"
    assert Mention.objects.filter(article_version=version).count() == 1


def test_no_without_another_source_leaves_the_mention_open() -> None:
    row = mention_store(version=ArticleVersionFactory(), mention=mention())
    assert mention_judge(mention=row, judgement="no", actor=FactCheckerFactory()).source is None


def test_judging_needs_a_fact_checker_a_known_word_and_the_present_version() -> None:
    row = mention_store(version=ArticleVersionFactory(), mention=mention())
    with pytest.raises(Forbidden):
        mention_judge(mention=row, judgement="yes", actor=UserFactory())
    with pytest.raises(InvalidInput):
        mention_judge(mention=row, judgement="perhaps", actor=FactCheckerFactory())
    with pytest.raises(StaleVersion):
        mention_judge(mention=row, judgement="yes", actor=FactCheckerFactory(), expected_version=9)


def test_a_hundred_more_mentions_cost_a_handful_of_queries_more() -> None:
    counts = []
    for size in (5, 150):
        mentions = [mention(i * 10, name=f"Maria K{chr(97 + i % 26)}{i}er", key=f"e{i}") for i in range(size)]
        version = ArticleVersionFactory()
        with CaptureQueriesContext(connection) as queries:
            mentions_store(version=version, mentions=mentions)
        counts.append(len(queries))
    # SQLite takes a limited number of values in one statement, so large batches are cut.
    assert counts[1] <= counts[0] + 8, counts
    assert Source.objects.filter(provisional=True).count() >= 150


def test_an_administrator_without_a_role_judges_no_mention() -> None:
    stored = mention_store(version=ArticleVersionFactory(), mention=mention())
    with pytest.raises(Forbidden):
        mention_judge(mention=stored, judgement="yes", actor=UserFactory(is_superuser=True))
