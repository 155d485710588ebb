"""``manage.py search_reconcile [KIND …]``: compare the database with the index and enqueue what differs."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from factcheck.core.errors import ServiceError
from factcheck.search.models import Kind
from factcheck.search.services.reconcile import index_reconcile


class Command(BaseCommand):
    help = (
        "Compares rows and index by id and version. Ends with status 1 when something differed without a job waiting."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(Kind.values)}; all by default")

    def handle(self, *args, **options):
        drift = 0
        for kind in options["kinds"] or Kind.values:
            if kind not in Kind.values:
                raise CommandError(f"There is no kind {kind!r}: use {', '.join(Kind.values)}.")
            try:
                outcome = index_reconcile(kind=kind)
            except ServiceError as error:
                raise CommandError(error.detail) from error
            drift += outcome.drift
            self.stdout.write(
                f"{kind}: {outcome.rows} rows, {outcome.missing} missing, {outcome.stale} stale, "
                f"{outcome.surplus} surplus, {outcome.waiting} of them waiting: drift {outcome.drift}"
            )
        if drift:
            raise CommandError(f"drift {drift}: enqueued, the next drain puts it right")
