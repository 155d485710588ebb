import pytest

from factcheck.core.errors import InvalidInput
from factcheck.search.backends.base import SearchBackend
from factcheck.search.models import Embedding, ExternalReview, Kind, MatchSuggestion
from factcheck.search.selectors import claims_match
from factcheck.search.services import index_jobs_drain, index_jobs_enqueue
from factcheck.search.services.suggestions import match_suggestion_decide, matches_suggest_due
from sources.tracing.models import Appearance
from tests.factories import ArticleVersionFactory, ClaimFactory, FactCheckerFactory, SourceFactory


def claim(text: str, **options: object) -> object:
    version = ArticleVersionFactory(text=text)
    return ClaimFactory(article_version=version, segments=[(0, len(text))], **options)


def indexed(*claims: object) -> None:
    index_jobs_enqueue(kind=Kind.CLAIM, object_ids=[c.id for c in claims])  # type: ignore[attr-defined]
    index_jobs_drain()


def test_an_earlier_claim_in_other_words_is_found_with_its_source(search_index: SearchBackend) -> None:
    earlier = claim("Drinking bleach cures the virus.", attribution__source=SourceFactory(name="Somebody"))
    indexed(earlier, claim("The bridge will stay closed until May."))
    ((first, *others),) = claims_match(texts=["The virus is healed by drinking bleach"])
    assert (first.public_id, first.same, first.source) == (earlier.public_id, True, "Somebody")  # type: ignore[attr-defined]
    assert not any(match.same for match in others)


def test_a_reviewed_claim_comes_before_a_more_similar_one_that_nobody_has_reviewed(search_index: SearchBackend) -> None:
    exact = claim("Drinking bleach cures the virus.")
    reviewed = claim("Swallowing bleach cures the virus.", state="published", revision=1)
    indexed(exact, reviewed)
    ((first, second),) = claims_match(texts=["Drinking bleach cures the virus."])
    assert (first.public_id, first.reviewed) == (reviewed.public_id, True)  # type: ignore[attr-defined]
    assert second.score > first.score


def test_discarded_and_retracted_claims_and_those_of_the_same_article_are_left_out(search_index: SearchBackend) -> None:
    asked = claim("Drinking bleach cures the virus.")
    sibling = ClaimFactory(article_version=asked.article_version, segments=[(0, 20)])  # type: ignore[attr-defined]
    discarded = claim("Drinking bleach cures it.", state="discarded", discard_reason="duplicate")
    retracted = claim("Bleach cures the virus.", state="retracted")
    indexed(asked, sibling, discarded, retracted)
    assert claims_match(claim=asked) == [[]]  # type: ignore[arg-type]


def test_partners_are_not_shown_what_they_may_not_read(search_index: SearchBackend) -> None:
    indexed(claim("Drinking bleach cures the virus.", uncertain=True))
    assert claims_match(texts=["Bleach cures the virus"], for_partners=True) == [[]]
    assert len(claims_match(texts=["Bleach cures the virus"])[0]) == 1


@pytest.mark.parametrize("texts", [[], [" "], ["x" * 10_001], ["x"] * 101])
def test_texts_that_cannot_be_compared_are_refused(search_index: SearchBackend, texts: list[str]) -> None:
    with pytest.raises(InvalidInput):
        claims_match(texts=texts)


def test_suggestions_are_stored_once_with_model_and_score(search_index: SearchBackend) -> None:
    first, second = claim("Drinking bleach cures the virus."), claim("The virus is cured by drinking bleach.")
    review = ExternalReview.objects.create(identity="1", claim_text="Drinking bleach cures the virus", feed="feed")
    index_jobs_enqueue(kind=Kind.EXTERNAL_REVIEW, object_ids=[review.id])
    indexed(first, second)
    assert matches_suggest_due() == 2
    assert matches_suggest_due() == 0
    appearance = Appearance.objects.get()
    assert (appearance.earlier_id, appearance.later_id) == (first.id, second.id)  # type: ignore[attr-defined]
    assert (appearance.method, appearance.state) == ("matching", "suggested")
    assert appearance.model
    assert 0.6 <= appearance.score <= 1
    assert MatchSuggestion.objects.filter(external_review=review).count() == 2


def test_a_changed_text_is_compared_again_and_a_decision_stays(search_index: SearchBackend) -> None:
    asked = claim("Drinking bleach cures the virus.")
    review = ExternalReview.objects.create(identity="1", claim_text="Drinking bleach cures the virus", feed="feed")
    index_jobs_enqueue(kind=Kind.EXTERNAL_REVIEW, object_ids=[review.id])
    indexed(asked)
    matches_suggest_due()
    suggestion = MatchSuggestion.objects.get()
    match_suggestion_decide(suggestion_id=suggestion.id, confirmed=False, actor=FactCheckerFactory())
    asked.text = "Drinking bleach cures the virus!"  # type: ignore[attr-defined]
    asked.save()  # type: ignore[attr-defined]
    indexed(asked)
    assert Embedding.objects.get(kind=Kind.CLAIM).matched_at is None
    matches_suggest_due()
    assert MatchSuggestion.objects.get().state == "rejected"
