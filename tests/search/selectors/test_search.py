import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factcheck.core.errors import InvalidInput
from factcheck.search.backends.base import SearchBackend
from factcheck.search.models import Kind
from factcheck.search.selectors import search_find, search_suggest
from factcheck.search.services import index_jobs_drain, index_jobs_enqueue
from sources.registry.models import Source, SourceName, SourceParent
from tests.factories import ArticleFactory, ArticleVersionFactory, ClaimFactory, SourceFactory


def indexed(*claims: object) -> None:
    index_jobs_enqueue(kind=Kind.CLAIM, object_ids=[claim.id for claim in claims])  # type: ignore[attr-defined]
    index_jobs_drain()


def ids(**options: object) -> list[str]:
    return [hit.public_id for hit in search_find(kind="claim", **options).hits]  # type: ignore[arg-type]


def test_a_hit_shows_the_claim_as_partners_read_it(search_index: SearchBackend) -> None:
    claim = ClaimFactory(attribution__source=SourceFactory(name="Alice"))
    indexed(claim)
    (hit,) = search_find(kind="claim", q="bridge").hits
    assert hit.payload["id"] == claim.public_id
    assert hit.payload["attribution"]["chain"][0]["source"]["name"] == "Alice"
    assert [claim.text[start:end] for start, end in hit.highlights["text"]] == ["bridge"]


def test_one_filter_finds_a_source_with_its_descendants_under_any_name(search_index: SearchBackend) -> None:
    ministry = SourceFactory(name="Ministry of Defence")
    minister = SourceFactory(name="Li Shangfu", kind=Source.Kind.PERSON)
    SourceName.objects.create(source=minister, text="李尚福", language="zh", script="Hans")
    SourceParent.objects.create(source=minister, parent=ministry)
    claim = ClaimFactory(attribution__source=minister)
    indexed(claim, ClaimFactory(attribution__source=SourceFactory()))
    assert ids(filters={"source": [ministry.public_id]}) == [claim.public_id]
    assert ids(filters={"source_exact": [ministry.public_id]}) == []
    assert ids(filters={"source": [ministry.public_id], "role": ["originator"]}) == [claim.public_id]
    assert ids(filters={"source": [ministry.public_id], "role": ["channel"]}) == []
    assert ids(q="source:李尚福") == [claim.public_id]


def test_a_filter_by_a_merged_source_looks_for_the_one_that_was_kept(search_index: SearchBackend) -> None:
    kept = SourceFactory()
    merged = SourceFactory(merged_into=kept)
    claim = ClaimFactory(attribution__source=kept)
    indexed(claim)
    assert ids(filters={"source": [merged.public_id]}) == [claim.public_id]


def test_partners_do_not_find_what_nobody_has_touched_and_the_engine_doubts(search_index: SearchBackend) -> None:
    sure, doubtful = ClaimFactory(), ClaimFactory(uncertain=True)
    indexed(sure, doubtful)
    assert ids(for_partners=True) == [sure.public_id]
    assert sorted(ids()) == sorted([sure.public_id, doubtful.public_id])


def test_articles_are_found_by_their_text(search_index: SearchBackend) -> None:
    version = ArticleVersionFactory(article=ArticleFactory(title="A bridge"))
    index_jobs_enqueue(kind=Kind.ARTICLE, object_ids=[version.article_id])
    index_jobs_drain()
    (hit,) = search_find(kind="article", q="bridge nobody").hits
    assert hit.public_id == version.article.public_id
    assert version.text[slice(*hit.highlights["text"][0])] == "bridge"


def test_a_completion_of_a_source_comes_from_any_of_its_names(search_index: SearchBackend) -> None:
    source = SourceFactory(name="Reuters")
    SourceName.objects.create(source=source, text="Рейтер", language="ru", script="Cyrl")
    index_jobs_enqueue(kind=Kind.SOURCE, object_ids=[source.id])
    index_jobs_drain()
    assert [s.text for s in search_suggest(kind="source", prefix="рей")] == ["Reuters"]


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ({"filters": {"verdict": ["false"]}}, "/verdict"),
        ({"filters": {"colour": ["red"]}}, "/colour"),
        ({"filters": {"matchable": ["true"]}}, "/matchable"),
        ({"facets": ["text"]}, "/facet"),
        ({"sort": "score"}, "/sort"),
        ({"size": 0}, "/size"),
        ({"size": 101}, "/size"),
        ({"q": "x" * 2001}, "/q"),
        ({"cursor": "eyJhIjogMX0"}, "/cursor"),
    ],
)
def test_what_cannot_be_used_is_named(search_index: SearchBackend, options: dict[str, object], pointer: str) -> None:
    with pytest.raises(InvalidInput) as error:
        search_find(kind="claim", **options)  # type: ignore[arg-type]
    assert error.value.errors[0].pointer == pointer


def test_a_cursor_is_refused_by_another_search(search_index: SearchBackend) -> None:
    indexed(ClaimFactory(), ClaimFactory())
    cursor = search_find(kind="claim", q="bridge", size=1).next_cursor
    assert cursor is not None
    assert len(search_find(kind="claim", q="bridge", size=1, cursor=cursor).hits) == 1
    with pytest.raises(InvalidInput, match="other words"):
        search_find(kind="claim", q="closed", size=1, cursor=cursor)


def test_a_page_needs_the_same_queries_for_two_and_for_twenty_rows(search_index: SearchBackend) -> None:
    indexed(*(ClaimFactory(attribution__source=SourceFactory()) for _ in range(20)))
    counts = []
    for size in (2, 20):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            search_find(kind="claim", q="bridge", size=size, sort="-date")
        counts.append(len(queries))
    assert counts[0] == counts[1]
