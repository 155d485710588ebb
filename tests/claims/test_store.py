from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factcheck.articles.models import ArticleVersion
from factcheck.claims.analysis import text_analyse
from factcheck.claims.models import AnalysisRun, Claim, ClaimAnchorSegment
from factcheck.claims.services import analysis_store, claim_create, version_analyse
from factcheck.core import clock
from factcheck.core.text import Segment
from factcheck.search.models import IndexJob
from sources.attribution.types import Attributed
from sources.registry.models import Source
from tests.engine import attribute
from tests.factories import ArticleFactory, ArticleVersionFactory, FactCheckerFactory

pytestmark = pytest.mark.django_db

TEXT = "Alice Smith said that the bridge is closed. Bob Jones said that it is open. The bridge opened in 1932."


@pytest.fixture
def version() -> ArticleVersion:
    return ArticleVersionFactory(text=TEXT)


def claims(version: ArticleVersion) -> dict[str, Claim]:
    return {claim.text: claim for claim in Claim.objects.filter(article_version=version)}


def test_an_analysis_becomes_claims_with_anchors_sources_and_index_jobs(version: ArticleVersion) -> None:
    run = version_analyse(version=version)
    found = claims(version)
    assert list(found) == ["The bridge opened in 1932.", "that it is open", "that the bridge is closed"]
    claim = found["that the bridge is closed"]
    assert (claim.kind, claim.finding, claim.run, claim.score_model) == ("reported", "pending", run, run.model)
    assert claim.attribution.mention.text == "Alice Smith"
    assert claim.attribution.hops.get(role="originator").source.name == "Alice Smith"
    assert Source.objects.get(name="Alice Smith").provisional
    own = found["The bridge opened in 1932."]
    assert (own.kind, own.finding, own.checkworthy, own.author_opinion) == ("own_voice", "not_applicable", 0.8, 0.1)
    for segment in ClaimAnchorSegment.objects.select_related("anchor__article_version"):
        assert segment.anchor.article_version.text[segment.start : segment.end] == segment.quote
    assert set(IndexJob.objects.filter(kind="claim").values_list("object_id", flat=True)) == {
        c.id for c in found.values()
    }


def test_the_publisher_ends_every_chain() -> None:
    publisher = Source.objects.create(name="The Daily", kind="publication")
    version = ArticleVersionFactory(article=ArticleFactory(publisher=publisher), text=TEXT)
    version_analyse(version=version)
    for claim in Claim.objects.all():
        last = claim.attribution.hops.last()
        assert (last.role, last.source) == ("publisher", publisher)


def test_a_later_run_keeps_the_rows_of_what_it_finds_again(version: ArticleVersion) -> None:
    version_analyse(version=version)
    before = {text: (claim.id, claim.public_id) for text, claim in claims(version).items()}
    run = version_analyse(version=version)
    after = claims(version)
    assert {text: (claim.id, claim.public_id) for text, claim in after.items()} == before
    assert {claim.run for claim in after.values()} == {run}
    assert AnalysisRun.objects.count() == 2
    assert ClaimAnchorSegment.objects.count() == 3


def test_a_later_run_replaces_only_what_no_person_has_touched(version: ArticleVersion) -> None:
    version_analyse(version=version)
    touched = claims(version)["that it is open"]
    Claim.objects.filter(id=touched.id).update(touched_at=clock.now(), text="It is open.", checkworthy=0.123)

    def finds_less(text: str) -> Attributed:
        found = attribute(text)
        return Attributed(found.language, (), found.sentences, "engine-2")

    version_analyse(version=version, engine=finds_less)
    left = claims(version)
    assert "that the bridge is closed" not in left
    assert left["It is open."].checkworthy == 0.123
    assert left["The bridge opened in 1932."].score_model == "engine-2"


def test_a_later_run_does_not_overwrite_what_a_person_has_touched_and_it_finds_again(version: ArticleVersion) -> None:
    version_analyse(version=version)
    touched = claims(version)["that it is open"]
    hops = list(touched.attribution.hops.values_list("public_id", flat=True))
    Claim.objects.filter(id=touched.id).update(touched_at=clock.now(), text="It is open.", checkworthy=0.123)
    version_analyse(version=version)
    after = Claim.objects.get(id=touched.id)
    assert (after.text, after.checkworthy, after.run) == ("It is open.", 0.123, touched.run)
    assert list(after.attribution.hops.values_list("public_id", flat=True)) == hops
    assert Claim.objects.filter(article_version=version).count() == 3


def test_a_claim_that_is_gone_is_taken_out_of_the_index(version: ArticleVersion) -> None:
    version_analyse(version=version)
    gone = claims(version)["that the bridge is closed"]
    IndexJob.objects.all().delete()
    version_analyse(version=version, engine=lambda text: Attributed("en", (), (), "engine-2"))
    assert IndexJob.objects.get(object_id=gone.id, kind="claim").index_version > gone.index_version


def test_a_claim_that_a_person_made_survives_a_run_that_does_not_find_it(version: ArticleVersion) -> None:
    claim = claim_create(version=version, segments=[Segment(6, 11)], kind="reported", actor=FactCheckerFactory())
    version_analyse(version=version)
    assert Claim.objects.filter(id=claim.id).exists()


def test_the_analysis_of_another_text_is_refused(version: ArticleVersion) -> None:
    with pytest.raises(ValueError, match="another text"):
        analysis_store(version=version, analysis=text_analyse(text="Another text, with other words."))


def test_the_number_of_queries_does_not_grow_with_the_text() -> None:
    def queries(sentences: int) -> int:
        text = " ".join(
            f"Person{i} Smith said that the bridge {i} is closed. It cost {i} pounds." for i in range(sentences)
        )
        version = ArticleVersionFactory(text=text)
        analysis = text_analyse(text=text)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            analysis_store(version=version, analysis=analysis)
        assert Claim.objects.filter(article_version=version).count() == 2 * sentences
        return len(captured)

    few, many = queries(5), queries(80)
    assert many - few <= 12


def test_an_uncertain_claim_is_marked(version: ArticleVersion) -> None:
    other = ArticleVersionFactory(text="Alice said that perhaps it rains.")
    version_analyse(version=other)
    assert Claim.objects.get(article_version=other).uncertain


def test_nothing_is_left_of_a_run_that_fails(version: ArticleVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("factcheck.claims.services.store.attributions_store", fail)
    with pytest.raises(RuntimeError):
        version_analyse(version=version)
    assert not AnalysisRun.objects.exists()
    assert not Claim.objects.exists()
