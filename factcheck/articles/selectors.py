"""What is read of articles."""

from django.db.models import Count

from factcheck.articles.models import Article
from factcheck.claims.models import Claim


def article_summary(article: Article) -> str:
    """Return one line on where an article stands, for a person at a terminal."""
    if article.state == Article.State.FAILED:
        return f"{article.public_id} failed: {article.reason_detail} ({article.reason})"
    if article.state != Article.State.READY:
        return f"{article.public_id} {article.get_state_display()}: something broke down, a worker tries again later"
    counts = Claim.objects.filter(article=article).values("kind").annotate(number=Count("id")).order_by("kind")
    kinds = ", ".join(f"{row['number']} {Claim.Kind(row['kind']).label.lower()}" for row in counts)
    return f"{article.public_id} ready: {kinds or 'no claims'}"
