"""Rules of the work of judging."""

from factcheck.settings.environment import env

# A second person publishes. Turned off, each decision in the log says so.
REVIEW_FOUR_EYES = env.bool("REVIEW_FOUR_EYES", default=True)
REVIEW_LOCK_MINUTES = env.int("REVIEW_LOCK_MINUTES", default=30)
# How long before a deadline the person in charge is told.
REVIEW_DEADLINE_NOTICE_HOURS = env.int("REVIEW_DEADLINE_NOTICE_HOURS", default=24)
EVIDENCE_MAX_BYTES = env.int("EVIDENCE_MAX_BYTES", default=50_000_000)
