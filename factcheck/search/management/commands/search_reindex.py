"""``manage.py search_reindex [KIND …]``: build indices anew without a moment in which search is not complete."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from factcheck.core.errors import ServiceError
from factcheck.search.models import Kind
from factcheck.search.services.rebuild import index_rebuild, index_rebuild_discard, rows_to_fill


class Command(BaseCommand):
    help = "Builds the index of each kind anew from the database and switches to it. Resumes what was cut off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(Kind.values)}; all by default")
        parser.add_argument("--discard", action="store_true", help="give up an open rebuild instead")

    def handle(self, *args, **options):
        kinds = options["kinds"] or Kind.values
        for kind in kinds:
            if kind not in Kind.values:
                raise CommandError(f"There is no kind {kind!r}: use {', '.join(Kind.values)}.")
        for kind in kinds:
            try:
                self.stdout.write(self._discard(kind) if options["discard"] else self._rebuild(kind))
            except ServiceError as error:
                raise CommandError(error.detail) from error

    def _discard(self, kind: str) -> str:
        return f"{kind}: discarded" if index_rebuild_discard(kind=kind) else f"{kind}: no rebuild is open"

    def _rebuild(self, kind: str) -> str:
        with tqdm(total=rows_to_fill(kind=kind), desc=kind, unit="row", disable=not sys.stderr.isatty()) as bar:
            rebuild = index_rebuild(kind=kind, progress=bar.update)
        return f"{kind}: {rebuild.documents} documents in {rebuild.target}"
