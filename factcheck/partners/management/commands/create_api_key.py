from django.core.management.base import BaseCommand, CommandError, CommandParser

from factcheck.accounts.models import User
from factcheck.core.errors import ServiceError
from factcheck.partners.models import ApiKey, Partner
from factcheck.partners.services import api_key_create, partner_create


class Command(BaseCommand):
    help = "Create an API key for a partner (made if it is not there) or for one person, and print it once."

    def add_arguments(self, parser: CommandParser) -> None:
        owner = parser.add_mutually_exclusive_group(required=True)
        owner.add_argument("--partner", metavar="NAME")
        owner.add_argument("--user", metavar="USERNAME")
        parser.add_argument("--scope", choices=ApiKey.Scope.values, default=ApiKey.Scope.READ)
        parser.add_argument("--label", default="")

    def handle(self, *, partner, user, scope, label, **options):
        try:
            if partner:
                owner = Partner.objects.filter(name=partner).first() or partner_create(name=partner)
                _, credential = api_key_create(partner=owner, scope=scope, label=label)
            else:
                person = User.objects.filter(username=user).first()
                if person is None:
                    raise CommandError(f"Nobody is called {user}.")
                _, credential = api_key_create(user=person, scope=scope, label=label)
        except ServiceError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(credential)
