from django.db import models

from factcheck.core.ids import PublicIdField, new_article_id, new_feed_id


class Article(models.Model):
    """One published piece: at a canonical URL, or, submitted as bare text, known by its submitter and hash."""

    class State(models.TextChoices):
        RECEIVED = "received"
        FETCHING = "fetching"
        ANALYSING = "analysing"
        READY = "ready"
        FAILED = "failed"

    class Reason(models.TextChoices):
        UNREACHABLE = "unreachable", "the address did not answer"
        FORBIDDEN_ADDRESS = "forbidden_address", "the address is not a public one"
        TOO_LARGE = "too_large", "larger than the limit"
        NOT_TEXT = "not_text", "not a text"
        NO_MAIN_TEXT = "no_main_text", "no article text found on the page"
        UNSUPPORTED_LANGUAGE = "unsupported_language", "in a language that the engine does not read"
        ENGINE_ERROR = "engine_error", "the analysis failed"

    class Door(models.TextChoices):
        API = "api"
        ADMIN = "admin"
        COMMAND = "command"
        FEED = "feed"

    public_id = PublicIdField(default=new_article_id)
    state = models.CharField(max_length=16, choices=State, default=State.RECEIVED)
    reason = models.CharField(max_length=32, choices=Reason, blank=True)
    reason_detail = models.TextField(blank=True)
    door = models.CharField(max_length=16, choices=Door)
    submitter = models.CharField(max_length=64, help_text="who sent it in: a user's, partner's or feed's public id")
    url = models.URLField(max_length=2000, blank=True, help_text="as submitted")
    canonical_url = models.CharField(max_length=2000, null=True, blank=True, unique=True)
    text_sha256 = models.CharField(max_length=64, blank=True, help_text="of a bare text's first version")
    title = models.CharField(max_length=1000, blank=True)
    author = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=16, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    publisher = models.ForeignKey(
        "registry.Source", null=True, blank=True, on_delete=models.PROTECT, related_name="published_articles"
    )
    current_version = models.ForeignKey(
        "articles.ArticleVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    duplicate_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duplicates",
        help_text="the article that this address turned out to lead to; this row only remembers the address",
    )
    version = models.PositiveIntegerField(default=1, help_text="counts edits, for If-Match")
    index_version = models.PositiveBigIntegerField(default=1, help_text="what the search index must catch up with")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submitter", "text_sha256"],
                condition=models.Q(canonical_url=None) & ~models.Q(text_sha256=""),
                name="articles_article_one_per_submitter_and_text",
            ),
            models.CheckConstraint(
                condition=models.Q(state="failed", reason__gt="") | (~models.Q(state="failed") & models.Q(reason="")),
                name="articles_article_reason_when_failed",
            ),
            models.CheckConstraint(
                condition=models.Q(duplicate_of=None) | ~models.Q(duplicate_of=models.F("id")),
                name="articles_article_not_its_own_duplicate",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="articles_article_state")]

    def __str__(self) -> str:
        return self.title or self.canonical_url or self.public_id


class ArticleSubmission(models.Model):
    """What was sent in, as it came, kept until its article is ready so that a retry needs nobody."""

    class Kind(models.TextChoices):
        TEXT = "text"
        HTML = "html"
        URL = "url"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="submissions")
    kind = models.CharField(max_length=8, choices=Kind)
    body = models.TextField(blank=True, help_text="the text or HTML; empty for a URL")
    url = models.URLField(max_length=2000, blank=True)
    overrides = models.JSONField(
        default=dict, help_text="title, author, language, published_at, publisher given by hand"
    )
    door = models.CharField(max_length=16, choices=Article.Door)
    processed_at = models.DateTimeField(null=True, blank=True)
    version = models.ForeignKey(
        "articles.ArticleVersion",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="submissions",
        help_text="what it gave, once it is processed",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} for {self.article_id}"


class ArticleVersion(models.Model):
    """The immutable normalised text of an article as received at a time. Written once, never updated."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    normalisation = models.CharField(max_length=16)
    language = models.CharField(max_length=16, blank=True)
    title = models.CharField(max_length=1000, blank=True)
    author = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    extractor = models.CharField(max_length=64, help_text="name and version of what found the main text")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["article_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="articles_version_number"),
            models.UniqueConstraint(fields=["article", "text_sha256"], name="articles_version_text"),
            models.CheckConstraint(condition=~models.Q(text=""), name="articles_version_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number}"


class ArticleLink(models.Model):
    """A hyperlink of a version: where its words stand in the text, and where it leads."""

    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="links")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    href = models.CharField(max_length=2000)

    class Meta:
        ordering = ["version_id", "start"]
        constraints = [
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="articles_link_not_empty"),
            models.UniqueConstraint(fields=["version", "start", "end", "href"], name="articles_link_once"),
        ]

    def __str__(self) -> str:
        return self.href


class Feed(models.Model):
    """A publisher's RSS or Atom feed that is polled for new articles."""

    public_id = PublicIdField(default=new_feed_id)
    url = models.URLField(max_length=2000, unique=True)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.ForeignKey(
        "registry.Source", null=True, blank=True, on_delete=models.PROTECT, related_name="feeds"
    )
    active = models.BooleanField(default=True)
    interval_minutes = models.PositiveIntegerField(default=15)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_poll_at = models.DateTimeField()
    last_polled_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(interval_minutes__gte=1), name="articles_feed_interval_positive")
        ]

    def __str__(self) -> str:
        return self.title or self.url


class FeedEntry(models.Model):
    """An entry that was seen in a feed, so that it is submitted once."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    guid = models.CharField(max_length=2000)
    guid_sha256 = models.CharField(max_length=64)
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="feed_entries")
    error = models.TextField(blank=True)
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "guid_sha256"], name="articles_feed_entry_once")]

    def __str__(self) -> str:
        return self.guid
