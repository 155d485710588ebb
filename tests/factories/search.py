import factory

from factcheck.core import clock
from factcheck.search.models import ExternalReview, MatchSuggestion
from tests.factories.claims import ClaimFactory


class ExternalReviewFactory(factory.django.DjangoModelFactory):
    """A review that somebody else published, as it is imported from a feed."""

    class Meta:
        model = ExternalReview

    identity = factory.Sequence(lambda n: f"{n:064}")
    url = factory.Sequence(lambda n: f"https://checkers.example/{n}")
    claim_text = "The bridge is closed"
    claimant = "Somebody"
    reviewer = "The Checkers"
    rating = "Pants on fire!"
    verdict = ExternalReview.Verdict.CONTESTED
    reviewed_at = factory.LazyFunction(clock.now)
    feed = "https://checkers.example/feed.json"


class MatchSuggestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatchSuggestion

    claim = factory.SubFactory(ClaimFactory)
    external_review = factory.SubFactory(ExternalReviewFactory)
    model = "a-model"
    score = 0.83
