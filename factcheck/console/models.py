from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """A queue's filters under a name: one's own, or shared with everybody here."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, help_text="the address's parameters")
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="console_view_name_once")]

    def __str__(self) -> str:
        return self.name
