import factory

from sources.registry.models import Mention, Source, SourceName
from tests.factories.articles import ArticleVersionFactory


class SourceFactory(factory.django.DjangoModelFactory):
    """A source with its primary name; lookup keys are made by the registry's services, not here."""

    class Meta:
        model = Source
        skip_postgeneration_save = True

    kind = Source.Kind.ORGANISATION
    name = factory.Sequence(lambda n: f"Source {n}")

    @factory.post_generation
    def primary_name(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create:
            SourceName.objects.create(source=self, text=self.name, type=SourceName.Type.PRIMARY)


class MentionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mention

    article_version = factory.SubFactory(ArticleVersionFactory)
    start = 0
    end = 5
    segments = factory.LazyAttribute(lambda m: [{"start": m.start, "end": m.end}])
    text = factory.LazyAttribute(lambda m: m.article_version.text[m.start : m.end])
    source = factory.SubFactory(SourceFactory)
    resolved_by = "name"
    confidence = 0.9
