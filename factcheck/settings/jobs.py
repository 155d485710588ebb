"""Who works through the job rows: a thread of this process, or Celery on Redis."""

from factcheck.settings.environment import env

# "thread": a background thread of the web process. "celery": a message wakes a Celery worker; beat drains what was
# missed. "none": nobody; a command or a test runs them.
JOBS_BACKEND = env.str("JOBS_BACKEND", default="thread")
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=600)
JOB_MAX_ATTEMPTS = env.int("JOB_MAX_ATTEMPTS", default=5)

# Kind of job → the function that does it, called with the payload as keyword arguments.
JOB_HANDLERS = {
    "articles.ingest": "factcheck.articles.tasks.article_ingest",
    "articles.poll_feed": "factcheck.articles.tasks.feed_poll",
    "review.notification_mail": "factcheck.review.tasks.notification_mail",
    "review.snapshot_fetch": "factcheck.review.tasks.snapshot_fetch",
    "search.fan_out": "factcheck.search.tasks.fan_out",
    "tracing.appearances": "sources.tracing.tasks.appearances_suggest",
}

# Kind of job → what is told, with the error, when the last attempt has failed.
JOB_GIVE_UP_HANDLERS = {
    "review.snapshot_fetch": "factcheck.review.tasks.snapshot_fetch_gave_up",
    "articles.ingest": "factcheck.articles.tasks.article_ingest_gave_up",
}

# What is done again and again: name → (function, seconds between). Thread and Celery beat read the same table.
PERIODIC_TASKS = {
    "articles.feeds_due": ("factcheck.articles.tasks.feeds_enqueue_due", 60),
    "review.deadlines": ("factcheck.review.tasks.deadlines_notify", 600),
    "search.drain": ("factcheck.search.tasks.index_jobs_drain", 10),
    "search.matches": ("factcheck.search.tasks.matches_suggest", 20),
    "search.reconcile": ("factcheck.search.tasks.index_reconcile", 3600),
    "search.purge": ("factcheck.search.tasks.tombstones_purge", 86400),
}

CELERY_BROKER_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
# A web request must not hang on a broker that is away: the row is committed, and beat finds it later.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5, "max_retries": 1}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
