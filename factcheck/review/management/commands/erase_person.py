from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.accounts.models import User
from factcheck.core.errors import ServiceError
from factcheck.review.services import person_erase


class Command(BaseCommand):
    help = "Remove a person's account and name everywhere; the log's hashes still hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="username, or public id (usr_…), also of an account deleted before")

    def handle(self, *args: Any, person: str, **options: Any) -> None:
        user = User.objects.filter(username=person).first()
        try:
            names = person_erase(user_public_id=user.public_id if user else person)
        except ServiceError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"Erased. The log had {names} name(s) of this person; its entries stay.")
