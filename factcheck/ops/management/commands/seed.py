from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from factcheck.core.jobs import jobs_run_due
from factcheck.ops import seeds
from factcheck.search.services import index_jobs_drain

WELCOME = """
  Admin      {base}/admin/
{logins}
  API key    {credential}
  API docs   {base}/api/v1/docs/

  Try        curl -s -H 'Authorization: Api-Key {credential}' '{base}/api/v1/claims/'
"""


class Command(BaseCommand):
    help = "Load the registry, the first article, demo people and a demo partner; what is there already is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the port that the printed addresses name")

    def handle(self, *args, port: int, **options) -> None:
        credential_file = Path(settings.VAR_DIR) / "demo-api-key"
        with tqdm(total=5, desc="Setting up", unit="step", leave=False) as bar:
            seeds.registry_seed()
            bar.update()
            logins = seeds.people_seed()
            bar.update()
            credential = seeds.partner_seed(credential_file=credential_file)
            bar.update()
            seeds.articles_seed()
            bar.update()
            jobs_run_due(kinds=("articles.ingest",))
            index_jobs_drain()
            bar.update()
        self.stdout.write(
            WELCOME.format(
                base=f"http://127.0.0.1:{port}",
                logins="\n".join(
                    f"  Login      {login.username} / {login.password}  ({login.role})" for login in logins
                ),
                credential=credential or "(made earlier; its file is gone: make a new one with create_api_key)",
            )
        )
