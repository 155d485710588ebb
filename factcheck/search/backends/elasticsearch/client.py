"""The connection, and what its errors mean to us."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError

from factcheck.search.backends.base import SearchUnavailable

logger = structlog.get_logger(__name__)

# Too many requests, no answer from behind a proxy, no shard that could answer yet, or no index.
_AWAY = (404, 429, 502, 503, 504)


def connect() -> Elasticsearch:
    """Return a client of ``settings.ELASTICSEARCH_URL``. It connects when it is first used."""
    return Elasticsearch(
        settings.ELASTICSEARCH_URL,
        request_timeout=settings.ELASTICSEARCH_TIMEOUT_SECONDS,
        # Whoever asks waits: the job table tries again later, and a reader is told to.
        max_retries=1,
        retry_on_timeout=False,
    )


@contextmanager
def answering() -> Iterator[None]:
    """Turn "it does not answer" into SearchUnavailable; an error that says something stays what it is.

    An index that is not there counts as no answer: the next drain creates it, and reconciling fills it.
    """
    try:
        yield
    except TransportError as error:
        logger.warning("elasticsearch_away", error=str(error))
        raise SearchUnavailable from error
    except ApiError as error:
        if error.status_code in _AWAY:
            logger.warning("elasticsearch_away", status=error.status_code, error=str(error))
            raise SearchUnavailable from error
        raise
