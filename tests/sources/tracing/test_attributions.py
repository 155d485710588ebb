import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factcheck.articles.models import ArticleVersion
from factcheck.claims.models import Claim
from sources.registry.services import mention_judge, source_create
from sources.registry.types import NoLookup
from sources.tracing.chains import attributions_read
from sources.tracing.models import Attribution, Hop
from sources.tracing.services import StatedSource, attributions_store, own_voice_attribution_store
from tests.factories import ArticleVersionFactory, ClaimFactory, FactCheckerFactory, SourceFactory
from tests.sources.marked import read_marked

pytestmark = pytest.mark.django_db

STORY = (
    "[s1 Nordic News Agency] [c1 reported] [x1 that [s2 Maria Keller] [c2 said] [x2 that the bridge is closed]]. "
    "The remarks were made in an interview with Radio Norden."
)


def stored(marked: str, publisher: object = None) -> tuple[ArticleVersion, list[Attribution]]:
    text, extractions = read_marked(marked)
    version = ArticleVersionFactory(text=text, article__publisher=publisher)
    return version, store(version, text, extractions)


def store(version: ArticleVersion, text: str, extractions: list) -> list[Attribution]:  # type: ignore[type-arg]
    _, chains = attributions_read(text=text, extractions=extractions, lookup=NoLookup())
    items = []
    for chain in chains:
        extraction = extractions[chain.extraction]
        claim = Claim.objects.filter(article_version=version, start=extraction.content[0][0]).first() or ClaimFactory(
            article_version=version, segments=extraction.content, attribution=None
        )
        items.append(StatedSource(claim, chain, extraction))
    return attributions_store(version=version, items=items, model="attribution-test")


def chain_of(attribution: Attribution) -> list[tuple[int, str, str | None]]:
    return [(h.position, h.role, h.source.name if h.source else None) for h in attribution.hops.order_by("position")]


def test_a_chain_is_stored_from_the_originator_to_the_publisher() -> None:
    publisher = SourceFactory(kind="publication", name="The Evening Star")
    _, (attribution,) = stored(STORY, publisher)
    assert chain_of(attribution) == [
        (0, "originator", "Maria Keller"),
        (1, "channel", "Radio Norden"),
        (2, "relay", "Nordic News Agency"),
        (3, "publisher", "The Evening Star"),
    ]
    assert attribution.mention is not None
    assert attribution.mention.text == "Maria Keller"
    assert attribution.cue_text == "said"


def test_storing_again_replaces_and_makes_nothing_twice() -> None:
    text, extractions = read_marked(STORY)
    version, _ = stored(STORY)
    store(version, text, extractions)
    assert Attribution.objects.filter(claim__article_version=version).count() == 1
    assert version.mentions.count() == 3


def test_a_persons_word_on_a_mention_holds_in_the_next_run() -> None:
    text, extractions = read_marked(STORY)
    version, (attribution,) = stored(STORY)
    right = source_create(kind="person", name="Maria Keller-Holt")
    mention_judge(mention=attribution.mention, judgement="no", actor=FactCheckerFactory(), source=right)  # type: ignore[arg-type]
    assert Hop.objects.get(attribution=attribution, role="originator").source == right
    (again,) = store(version, text, extractions)
    assert Hop.objects.get(attribution=again, role="originator").source == right


def test_an_outlet_that_its_own_article_names_is_its_publisher_once() -> None:
    publisher = source_create(kind="news_agency", name="Nordic News Agency")
    _, (attribution,) = stored(STORY, publisher)
    assert [hop[1:] for hop in chain_of(attribution)][-1] == ("publisher", "Nordic News Agency")
    assert len(chain_of(attribution)) == 3


def test_a_mention_left_open_is_an_originator_without_a_source() -> None:
    _, (attribution,) = stored("[s He] [c said] [x that the bridge is closed].")
    assert chain_of(attribution) == [(0, "originator", None)]


def test_own_voice_is_one_hop_or_none() -> None:
    publisher = SourceFactory(kind="publication")
    own = ClaimFactory(own_voice=True, article_version__article__publisher=publisher)
    nobody = ClaimFactory(own_voice=True)
    assert chain_of(own_voice_attribution_store(claim=own)) == [(0, "publisher", publisher.name)]
    assert chain_of(own_voice_attribution_store(claim=nobody)) == []


def test_twenty_times_the_claims_cost_a_handful_of_queries_more() -> None:
    counts = []
    for size in (3, 60):
        sentences = [
            f"[s{i} Maria K{chr(97 + i % 26)}l{i}] [c{i} said] [x{i} that number {i} is closed]."
            for i in range(1, size)
        ]
        text, extractions = read_marked(" ".join(sentences))
        version = ArticleVersionFactory(text=text)
        _, chains = attributions_read(text=text, extractions=extractions, lookup=NoLookup())
        items = [
            StatedSource(
                ClaimFactory(article_version=version, segments=extractions[c.extraction].content, attribution=None),
                c,
                extractions[c.extraction],
            )
            for c in chains
        ]
        with CaptureQueriesContext(connection) as queries:
            attributions_store(version=version, items=items, model="m")
        counts.append(len(queries))
    # SQLite takes a limited number of values in one statement, so large batches are cut.
    assert counts[1] <= counts[0] + 8, counts
