"""Three outlets on one event, in the words of each; the third has it from the second."""

from factcheck.claims.models import Claim
from sources.registry.models import Source
from sources.registry.types import NoLookup
from sources.tracing.chains import attributions_read
from sources.tracing.services import StatedSource, attributions_store
from tests.factories import ArticleVersionFactory, ClaimFactory
from tests.sources.marked import read_marked

MORNING = (
    "Maria Keller, the head of Norland's Ministry of Trade, met the envoy. [s1 She] [c1 asserted] "
    "[x1 that the ties between the two nations stand stronger than many traditional alliances seen during the last "
    "century]. This "
    "perspective was shared during a televised briefing on the Norden 24 channel."
)
COURIER = (
    "[s1 Trade minister Maria Keller] [c1 told] Radio Norden [x1 the ties between the two nations stand stronger than "
    "many old alliances seen during the last century]."
)
HARBOUR = (
    "[x1 The ties between the two nations stand stronger than many traditional alliances of the last century], "
    "[s1 Maria Keller] [c1 said], the Eastern Courier newspaper reported."
)


def publish(marked: str, publisher: Source | None, title: str = "") -> list[Claim]:
    """Store an article with its claims and chains; returns the claims."""
    text, extractions = read_marked(marked)
    version = ArticleVersionFactory(text=text, article__publisher=publisher, article__title=title or "A story")
    _, chains = attributions_read(text=text, extractions=extractions, lookup=NoLookup())
    claims = [
        ClaimFactory(article_version=version, segments=extractions[c.extraction].content, attribution=None)
        for c in chains
    ]
    attributions_store(
        version=version,
        items=[StatedSource(claim, c, extractions[c.extraction]) for claim, c in zip(claims, chains, strict=True)],
        model="attribution-test",
    )
    return [Claim.objects.get(id=claim.id) for claim in claims]
