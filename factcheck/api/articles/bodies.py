"""What is sent to make an article."""

from django.conf import settings
from rest_framework import serializers

from factcheck.api.serializers import StrictSerializer


class WholeText(serializers.CharField):
    """A text as it came: trimmed, measured and refused by the service, which knows how."""

    def __init__(self, *, required: bool) -> None:
        super().__init__(
            required=required,
            trim_whitespace=False,
            allow_blank=True,
            max_length=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        )


class ArticleBody(StrictSerializer):
    """A ``text``, an ``html`` page, or only the ``url`` to fetch. With the others, ``url`` says where it appeared."""

    text = WholeText(required=False)
    html = WholeText(required=False)
    url = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    title = serializers.CharField(required=False, allow_blank=True)
    author = serializers.CharField(required=False, allow_blank=True)
    language = serializers.CharField(required=False, allow_blank=True, help_text="BCP 47")
    published_at = serializers.DateTimeField(required=False, allow_null=True)
    publisher = serializers.CharField(required=False, allow_null=True, max_length=30, help_text="a source's id")

    class Meta:
        ref_name = "NewArticle"


class AnalysisBody(StrictSerializer):
    text = WholeText(required=True)

    class Meta:
        ref_name = "NewAnalysis"
