"""Factories, one for each model that tests make; import them from here."""

from tests.factories.articles import ArticleFactory, ArticleVersionFactory
from tests.factories.claims import ClaimFactory
from tests.factories.people import EditorFactory, FactCheckerFactory, UserFactory
from tests.factories.review import EvidenceFactory, EvidenceSnapshotFactory
from tests.factories.search import ExternalReviewFactory, MatchSuggestionFactory
from tests.factories.sources import MentionFactory, SourceFactory

__all__ = [
    "ArticleFactory",
    "ArticleVersionFactory",
    "ClaimFactory",
    "EditorFactory",
    "EvidenceFactory",
    "EvidenceSnapshotFactory",
    "ExternalReviewFactory",
    "FactCheckerFactory",
    "MatchSuggestionFactory",
    "MentionFactory",
    "SourceFactory",
    "UserFactory",
]
