import pytest

from factcheck.core.errors import Conflict, Forbidden, InvalidInput
from sources.registry.models import Mention, Source, SourceName, SourceParent
from sources.registry.selectors import source_current, sources_find
from sources.registry.services import (
    NewName,
    source_create,
    source_merge,
    source_merge_undo,
    source_merge_warnings,
    source_parent_add,
    source_split,
)
from sources.tracing.models import Hop
from tests.factories import (
    ArticleFactory,
    ArticleVersionFactory,
    ClaimFactory,
    EditorFactory,
    FactCheckerFactory,
    MentionFactory,
)

pytestmark = pytest.mark.django_db


def two() -> tuple[Source, Source]:
    return source_create(kind="person", name="Anna Berg"), source_create(
        kind="person", name="Anna Holt", names=[NewName("安娜", "zh")], provisional=True
    )


def state() -> dict[str, object]:
    """Return everything that a merge may move, to compare before and after."""
    return {
        "hops": set(Hop.objects.values_list("id", "source_id")),
        "mentions": set(Mention.objects.values_list("id", "source_id")),
        "names": set(SourceName.objects.values_list("source_id", "text", "type")),
        "parents": set(SourceParent.objects.values_list("source_id", "parent_id", "valid_from")),
        "sources": set(Source.objects.values_list("id", "merged_into_id", "wikidata_id", "name")),
    }


def test_what_pointed_to_the_merged_one_points_to_the_kept_and_its_address_leads_on() -> None:
    kept, merged = two()
    mention = MentionFactory(source=merged)
    claim = ClaimFactory(attribution__mention=mention)
    article = ArticleFactory(publisher=merged)
    source_merge(kept=kept, merged=merged, actor=EditorFactory())
    mention.refresh_from_db()
    article.refresh_from_db()
    assert mention.source == kept == article.publisher
    assert Hop.objects.get(attribution__claim=claim).source == kept
    assert source_current(merged) == kept
    assert {candidate.source.id for candidate in sources_find(name="安娜")} == {kept.id}


def test_undoing_restores_everything() -> None:
    kept, merged = two()
    office, other = (source_create(kind="government_body", name=name) for name in ("Office", "Other"))
    editor = EditorFactory()
    source_parent_add(source=kept, parent=office, actor=editor)
    source_parent_add(source=merged, parent=office, actor=editor)
    source_parent_add(source=merged, parent=other, actor=editor)
    Source.objects.filter(id=merged.id).update(wikidata_id="Q42")
    merged.refresh_from_db()
    ClaimFactory(attribution__mention=MentionFactory(source=merged))
    ClaimFactory(attribution__mention=MentionFactory(source=kept))
    before = state()
    merge = source_merge(kept=kept, merged=merged, actor=editor, reason="one person")
    assert state() != before
    kept.refresh_from_db()
    assert kept.wikidata_id == "Q42"
    source_merge_undo(merge=merge, actor=editor)
    assert state() == before


def test_undoing_leaves_what_came_after_the_merge() -> None:
    kept, merged = two()
    merge = source_merge(kept=kept, merged=merged, actor=EditorFactory())
    later = MentionFactory(source=kept)
    source_merge_undo(merge=merge, actor=EditorFactory())
    later.refresh_from_db()
    assert later.source == kept
    with pytest.raises(Conflict):
        source_merge_undo(merge=merge, actor=EditorFactory())


def test_other_wikidata_ids_kinds_or_countries_are_a_warning_that_a_person_must_overrule() -> None:
    kept = source_create(kind="person", name="A", wikidata_id="Q1", country="DK")
    merged = source_create(kind="organisation", name="B", wikidata_id="Q2", country="NO")
    assert [w.code for w in source_merge_warnings(kept=kept, merged=merged)] == [
        "other_wikidata_id",
        "other_kind",
        "other_country",
    ]
    with pytest.raises(Conflict) as caught:
        source_merge(kept=kept, merged=merged, actor=EditorFactory())
    assert caught.value.code == "needs_confirmation"
    assert source_merge(kept=kept, merged=merged, actor=EditorFactory(), despite_warnings=True).id


def test_only_editors_merge() -> None:
    kept, merged = two()
    with pytest.raises(Forbidden):
        source_merge(kept=kept, merged=merged, actor=FactCheckerFactory())


def test_what_must_not_become_one_is_refused() -> None:
    office = source_create(kind="government_body", name="Office")
    voice = source_create(kind="spokesperson", name="Office spokesperson", parents=[office])
    nobody = source_create(kind="anonymous", name="an official")
    editor = EditorFactory()
    with pytest.raises(InvalidInput):
        source_merge(kept=office, merged=office, actor=editor)
    with pytest.raises(Conflict, match="speaks for"):
        source_merge(kept=office, merged=voice, actor=editor, despite_warnings=True)
    with pytest.raises(Conflict, match="anonymous"):
        source_merge(kept=office, merged=nobody, actor=editor, despite_warnings=True)


def test_a_merge_that_would_lead_a_chain_in_a_circle_is_refused() -> None:
    kept, merged = two()
    ClaimFactory(attribution__source=kept, attribution__publisher=merged)
    with pytest.raises(Conflict) as caught:
        source_merge(kept=kept, merged=merged, actor=EditorFactory())
    assert caught.value.code == "cycle"


def test_a_merged_source_is_merged_on_and_the_first_merge_waits_for_the_second() -> None:
    first, second = two()
    third = source_create(kind="person", name="Anna B. Holt")
    editor = EditorFactory()
    one = source_merge(kept=second, merged=first, actor=editor)
    source_merge(kept=third, merged=second, actor=editor)
    first.refresh_from_db()
    assert source_current(first) == third
    with pytest.raises(Conflict):
        source_merge_undo(merge=one, actor=editor)


def test_a_split_takes_mentions_and_names_and_their_hops_follow() -> None:
    source = source_create(kind="person", name="Anna Berg", names=[NewName("A. Holt")])
    version = ArticleVersionFactory()
    staying = MentionFactory(article_version=version, source=source)
    leaving = MentionFactory(article_version=version, source=source, start=6, end=9)
    claim = ClaimFactory(article_version=version, attribution__mention=leaving)
    new = source_split(
        source=source,
        name="Anna Holt",
        actor=EditorFactory(),
        mention_ids=[leaving.id],
        name_ids=[source.names.get(text="A. Holt").id],
    )
    staying.refresh_from_db()
    leaving.refresh_from_db()
    assert (staying.source, leaving.source, leaving.judgement) == (source, new, "yes")
    assert Hop.objects.get(attribution__claim=claim).source == new
    assert {candidate.source.id for candidate in sources_find(name="A. Holt")} == {new.id}
    with pytest.raises(InvalidInput):
        source_split(source=source, name="X", actor=EditorFactory(), mention_ids=[leaving.id])
