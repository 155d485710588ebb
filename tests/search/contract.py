"""What every search backend does. Each backend's test module inherits this class and provides ``backend``."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from factcheck.core import clock
from factcheck.search.backends.base import SearchBackend
from factcheck.search.language import query_parse
from factcheck.search.types import DateRange, Document, MatchQuery, SearchPage, SearchRequest, tombstone
from tests.search.documents import claim_document, direction, source_document


class BackendContract:
    @pytest.fixture
    def backend(self) -> Iterable[SearchBackend]:
        raise NotImplementedError

    def store(self, backend: SearchBackend, *documents: Document) -> None:
        result = backend.index(documents)
        assert not result.failed
        backend.refresh(documents[0].kind)

    def search(self, backend: SearchBackend, text: str = "", *, kind: str = "claim", **options: object) -> SearchPage:
        query = query_parse(kind=kind, text=text)
        return backend.search(SearchRequest(kind=kind, query=query, **options))  # type: ignore[arg-type]

    def ids(self, backend: SearchBackend, text: str = "", **options: object) -> list[int]:
        return [hit.object_id for hit in self.search(backend, text, **options).hits]

    # Writing

    def test_ensure_twice_keeps_what_is_there(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1))
        backend.ensure()
        assert backend.count("claim") == 1

    def test_a_late_write_of_an_older_version_changes_nothing(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, "new words", version=5))
        result = backend.index([claim_document(1, "old words", version=4)])
        backend.refresh("claim")
        assert (result.written, result.already_newer) == (0, 1)
        assert self.ids(backend, "new") == [1]
        assert self.ids(backend, "old") == []

    def test_the_same_version_twice_counts_as_done(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, version=2))
        result = backend.index([claim_document(1, version=2)])
        assert (result.written, result.already_newer, dict(result.failed)) == (0, 1, {})

    def test_a_newer_version_replaces_the_whole_document(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, "first words", state="unreviewed"))
        self.store(backend, claim_document(1, "second words", version=2, state="published"))
        assert self.ids(backend, "first") == []
        assert self.ids(backend, "second", filters={"state": ("published",)}) == [1]
        assert self.ids(backend, filters={"state": ("unreviewed",)}) == []

    def test_a_deleted_row_is_not_brought_back_by_a_late_write(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, version=3))
        backend.delete(kind="claim", object_id=1, version=4)
        backend.index([claim_document(1, version=3)])
        backend.refresh("claim")
        assert self.ids(backend) == []
        assert backend.count("claim") == 0
        assert [(v.object_id, v.version, v.deleted) for v in backend.versions("claim")] == [(1, 4, True)]

    def test_old_tombstones_are_purged_and_living_rows_stay(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1), tombstone(kind="claim", object_id=2, version=9))
        assert backend.purge("claim", before=clock.now() - timedelta(days=1)) == 0
        assert backend.purge("claim", before=clock.now() + timedelta(days=1)) == 1
        backend.refresh("claim")
        assert [v.object_id for v in backend.versions("claim")] == [1]

    def test_versions_come_in_id_order(self, backend: SearchBackend) -> None:
        self.store(backend, *(claim_document(n, version=n) for n in (30, 4, 200)))
        assert [(v.object_id, v.version) for v in backend.versions("claim")] == [(4, 4), (30, 30), (200, 200)]
        assert [v.object_id for v in backend.versions("claim", object_ids=[200, 4, 9])] == [4, 200]

    # Words

    def test_all_words_must_be_there_in_whatever_form(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, "The ministers denied it."), claim_document(2, "The minister agreed."))
        assert self.ids(backend, "minister denying") == [1]

    def test_words_may_stand_in_different_fields(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, "Ties are strong.", sources=("Li Shangfu",)), claim_document(2, "Ties."))
        assert self.ids(backend, "ties Shangfu") == [1]

    def test_a_phrase_must_stand_together(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, "heavy water reactor"), claim_document(2, "water for the heavy reactor"))
        assert self.ids(backend, '"heavy water"') == [1]

    def test_an_excluded_word_or_phrase_must_not_be_there(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, "gas and oil"), claim_document(2, "gas alone"))
        assert self.ids(backend, "gas -oil") == [2]
        assert self.ids(backend, '-"gas and oil"') == [2]

    def test_a_star_lets_the_last_word_go_on(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, "disinformation spreads"), claim_document(2, "distance matters"))
        assert self.ids(backend, "disinfo*") == [1]

    def test_a_field_prefix_looks_in_that_field_only(self, backend: SearchBackend) -> None:
        self.store(
            backend,
            claim_document(1, "It was on Russia 24.", sources=("Li Shangfu",)),
            claim_document(2, "Ties are strong.", sources=("Russia 24",)),
        )
        assert self.ids(backend, 'source:"Russia 24"') == [2]

    def test_a_phrase_does_not_run_from_one_name_into_the_next(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, sources=("Radio Free", "Europe Today")))
        assert self.ids(backend, 'source:"Free Europe"') == []
        assert self.ids(backend, 'source:"Europe Today"') == [1]

    @pytest.mark.parametrize("query", ["Elysee", "élysée", "ÉLYSÉE"])
    def test_accents_and_case_do_not_matter(self, backend: SearchBackend, query: str) -> None:
        self.store(backend, claim_document(1, sources=("Palais de l'Élysée",)))
        assert self.ids(backend, query) == [1]

    def test_letters_that_do_not_decompose_are_folded_too(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, sources=("Wałęsa",)), claim_document(2, sources=("Jørgensen",)))
        assert self.ids(backend, "walesa") == [1]
        assert self.ids(backend, "jorgensen") == [2]

    def test_a_possessive_is_the_word_itself(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, "Russia's army"), claim_document(2, "the army of Russia"))
        assert sorted(self.ids(backend, "Russia")) == [1, 2]
        assert sorted(self.ids(backend, "Russia's")) == [1, 2]

    @pytest.mark.parametrize("query", ["李尚福", "尚福", "Россия 24", "россия", "Shangfu"])
    def test_a_name_is_found_in_each_of_its_scripts(self, backend: SearchBackend, query: str) -> None:
        names = ("Li Shangfu", "李尚福", "Россия 24")
        self.store(backend, claim_document(1, sources=names), claim_document(2, sources=("Wang Yi", "王毅")))
        assert self.ids(backend, query) == [1]

    def test_a_typo_in_a_name_still_finds_it_below_exact_hits(self, backend: SearchBackend) -> None:
        self.store(
            backend,
            claim_document(1, sources=("Peskov",)),
            claim_document(2, "Pescov is a village.", sources=("Somebody",)),
        )
        assert self.ids(backend, "Pescov") == [2, 1]
        assert self.ids(backend, "source:Peskow") == [1]

    def test_quotation_marks_forgive_no_typo(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, sources=("Peskov",)))
        assert self.ids(backend, 'source:"Peskow"') == []

    @pytest.mark.parametrize(
        "query",
        [
            '"never closed',
            "a AND",
            "NOT",
            "OR OR",
            "text:",
            ":",
            "(",
            "NEAR(a b)",
            "*",
            "^a",
            "{a b} : c",
            "\\",
            "-",
            '""',
            "https://example.org/?q=1&r=2",
            "a\x00b",
            "💥",
            '+-&&||!(){}[]^"~*?:\\/',
        ],
    )
    def test_no_syntax_is_an_error(self, backend: SearchBackend, query: str) -> None:
        self.store(backend, claim_document(1))
        self.search(backend, query)

    # Filters, facets, order

    def test_filters_hold_together_and_their_values_are_alternatives(self, backend: SearchBackend) -> None:
        self.store(
            backend,
            claim_document(1, state="published", verdict="contested"),
            claim_document(2, state="published", verdict="verified"),
            claim_document(3, state="in_review", verdict="verified"),
        )
        filters = {"state": ("published",), "verdict": ("verified", "contested")}
        assert sorted(self.ids(backend, filters=filters)) == [1, 2]
        assert self.ids(backend, "verdict:contested") == [1]
        assert sorted(self.ids(backend, "-verdict:contested")) == [2, 3]

    def test_a_date_range_includes_its_start_and_not_its_end(self, backend: SearchBackend) -> None:
        days = {n: datetime(2024, 5, n, tzinfo=UTC) for n in (1, 2, 3)}
        self.store(backend, *(claim_document(n, date=day) for n, day in days.items()))
        assert sorted(self.ids(backend, ranges={"date": DateRange(since=days[1], until=days[3])})) == [1, 2]

    def test_facets_count_the_results_and_leave_their_own_filter_aside(self, backend: SearchBackend) -> None:
        self.store(
            backend,
            claim_document(1, "gas", state="published", verdict="contested"),
            claim_document(2, "gas", state="published", verdict="verified"),
            claim_document(3, "gas", state="in_review", verdict="verified"),
            claim_document(4, "oil", state="published", verdict="verified"),
        )
        page = self.search(backend, "gas", filters={"state": ("published",)}, facets=("state", "verdict"))
        assert page.total == 2
        assert {facet.field: dict(facet.counts) for facet in page.facets} == {
            "state": {"published": 2, "in_review": 1},
            "verdict": {"contested": 1, "verified": 1},
        }

    def test_more_important_fields_weigh_more(self, backend: SearchBackend) -> None:
        self.store(
            backend, claim_document(1, "other words", title="gas"), claim_document(2, "gas words", title="other")
        )
        assert self.ids(backend, "gas") == [2, 1]

    def test_dates_sort_both_ways(self, backend: SearchBackend) -> None:
        days = {n: datetime(2024, 5, 10 - n, tzinfo=UTC) for n in (1, 2, 3)}
        self.store(backend, *(claim_document(n, date=day) for n, day in days.items()))
        assert self.ids(backend, sort="-date") == [1, 2, 3]
        assert self.ids(backend, sort="date") == [3, 2, 1]
        assert self.ids(backend) == [1, 2, 3]

    def test_highlights_are_offsets_into_the_text(self, backend: SearchBackend) -> None:
        text = "“Naïve 😀 李尚福 ministers’ ties”, said Russia's minister."
        self.store(backend, claim_document(1, text, title="Ties that bind"))
        (hit,) = self.search(backend, "minister ties").hits
        assert {text[start:end] for start, end in hit.highlights["text"]} >= {"ties", "minister"}
        assert [(start, end) for start, end in hit.highlights["title"]] == [(0, 4)]
        (hit,) = self.search(backend, "李尚福").hits
        assert "".join(text[start:end] for start, end in hit.highlights["text"]) == "李尚福"

    # Pages

    def walk(self, backend: SearchBackend, text: str, between: object = None, **options: object) -> list[int]:
        seen, cursor = [], None
        while True:
            page = self.search(backend, text, cursor=cursor, **options)
            seen += [hit.object_id for hit in page.hits]
            cursor = page.next
            if cursor is None:
                return seen
            if callable(between):
                between()

    def test_a_last_page_that_is_full_says_that_it_is_the_last(self, backend: SearchBackend) -> None:
        self.store(backend, *(claim_document(n) for n in range(1, 5)))
        first = self.search(backend, "ties", size=2)
        assert first.next is not None
        second = self.search(backend, "ties", size=2, cursor=first.next)
        assert (len(second.hits), second.next) == (2, None)

    @pytest.mark.parametrize("sort", ["relevance", "date", "-date"])
    def test_a_cursor_meets_every_unchanged_row_once_while_others_change(
        self, backend: SearchBackend, sort: str
    ) -> None:
        start = datetime(2024, 1, 1, tzinfo=UTC)
        rows = [
            claim_document(n, "gas " * (n % 4 + 1) + "words " * (n % 7), date=start + timedelta(days=n % 5))
            for n in range(1, 61)
        ]
        self.store(backend, *rows)
        fresh = iter(range(1000, 2000))

        def disturb() -> None:
            new = [
                claim_document(next(fresh), "gas gas gas", date=start + timedelta(days=next(fresh) % 5))
                for _ in range(5)
            ]
            self.store(backend, *new, claim_document(7, "gas", version=next(fresh), date=start))

        seen = self.walk(backend, "gas", disturb, sort=sort, size=9)
        unchanged = [object_id for object_id in seen if object_id < 1000 and object_id != 7]
        assert sorted(unchanged) == [n for n in range(1, 61) if n != 7]
        assert len(seen) == len(set(seen))

    def test_a_cursor_goes_past_ten_thousand_rows(self, backend: SearchBackend) -> None:
        self.store(backend, *(claim_document(n, "gas") for n in range(1, 12_001)))
        seen = self.walk(backend, "gas", size=3_000, highlight=False)
        assert sorted(seen) == list(range(1, 12_001))

    def test_the_total_counts_all_pages(self, backend: SearchBackend) -> None:
        self.store(backend, *(claim_document(n) for n in range(1, 8)))
        page = self.search(backend, size=3)
        assert (len(page.hits), page.total, page.total_is_lower_bound) == (3, 7, False)

    # Completions and matches

    def test_a_completion_goes_on_with_the_last_word(self, backend: SearchBackend) -> None:
        self.store(
            backend,
            source_document(1, "Li Shangfu", "李尚福"),
            source_document(2, "Li Keqiang"),
            source_document(3, "Xinhua", kind="news_agency"),
        )
        suggest = lambda prefix, **f: backend.suggest(kind="source", prefix=prefix, limit=5, filters=f)  # noqa: E731
        assert [s.text for s in suggest("Li Sha")] == ["Li Shangfu"]
        assert {s.text for s in suggest("li")} == {"Li Shangfu", "Li Keqiang"}
        assert [s.public_id for s in suggest("李尚")] == ["src_1"]
        assert suggest("li", kind=("news_agency",)) == []
        assert suggest(" ") == []

    def test_candidates_come_by_words_and_by_meaning(self, backend: SearchBackend) -> None:
        self.store(
            backend,
            claim_document(1, "Five bananas cure everything", vector=direction(0)),
            claim_document(2, "Other words altogether", vector=direction(5, mixed=0.1)),
            claim_document(3, "Nothing in common here", vector=direction(9)),
            claim_document(4, "Bananas cure everything", vector=direction(5), state="discarded"),
        )
        query = MatchQuery(
            "Do bananas cure it?", direction(5), exclude=frozenset({3}), filters={"state": ("published",)}
        )
        assert backend.match([query], kinds=("claim",), limit=5) == [[]]
        query = MatchQuery("Do bananas cure it?", direction(5), exclude=frozenset({4}))
        (found,) = backend.match([query], kinds=("claim", "external_review"), limit=2)
        by_id = {candidate.object_id: candidate for candidate in found}
        assert by_id[1].lexical_rank == 1
        assert by_id[2].semantic_rank == 1
        assert by_id[2].similarity == pytest.approx(float(direction(5) @ direction(5, mixed=0.1)), abs=0.02)
        assert 4 not in by_id

    def test_each_text_gets_its_own_candidates(self, backend: SearchBackend) -> None:
        self.store(
            backend, claim_document(1, "gas", vector=direction(0)), claim_document(2, "oil", vector=direction(5))
        )
        queries = [MatchQuery("oil", direction(5)), MatchQuery("gas", direction(0)), MatchQuery("", direction(9))]
        found = backend.match(queries, kinds=("claim",), limit=1)
        assert [[c.object_id for c in candidates][:1] for candidates in found[:2]] == [[2], [1]]
        assert len(found) == 3

    # Rebuilding

    def test_a_rebuild_is_read_only_after_the_switch(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1, "old index"))
        target = backend.rebuild_start("claim")
        backend.index([claim_document(1, "new index", version=1)], target=target)
        assert self.ids(backend, "old") == [1]
        backend.rebuild_switch("claim", target)
        backend.refresh("claim")
        assert self.ids(backend, "new") == [1]
        assert self.ids(backend, "old") == []
        self.store(backend, claim_document(2, "after the switch"))
        assert sorted(self.ids(backend)) == [1, 2]

    def test_a_discarded_rebuild_leaves_the_current_index(self, backend: SearchBackend) -> None:
        self.store(backend, claim_document(1))
        target = backend.rebuild_start("claim")
        backend.index([claim_document(2)], target=target)
        assert backend.rebuild_exists(target)
        backend.rebuild_discard(target)
        backend.rebuild_discard(target)
        assert not backend.rebuild_exists(target)
        assert self.ids(backend) == [1]
