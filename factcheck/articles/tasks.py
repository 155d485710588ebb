"""What jobs and the schedule call: each fetches nothing and decides nothing, the services do."""

from factcheck.articles import services


def article_ingest(*, submission_id: int) -> None:
    services.article_ingest(submission_id=submission_id)


def article_ingest_gave_up(*, submission_id: int, error: str) -> None:
    services.article_ingest_give_up(submission_id=submission_id, error=error)


def feed_poll(*, feed_id: int) -> None:
    services.feed_poll(feed_id=feed_id)


def feeds_enqueue_due() -> None:
    services.feeds_enqueue_due()
