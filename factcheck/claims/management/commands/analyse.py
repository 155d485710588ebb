"""``manage.py analyse``: analyse articles again, with a new model or new cuts."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from factcheck.articles.models import Article
from factcheck.claims.selectors import versions_to_analyse
from factcheck.claims.services import version_analyse
from factcheck.core.errors import ServiceError


class Command(BaseCommand):
    help = "Analyse the present versions of articles again. What a person has touched stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("articles", nargs="*", metavar="ART", help="public ids of articles; all without them")
        parser.add_argument("--model", default="", help="only versions that this model has not analysed, by its name")

    def handle(self, *args: Any, articles: list[str], model: str, **options: Any) -> None:
        unknown = set(articles) - set(
            Article.objects.filter(public_id__in=articles).values_list("public_id", flat=True)
        )
        if unknown:
            raise CommandError(f"There is no article {', '.join(sorted(unknown))}.")
        versions = versions_to_analyse(public_ids=articles, without_model=model)
        failed = 0
        for version in tqdm(versions.iterator(chunk_size=20), total=versions.count(), unit="article", file=sys.stderr):
            try:
                version_analyse(version=version)
            except ServiceError as error:
                failed += 1
                tqdm.write(self.style.ERROR(f"{version.article.public_id}: {error.detail}"), file=sys.stderr)
        if failed:
            raise CommandError(f"{failed} could not be analysed.")
