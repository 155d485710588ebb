from django.db import models


class IndexJob(models.Model):
    """A row that the search index must catch up with, written in the transaction that changed it.

    At most one row per object; a change while it waits raises ``index_version``. It is cleared only while
    ``index_version`` is still the one that was indexed (compare-and-clear).
    """

    class Kind(models.TextChoices):
        CLAIM = "claim"
        SOURCE = "source"
        ARTICLE = "article"
        EXTERNAL_REVIEW = "external_review", "external review"

    kind = models.CharField(max_length=16, choices=Kind)
    object_id = models.PositiveBigIntegerField(help_text="the row's primary key")
    index_version = models.PositiveBigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_job_one_per_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} @ {self.index_version}"
