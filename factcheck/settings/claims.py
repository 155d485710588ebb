"""What makes claims of a text."""

from factcheck.settings.environment import env

# A function from a text to ``sources.attribution.Attributed``.
ATTRIBUTION_ENGINE = env.str("ATTRIBUTION_ENGINE", default="sources.attribution.attribute")
# From which score on a sentence without a stated source becomes a claim in the article's own voice.
CLAIM_CHECKWORTHY_CUT = env.float("CLAIM_CHECKWORTHY_CUT", default=0.5)
CLAIM_OPINION_CUT = env.float("CLAIM_OPINION_CUT", default=0.5)
