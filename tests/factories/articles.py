import factory

from factcheck.articles.models import Article, ArticleVersion
from factcheck.core import clock
from factcheck.core.text import NORMALISATION, text_sha256


class ArticleFactory(factory.django.DjangoModelFactory):
    """An article that is ready, without a version; ArticleVersionFactory makes one and points the article at it."""

    class Meta:
        model = Article

    state = Article.State.READY
    door = Article.Door.API
    submitter = "usr_test"
    canonical_url = factory.Sequence(lambda n: f"https://news.example/{n}")
    title = factory.Sequence(lambda n: f"Article {n}")
    language = "en"


class ArticleVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ArticleVersion
        skip_postgeneration_save = True

    article = factory.SubFactory(ArticleFactory)
    number = 1
    text = "Alice said that the bridge is closed. Nobody knows when it will open again."
    text_sha256 = factory.LazyAttribute(lambda version: text_sha256(version.text))
    normalisation = NORMALISATION
    language = "en"
    title = factory.SelfAttribute("article.title")
    extractor = "text"
    received_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def is_current(self, create: bool, extracted: bool | None, **kwargs: object) -> None:
        if create and extracted is not False:
            Article.objects.filter(id=self.article_id).update(current_version=self)
            self.article.current_version = self
