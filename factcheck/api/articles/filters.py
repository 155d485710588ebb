import django_filters

from factcheck.api.filters import ChoicesFilter, span_filters
from factcheck.articles.models import Article


class ArticleFilter(django_filters.FilterSet):
    state = ChoicesFilter(choices=Article.State.choices, label="where its processing stands")
    reason = ChoicesFilter(choices=Article.Reason.choices, label="why it failed")
    language = django_filters.CharFilter(field_name="language", label="ISO 639-1 code")
    publisher = django_filters.CharFilter(field_name="publisher__public_id", label="a source's id")
    url = django_filters.CharFilter(field_name="canonical_url", label="the canonical URL, exactly")
    submitter = django_filters.CharFilter(field_name="submitter", label="the id of the partner, person or feed")
    locals().update(span_filters("published_at", "published_at", "when it was published"))
    locals().update(span_filters("created_at", "created_at", "when it came in"))

    class Meta:
        model = Article
        fields: list[str] = []
