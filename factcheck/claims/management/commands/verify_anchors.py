"""``manage.py verify_anchors``: every segment of every anchor must hold its quote."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from factcheck.claims.selectors import anchors_broken, segments_count


class Command(BaseCommand):
    help = "Check that text[start:end] is the quote of every anchored segment, and say which ones are not."

    def handle(self, *args: Any, **options: Any) -> None:
        total = segments_count()
        broken = 0
        with tqdm(total=total, unit="segment", file=sys.stderr) as bar:
            for problem in anchors_broken(progress=bar.update):
                broken += 1
                bar.write(problem, file=sys.stdout)
        if broken:
            raise CommandError(f"{broken} of {total} segments do not hold their quote.")
        self.stdout.write(f"All {total} segments hold their quotes.")
