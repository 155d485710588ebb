"""``manage.py search_drain``: index what waits, now."""

from django.core.management.base import BaseCommand, CommandError

from factcheck.search.models import IndexJob
from factcheck.search.services.drain import index_jobs_drain


class Command(BaseCommand):
    help = "Works through the index jobs that are due."

    def handle(self, *args, **options):
        cleared = index_jobs_drain()
        waiting = IndexJob.objects.count()
        self.stdout.write(f"{cleared} indexed, {waiting} waiting")
        if waiting and not cleared:
            raise CommandError("Nothing could be indexed: see the log, and the column “error” of the index jobs.")
