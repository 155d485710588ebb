"""Which rows each kind of document is made of, and which of them belong in the index."""

from typing import Any

from django.db.models import Model, QuerySet

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.search.models import ExternalReview, Kind
from sources.registry.models import Source


def model_of(kind: str) -> type[Model]:
    """Return the model whose rows are indexed as this kind. Raises ValueError for an unknown kind."""
    models: dict[str, type[Model]] = {
        Kind.CLAIM: Claim,
        Kind.SOURCE: Source,
        Kind.ARTICLE: Article,
        Kind.EXTERNAL_REVIEW: ExternalReview,
    }
    return models[Kind(kind)]


def indexed_rows(kind: str) -> QuerySet[Any]:
    """Return the rows of the kind that the index must hold: no merged source, no withdrawn review."""
    rows: QuerySet[Any] = model_of(kind)._default_manager.all()
    if kind == Kind.SOURCE:
        return rows.filter(merged_into=None)
    if kind == Kind.EXTERNAL_REVIEW:
        return rows.filter(withdrawn_at=None)
    return rows
