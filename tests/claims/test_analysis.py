import pytest
from pytest_django import Settings

from factcheck.articles.models import Article
from factcheck.claims.analysis import TextAnalysis, UnsupportedLanguage, claim_identity, text_analyse
from factcheck.core.text import Segment
from sources.attribution.types import Attributed, Extraction, SentenceScore
from sources.registry.types import NoLookup
from tests.engine import attribute

TEXT = (
    "The council met. Alice Smith said that the bridge is closed. “We will repair it,” Bob Jones said. "
    "The bridge opened in 1932. It is a shameful state of affairs. Nobody spoke."
)


def analyse(text: str = TEXT) -> TextAnalysis:
    return text_analyse(text=text, engine=attribute, lookup=NoLookup())


def test_what_somebody_says_becomes_a_claim_with_its_chain() -> None:
    reported, quoted = [claim for claim in analyse().claims if claim.chain]
    assert (reported.kind, reported.text) == ("reported", "that the bridge is closed")
    assert (quoted.kind, quoted.text) == ("quoted", "We will repair it,")
    assert reported.chain.hops[0].mention.source.name == "Alice Smith"
    assert reported.author_opinion is None


def test_a_checkable_sentence_and_a_judgement_become_claims_of_the_articles_own() -> None:
    own = [claim for claim in analyse().claims if claim.kind == "own_voice"]
    assert [(claim.text, claim.checkworthy, claim.author_opinion) for claim in own] == [
        ("The bridge opened in 1932.", 0.8, 0.1),
        ("It is a shameful state of affairs.", 0.1, 0.9),
    ]


def test_a_sentence_in_which_somebody_speaks_is_no_claim_of_the_articles_own() -> None:
    analysis = analyse("Alice Smith said that 20 people came.")
    assert [claim.kind for claim in analysis.claims] == ["reported"]


def test_the_cuts_of_own_voice_are_settings(settings: Settings) -> None:
    settings.CLAIM_CHECKWORTHY_CUT = settings.CLAIM_OPINION_CUT = 0.95
    assert not [claim for claim in analyse().claims if claim.kind == "own_voice"]


def test_claims_come_in_text_order_and_say_what_stands_there() -> None:
    analysis = analyse()
    starts = [claim.segments[0].start for claim in analysis.claims]
    assert starts == sorted(starts)
    for claim in analysis.claims:
        assert analysis.text[claim.segments[0].start : claim.segments[-1].end] == claim.text


def test_a_claim_takes_the_score_of_the_sentence_that_it_stands_in() -> None:
    def engine(text: str) -> Attributed:
        extraction = Extraction(((0, 5),), ((6, 10),), ((11, 20), (30, 35)), "mixed", "asserts", 0.6, True)
        scores = (SentenceScore(0, 25, 0.3, 0.2), SentenceScore(26, 40, 0.7, 0.1))
        return Attributed("en", (extraction,), scores, "m-1")

    (claim,) = text_analyse(text="x" * 5 + " said " + "y" * 40, engine=engine, lookup=NoLookup()).claims
    assert (claim.kind, claim.checkworthy, claim.uncertain) == ("reported", 0.7, True)
    assert claim.segments == (Segment(11, 20), Segment(30, 35))


def test_a_text_is_normalised_before_its_offsets_count() -> None:
    analysis = analyse("\r\n  " + TEXT.replace(". ", ".\r\n"))
    assert "\r" not in analysis.text
    assert analysis.claims[0].text == "that the bridge is closed"


def test_a_language_that_the_engine_does_not_read_is_named() -> None:
    with pytest.raises(UnsupportedLanguage, match=r"\(de\)") as caught:
        analyse("Das ist eine Ungeheuerlichkeit, sagte der Minister.")
    assert caught.value.code in Article.Reason.values


def test_a_text_too_short_to_tell_its_language_has_none() -> None:
    engine = lambda text: Attributed("und", (), (), "m-1")  # noqa: E731
    assert text_analyse(text="Ok.", engine=engine, lookup=NoLookup()).language == ""


def test_the_identity_of_a_claim_tells_places_apart() -> None:
    one, other = Segment(1, 5), Segment(6, 9)
    assert claim_identity([one], [other]) != claim_identity([one, other], [])
    assert claim_identity([one], [other]) == claim_identity([Segment(1, 5)], [Segment(6, 9)])
