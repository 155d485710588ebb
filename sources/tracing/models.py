from django.conf import settings
from django.db import models

from factcheck.claims.models import Claim
from factcheck.core.ids import PublicIdField, new_hop_id, public_id


def new_cluster_id() -> str:
    return public_id("clu")


def new_appearance_id() -> str:
    return public_id("app")


class Attribution(models.Model):
    """The link of a claim to its stated source: the extraction it came from, and its chain of hops."""

    class Mode(models.TextChoices):
        DIRECT = "direct"
        INDIRECT = "indirect"
        MIXED = "mixed"

    class Polarity(models.TextChoices):
        ASSERTS = "asserts"
        DENIES = "denies"
        NOT_SAID = "not_said", "is said not to have said it"

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="attribution")
    mention = models.ForeignKey(
        "registry.Mention", null=True, blank=True, on_delete=models.PROTECT, related_name="attributions"
    )
    cue_segments = models.JSONField(default=list, help_text='[{"start": 178, "end": 186}], code points')
    cue_text = models.CharField(max_length=500, blank=True)
    mode = models.CharField(max_length=8, choices=Mode, blank=True)
    polarity = models.CharField(max_length=8, choices=Polarity, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    model = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"attribution of {self.claim_id}"


class Hop(models.Model):
    """One step of the chain from the originator (position 0) to the publisher of the article (last)."""

    class Role(models.TextChoices):
        ORIGINATOR = "originator"
        RELAY = "relay"
        CHANNEL = "channel"
        PUBLISHER = "publisher"

    class Medium(models.TextChoices):
        STATEMENT = "statement"
        DOCUMENT = "document"
        BROADCAST = "broadcast"
        POST = "post"
        INTERVIEW = "interview"

    class Precision(models.TextChoices):
        YEAR = "year"
        MONTH = "month"
        DAY = "day"
        MINUTE = "minute"

    public_id = PublicIdField(default=new_hop_id)
    attribution = models.ForeignKey(Attribution, on_delete=models.CASCADE, related_name="hops")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=16, choices=Role)
    medium = models.CharField(max_length=16, choices=Medium, blank=True)
    source = models.ForeignKey("registry.Source", null=True, blank=True, on_delete=models.PROTECT, related_name="hops")
    mention = models.ForeignKey(
        "registry.Mention", null=True, blank=True, on_delete=models.PROTECT, related_name="hops"
    )
    resolved_by = models.CharField(max_length=32, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    said_at_precision = models.CharField(max_length=8, choices=Precision, blank=True)
    said_where = models.CharField(max_length=300, blank=True)
    programme = models.CharField(max_length=300, blank=True)
    air_time = models.DateTimeField(null=True, blank=True)
    media_fragment = models.CharField(max_length=100, blank=True, help_text="W3C Media Fragment, such as t=10,25.5")
    note = models.TextField(blank=True, help_text="an editor's; needed before publication when the hop is anonymous")
    finding = models.CharField(max_length=16, choices=Claim.Finding, default=Claim.Finding.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["attribution_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attribution", "position"], name="tracing_hop_position"),
            models.UniqueConstraint(
                fields=["attribution"], condition=models.Q(role="originator"), name="tracing_hop_one_originator"
            ),
            models.CheckConstraint(
                condition=~models.Q(role="originator") | models.Q(position=0), name="tracing_hop_originator_first"
            ),
            models.UniqueConstraint(
                fields=["attribution"], condition=models.Q(role="publisher"), name="tracing_hop_one_publisher"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.role}"


class Cluster(models.Model):
    """All appearances of one claim together."""

    public_id = PublicIdField(default=new_cluster_id)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.public_id


class Appearance(models.Model):
    """Two claims of different articles that may be the same: suggested by a machine, confirmed by a person.

    ``earlier`` and ``later`` are ordered by row id, so that a pair is stored once.
    """

    class Method(models.TextChoices):
        VERBATIM = "verbatim", "the same quoted words"
        NEAR_DUPLICATE = "near_duplicate", "nearly the same words"
        MATCHING = "matching", "the matching engine"
        PERSON = "person"

    class State(models.TextChoices):
        SUGGESTED = "suggested"
        LINKED = "linked", "linked by machine"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"

    public_id = PublicIdField(default=new_appearance_id)
    earlier = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="appearances_after")
    later = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="appearances_before")
    method = models.CharField(max_length=16, choices=Method)
    model = models.CharField(max_length=64, blank=True)
    score = models.FloatField()
    state = models.CharField(max_length=16, choices=State, default=State.SUGGESTED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="decided_appearances"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="tracing_appearance_pair_once"),
            models.CheckConstraint(
                condition=models.Q(earlier__lt=models.F("later")), name="tracing_appearance_pair_ordered"
            ),
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="tracing_appearance_score"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} ~ {self.later_id} ({self.state})"


class ClusterMember(models.Model):
    """A claim's place in its cluster; a claim is in one at most."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="members")
    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="cluster_member")

    def __str__(self) -> str:
        return f"{self.claim_id} in {self.cluster_id}"


class ClaimSketch(models.Model):
    """What finds a claim by its words (see ``sources.tracing.sketches``)."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="sketch")
    digest = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of the folded words")
    words = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"sketch of {self.claim_id}"


class SketchBand(models.Model):
    """One band of a sketch; near duplicates share some."""

    sketch = models.ForeignKey(ClaimSketch, on_delete=models.CASCADE, related_name="bands")
    band = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sketch", "band"], name="tracing_band_once")]
        indexes = [models.Index(fields=["band", "value"], name="tracing_band_value")]

    def __str__(self) -> str:
        return f"{self.band}: {self.value}"
