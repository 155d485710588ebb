"""From which score on a sentence without a stated source becomes a claim in the article's own voice."""

from factcheck.settings.environment import env

CLAIM_CHECKWORTHY_CUT = env.float("CLAIM_CHECKWORTHY_CUT", default=0.5)
CLAIM_OPINION_CUT = env.float("CLAIM_OPINION_CUT", default=0.5)
