"""``manage.py ingest FILE|URL|-…``: the command's door to the services that the API uses."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from factcheck.articles.models import Article
from factcheck.articles.reading.decoding import decode, require_text_type
from factcheck.articles.reading.read import looks_like_html
from factcheck.articles.selectors import article_summary
from factcheck.articles.services import article_ingest_now, article_submit
from factcheck.claims.services.store import APPEARANCES
from factcheck.core import jobs
from factcheck.core.errors import ServiceError

SUBMITTER = "command"


class Command(BaseCommand):
    help = "Ingest articles from files (text or HTML), http(s) addresses, or standard input (-)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("inputs", nargs="+", metavar="FILE|URL|-")
        parser.add_argument("--url", default="", help="where the (one) given text or page was published")
        parser.add_argument("--title", default="", help="title, instead of the page's own")
        parser.add_argument("--author", default="", help="author, instead of the page's own")
        parser.add_argument("--language", default="", help="BCP 47 tag, instead of the text's own")

    def handle(self, *args: Any, inputs: list[str], **options: Any) -> None:
        given = {name: options[name] for name in ("url", "title", "author", "language")}
        if len(inputs) > 1 and any(given.values()):
            raise CommandError("--url, --title, --author and --language are for one input; give one at a time.")
        failed = 0
        with tqdm(total=len(inputs), unit="article", file=sys.stderr) as bar:
            for name in inputs:
                bar.set_description(name if len(name) <= 40 else f"…{name[-39:]}")
                try:
                    article = _ingested(name, given)
                except (OSError, ServiceError) as error:
                    failed += 1
                    detail = error.detail if isinstance(error, ServiceError) else error.strerror or str(error)
                    bar.write(self.style.ERROR(f"{name}: {detail}"), file=sys.stderr)
                else:
                    failed += article.state != Article.State.READY
                    bar.write(f"{name}: {article_summary(article)}", file=sys.stdout)
                bar.update()
        # Nobody else may be at work: what was ingested is traced and searchable when the command ends.
        jobs.jobs_run_due(kinds=(APPEARANCES,))
        jobs.periodic_run(name="search.drain")
        if failed:
            raise CommandError(f"{failed} of {len(inputs)} could not be ingested.")


def _ingested(name: str, given: dict[str, Any]) -> Article:
    article = article_submit(door=Article.Door.COMMAND, submitter=SUBMITTER, **{**given, **_content(name)})
    return article_ingest_now(article_id=article.id)


def _content(name: str) -> dict[str, Any]:
    """Return what the input is, as ``article_submit`` takes it."""
    if name.startswith(("http://", "https://")):
        return {"url": name}
    body = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    require_text_type(body, "")
    text = decode(body)
    if looks_like_html(text) or Path(name).suffix.lower() in (".html", ".htm", ".xhtml"):
        return {"html": text}
    return {"text": text}
