from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.review.verification import log_verify


class Command(BaseCommand):
    help = "Check the decision log and name the first entry that is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            metavar="SEQUENCE:HASH",
            help="a head that was published earlier (with the change feed or an export): it must be in the log",
        )

    def handle(self, *args: Any, head: str | None = None, **options: Any) -> None:
        report = log_verify(expected_head=_head(head) if head else None)
        if report.entry:
            raise CommandError(
                f"Entry {report.sequence} ({report.entry}) is broken: {report.problem}. "
                f"The {report.checked} entries before it are sound."
            )
        if report.problem:
            raise CommandError(f"All {report.checked} entries are sound, but {report.problem}.")
        self.stdout.write(f"{report.checked} entries are sound. Head: {report.sequence}:{report.hash}")


def _head(text: str) -> tuple[int, str]:
    sequence, separator, digest = text.partition(":")
    if not separator or not sequence.isdigit():
        raise CommandError("Write the head as SEQUENCE:HASH, such as 42:9f86d0….")
    return int(sequence), digest
