from django.conf import settings
from django.db import models

from factcheck.core.ids import PublicIdField, new_mention_id, new_source_id


class Source(models.Model):
    """Somebody or something that says things. Described, never scored."""

    class Kind(models.TextChoices):
        PERSON = "person"
        SPOKESPERSON = "spokesperson", "office or spokesperson"
        GOVERNMENT_BODY = "government_body", "government body"
        ORGANISATION = "organisation"
        BROADCASTER = "broadcaster"
        NEWS_AGENCY = "news_agency", "news agency"
        PUBLICATION = "publication"
        DOCUMENT = "document"
        SOCIAL_ACCOUNT = "social_account", "social account"
        ANONYMOUS = "anonymous"

    class Control(models.TextChoices):
        STATE = "state"
        PUBLIC = "public"
        PRIVATE = "private"
        PARTY = "party"

    public_id = PublicIdField(default=new_source_id)
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=300, help_text="the primary name, as shown")
    description = models.TextField(blank=True, help_text="of an anonymous source: the article's words for it")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    control = models.CharField(max_length=8, choices=Control, blank=True)
    wikidata_id = models.CharField(max_length=16, null=True, blank=True)  # noqa: DJ001
    homepage = models.URLField(max_length=500, blank=True)
    notes = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    provisional = models.BooleanField(default=False, help_text="invented by ingest, until a person confirms it")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    ingest_key = models.CharField(
        max_length=320,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="kind and folded name under which ingest made it, so that two runs at once make one",
    )
    version = models.PositiveIntegerField(default=1, help_text="counts edits, for If-Match")
    index_version = models.PositiveBigIntegerField(default=1, help_text="what the search index must catch up with")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["wikidata_id"], condition=models.Q(merged_into=None), name="registry_source_wikidata_once"
            ),
            models.CheckConstraint(
                condition=models.Q(wikidata_id=None) | models.Q(wikidata_id__regex=r"^Q[1-9][0-9]*$"),
                name="registry_source_wikidata_form",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="registry_source_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SourceName(models.Model):
    """One name of a source in one language and script."""

    class Type(models.TextChoices):
        PRIMARY = "primary"
        ALIAS = "alias"
        WEAK = "weak"
        FORMER = "former"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=16, blank=True, help_text="BCP 47")
    script = models.CharField(max_length=4, blank=True, help_text="ISO 15924")
    type = models.CharField(max_length=8, choices=Type, default=Type.ALIAS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "text"], name="registry_name_once_per_source"),
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(type="primary"), name="registry_name_one_primary"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SourceNameKey(models.Model):
    """A folded form under which a name is looked up (see ``sources.registry.names``)."""

    name = models.ForeignKey(SourceName, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=300, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "key"], name="registry_name_key_once")]

    def __str__(self) -> str:
        return self.key


class SourceParent(models.Model):
    """Whom a source speaks for or belongs to (spokesperson → office → government), with dates."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=models.F("parent")), name="registry_parent_is_another"),
            models.UniqueConstraint(fields=["source", "parent"], name="registry_parent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.parent_id}"


class Mention(models.Model):
    """The words in an article that name a source, what they were resolved to, how, and what a person says of it."""

    class Judgement(models.TextChoices):
        YES = "yes"
        NO = "no"
        UNSURE = "unsure"

    public_id = PublicIdField(default=new_mention_id)
    article_version = models.ForeignKey("articles.ArticleVersion", on_delete=models.CASCADE, related_name="mentions")
    segments = models.JSONField(help_text='[{"start": 175, "end": 177}], code points')
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(max_length=1000)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="mentions")
    resolved_by = models.CharField(max_length=32, blank=True, help_text="the rule or model, or 'person'")
    confidence = models.FloatField(null=True, blank=True)
    judgement = models.CharField(max_length=8, choices=Judgement, null=True, blank=True)  # noqa: DJ001
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="judged_mentions"
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article_version", "start", "end"], name="registry_mention_once"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="registry_mention_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class SourceMerge(models.Model):
    """A merge of two sources, with what it moved, so that it can be undone whole."""

    kept = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="merged_by")
    moved = models.JSONField(default=dict, help_text="ids of the rows that were pointed elsewhere, by table")
    reason = models.TextField(blank=True)
    merged_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="source_merges"
    )
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="undone_source_merges"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(kept=models.F("merged")), name="registry_merge_of_two"),
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at=None), name="registry_merge_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.kept_id}"
