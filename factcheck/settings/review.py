"""Rules of the work of judging."""

from factcheck.settings.environment import env

# A second person publishes. Turned off, each decision in the log says so.
REVIEW_FOUR_EYES = env.bool("REVIEW_FOUR_EYES", default=True)
REVIEW_LOCK_MINUTES = env.int("REVIEW_LOCK_MINUTES", default=30)
