"""What partners may see, in one place."""

from django.db.models import Q, QuerySet

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.partners.models import Partner

# An uncertain claim stays with the staff until a person has touched it.
CLAIMS_FOR_PARTNERS = Q(uncertain=False) | Q(touched_at__isnull=False)


def claims_visible(claims: QuerySet[Claim], partner: Partner | None) -> QuerySet[Claim]:
    """Return those of the claims that the partner may see; None is a member of the staff, who sees all."""
    return claims if partner is None else claims.filter(CLAIMS_FOR_PARTNERS)


def may_read_text(article: Article, partner: Partner | None) -> bool:
    """Say whether the partner may read the article's full text: only what it sent in itself."""
    return partner is None or article.submitter == partner.public_id
