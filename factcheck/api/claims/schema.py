"""The claim in the OpenAPI document; the payload itself is made by ``factcheck.claims.representation``."""

from typing import Any

from rest_framework import serializers

from factcheck.claims.models import Claim, ClaimAnchor
from factcheck.review.models import Evidence, Revision
from sources.registry.models import Mention, Source
from sources.tracing.models import Attribution, Hop
from sources.tracing.selectors.traceability import LEVELS as TRACEABILITY_LEVELS


class SegmentPart(serializers.Serializer[Any]):
    start = serializers.IntegerField(help_text="code points from the start of the version's text")
    end = serializers.IntegerField(help_text="exclusive")


class PublisherReference(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()


class SourceReference(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Source.Kind.choices)
    provisional = serializers.BooleanField(help_text="found by ingest and not confirmed by a person yet")


class MentionReference(serializers.Serializer[Any]):
    id = serializers.CharField()
    segments = SegmentPart(many=True)
    text = serializers.CharField()


class CuePart(serializers.Serializer[Any]):
    segments = SegmentPart(many=True)
    text = serializers.CharField()


class ArticleReference(serializers.Serializer[Any]):
    id = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    publisher = PublisherReference(allow_null=True)


class AnchorPart(serializers.Serializer[Any]):
    segments = SegmentPart(many=True)
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    quote = serializers.CharField()
    prefix = serializers.CharField(allow_blank=True)
    suffix = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=ClaimAnchor.State.choices)


class HopPart(serializers.Serializer[Any]):
    id = serializers.CharField()
    position = serializers.IntegerField(help_text="0 is the originator, the last the publisher")
    role = serializers.ChoiceField(choices=Hop.Role.choices)
    medium = serializers.ChoiceField(choices=Hop.Medium.choices, allow_null=True)
    finding = serializers.ChoiceField(choices=Claim.Finding.choices)
    source = SourceReference(allow_null=True)  # type: ignore[assignment]
    resolved_by = serializers.CharField(allow_null=True, help_text="the rule or model, or 'person'")
    confidence = serializers.FloatField(allow_null=True)
    judgement = serializers.ChoiceField(choices=Mention.Judgement.choices, allow_null=True)
    mention = MentionReference(allow_null=True)
    said_at = serializers.DateTimeField(allow_null=True)
    said_at_precision = serializers.ChoiceField(choices=Hop.Precision.choices, allow_null=True)
    said_where = serializers.CharField(allow_null=True)
    programme = serializers.CharField(allow_null=True)
    air_time = serializers.DateTimeField(allow_null=True)
    media_fragment = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_null=True)


class AttributionPart(serializers.Serializer[Any]):
    mention = MentionReference(allow_null=True)
    cue = CuePart(allow_null=True)
    mode = serializers.ChoiceField(choices=Attribution.Mode.choices, allow_null=True)
    polarity = serializers.ChoiceField(choices=Attribution.Polarity.choices, allow_null=True)
    confidence = serializers.FloatField(allow_null=True)
    model = serializers.CharField(allow_null=True)
    chain = HopPart(many=True)
    traceability = serializers.ChoiceField(choices=TRACEABILITY_LEVELS)


class ScoresPart(serializers.Serializer[Any]):
    checkworthy = serializers.FloatField(allow_null=True)
    author_opinion = serializers.FloatField(allow_null=True, help_text="own voice only")


class PersonReference(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()


class PublishedSnapshotPart(serializers.Serializer[Any]):
    id = serializers.CharField()
    sha256 = serializers.CharField()
    fetched_at = serializers.DateTimeField()
    status = serializers.IntegerField(allow_null=True)
    mime = serializers.CharField()


class PublishedEvidencePart(serializers.Serializer[Any]):
    """A piece of evidence as the publication rests on it: snapshot and stance are those of then."""

    id = serializers.CharField()
    stance = serializers.ChoiceField(choices=Evidence.Stance.choices)
    hop = serializers.CharField(allow_null=True, help_text="the hop whose finding it is about; null: the verdict")
    primary = serializers.BooleanField()
    title = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    archived_url = serializers.CharField(allow_null=True)
    source = PublisherReference(allow_null=True)  # type: ignore[assignment]
    quote = serializers.CharField(allow_null=True)
    quote_state = serializers.ChoiceField(choices=Evidence.QuoteState.choices)
    language = serializers.CharField(allow_null=True)
    translation = serializers.CharField(allow_null=True)
    translator = serializers.CharField(allow_null=True)
    media_fragment = serializers.CharField(allow_null=True)
    snapshot = PublishedSnapshotPart(allow_null=True)


class PublicationPart(serializers.Serializer[Any]):
    """Who published what when, and on what it rests. Never just "verified": verified by whom, when, on what."""

    id = serializers.CharField()
    url = serializers.URLField(help_text="the permanent address of this revision")
    revision = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Revision.Kind.choices)
    at = serializers.DateTimeField()
    by = PersonReference(allow_null=True, help_text="null once the person was erased")
    finding = serializers.ChoiceField(choices=Claim.Finding.choices)
    verdict = serializers.ChoiceField(choices=Claim.Verdict.choices, allow_null=True)
    rationale = serializers.CharField(allow_blank=True)
    evidence = PublishedEvidencePart(many=True)
    note = serializers.CharField(allow_null=True, help_text="what was corrected, or why it was retracted")
    decision = serializers.CharField()
    under_review = serializers.BooleanField(help_text="published, and being looked at again")


class ClaimPart(serializers.Serializer[Any]):
    """A statement anchored in an article, with the source that the article names for it."""

    id = serializers.CharField()
    url = serializers.URLField()
    version = serializers.IntegerField(help_text="counts edits; the number to name in If-Match")
    revision = serializers.IntegerField(allow_null=True, help_text="what was published last")
    text = serializers.CharField(help_text="the quote, unless a person has edited it")
    kind = serializers.ChoiceField(choices=Claim.Kind.choices)
    language = serializers.CharField(allow_null=True)
    uncertain = serializers.BooleanField()
    article = ArticleReference()
    anchor = AnchorPart(allow_null=True)
    attribution = AttributionPart(allow_null=True)
    finding = serializers.ChoiceField(
        choices=Claim.Finding.choices, help_text="Did the originator say it? Says nothing about whether it is so."
    )
    verdict = serializers.ChoiceField(choices=Claim.Verdict.choices, allow_null=True, help_text="Is it so?")
    state = serializers.ChoiceField(choices=Claim.State.choices)
    published = PublicationPart(allow_null=True)
    scores = ScoresPart()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    class Meta:
        ref_name = "Claim"
