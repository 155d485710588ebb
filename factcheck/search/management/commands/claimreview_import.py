"""``manage.py claimreview_import FILE|URL …``: take in the checked claims of others."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from factcheck.core.errors import ServiceError
from factcheck.core.http import fetch
from factcheck.search.services.external_reviews import claimreview_import

SHOWN_PROBLEMS = 20
MAX_FEED_BYTES = 500_000_000


class Command(BaseCommand):
    help = "Imports ClaimReview from Data Commons DataFeed files, JSON-LD, or pages that carry it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("places", nargs="+", metavar="FILE|URL")
        parser.add_argument(
            "--complete", action="store_true", help="the feed is whole: withdraw what is no longer in it"
        )

    def handle(self, *args, **options):
        for place in options["places"]:
            try:
                report = claimreview_import(text=self._read(place), feed=place, complete=options["complete"])
            except ServiceError as error:
                raise CommandError(f"{place}: {error.detail}") from error
            self.stdout.write(
                f"{place}: {report.created} new, {report.changed} changed, {report.unchanged} as before, "
                f"{report.skipped} skipped, {report.withdrawn} withdrawn; {report.unmapped} ratings have no mapping"
            )
            for problem in report.problems[:SHOWN_PROBLEMS]:
                self.stderr.write(f"  {problem}")
            if len(report.problems) > SHOWN_PROBLEMS:
                self.stderr.write(f"  and {len(report.problems) - SHOWN_PROBLEMS} more")

    def _read(self, place: str) -> str:
        if place.startswith(("http://", "https://")):
            fetched = fetch(place, max_bytes=MAX_FEED_BYTES)
            return fetched.body.decode(fetched.charset or "utf-8", errors="replace")
        try:
            return Path(place).read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise CommandError(f"{place}: {error.strerror}") from error
