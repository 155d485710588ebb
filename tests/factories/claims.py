import hashlib
from typing import Any

import factory

from factcheck.claims.models import Claim, ClaimAnchor, ClaimAnchorSegment
from factcheck.core.text import Segment, context, segments_text
from sources.tracing.models import Attribution, Hop
from tests.factories.articles import ArticleVersionFactory


class ClaimFactory(factory.django.DjangoModelFactory):
    """A claim with its anchor and, unless in the article's own voice, an attribution.

    ``segments=[(11, 36)]`` places it; ``attribution__source=`` makes the originator hop, ``attribution__publisher=``
    the last one.
    """

    class Meta:
        model = Claim
        exclude = ("segments",)
        skip_postgeneration_save = True

    class Params:
        own_voice = factory.Trait(kind=Claim.Kind.OWN_VOICE, finding=Claim.Finding.NOT_APPLICABLE)

    segments = [(11, 36)]
    article_version = factory.SubFactory(ArticleVersionFactory)
    article = factory.SelfAttribute("article_version.article")
    kind = Claim.Kind.REPORTED
    text = factory.LazyAttribute(
        lambda claim: segments_text(claim.article_version.text, [Segment(*s) for s in claim.segments])
    )
    language = "en"
    start = factory.LazyAttribute(lambda claim: claim.segments[0][0])
    identity = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    checkworthy = 0.7

    @factory.post_generation
    def anchor(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        if not create:
            return
        spans = extracted or [(self.start, self.start + len(self.text))]
        segments = [Segment(*span) for span in spans]
        text = self.article_version.text
        prefix, suffix = context(text, segments)
        anchor = ClaimAnchor.objects.create(
            claim=self,
            article_version=self.article_version,
            quote=segments_text(text, segments),
            prefix=prefix,
            suffix=suffix,
        )
        ClaimAnchorSegment.objects.bulk_create(
            ClaimAnchorSegment(anchor=anchor, position=i, start=s.start, end=s.end, quote=text[s.start : s.end])
            for i, s in enumerate(segments)
        )

    @factory.post_generation
    def attribution(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """``attribution__source=``, ``attribution__mention=`` and ``attribution__publisher=`` make the chain."""
        if not create:
            return
        mention, source, publisher = (kwargs.get(key) for key in ("mention", "source", "publisher"))
        own_voice = self.kind == Claim.Kind.OWN_VOICE
        attribution = Attribution.objects.create(
            claim=self,
            mention=mention,
            cue_segments=[] if own_voice else [{"start": 6, "end": 10}],
            cue_text="" if own_voice else "said",
            mode="" if own_voice else "indirect",
            polarity="" if own_voice else "asserts",
            confidence=None if own_voice else 0.9,
            model="" if own_voice else "attribution-test",
        )
        hops = []
        if source or mention:
            hops.append(Hop(role="originator", medium="statement", source=source or mention.source, mention=mention))
        if publisher:
            hops.append(Hop(role="publisher", source=publisher))
        for position, hop in enumerate(hops):
            hop.attribution = attribution
            hop.position = position
            hop.save()
