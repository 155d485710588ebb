"""Everything that writes articles, their versions and feeds."""

from factcheck.articles.services.checks import checked_text
from factcheck.articles.services.feeds import feed_create, feed_poll, feeds_enqueue_due
from factcheck.articles.services.ingest import article_ingest, article_ingest_give_up
from factcheck.articles.services.submit import article_ingest_now, article_retry, article_submit, article_wait

__all__ = [
    "article_ingest",
    "article_ingest_give_up",
    "article_ingest_now",
    "article_retry",
    "article_submit",
    "article_wait",
    "checked_text",
    "feed_create",
    "feed_poll",
    "feeds_enqueue_due",
]
