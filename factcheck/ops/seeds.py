"""What a fresh installation starts with: the general registry, the first article, demo people and a demo partner.

Everything goes through the services that the API uses, and what is there already is left as it is.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from factcheck.accounts.models import User
from factcheck.accounts.services import user_create
from factcheck.articles.models import Article
from factcheck.articles.services import article_submit
from factcheck.core.errors import Conflict
from factcheck.core.text import normalise, text_sha256
from factcheck.partners.models import ApiKey, Partner
from factcheck.partners.services import api_key_create, partner_create
from sources.registry.services import registry_load

SEEDS = Path(settings.BASE_DIR) / "seeds"
SUBMITTER = "seeds"
DEMO_PARTNER = "Demo newsroom"
DEMO_PEOPLE = (
    ("factchecker", "Fay Checker", User.Role.FACT_CHECKER, False),
    ("editor", "Ed Editor", User.Role.EDITOR, False),
    ("admin", "Ada Admin", User.Role.EDITOR, True),
)


@dataclass(frozen=True)
class DemoLogin:
    username: str
    password: str
    role: str


def registry_seed() -> None:
    """Load the general registry of seeds/registry.json."""
    registry_load(path=SEEDS / "registry.json")


def articles_seed() -> list[Article]:
    """Submit the articles of seeds/articles.json that are not there yet; returns the new ones."""
    submitted = []
    for entry in json.loads((SEEDS / "articles.json").read_text(encoding="utf-8")):
        text = (SEEDS / entry["text"]).read_text(encoding="utf-8")
        if Article.objects.filter(submitter=SUBMITTER, text_sha256=text_sha256(normalise(text))).exists():
            continue
        submitted.append(
            article_submit(
                door=Article.Door.COMMAND,
                submitter=SUBMITTER,
                text=text,
                title=entry["title"],
                language=entry["language"],
            )
        )
    return submitted


def people_seed() -> list[DemoLogin]:
    """Create the demo people who are not there yet; returns the logins of all whose demo password still holds."""
    logins = []
    for username, full_name, role, is_superuser in DEMO_PEOPLE:
        password = f"demo-{username}"
        try:
            user = user_create(
                username=username, password=password, role=role, full_name=full_name, is_superuser=is_superuser
            )
        except Conflict:
            user = User.objects.get(username=username)
        if user.is_active and user.check_password(password):
            logins.append(DemoLogin(username, password, user.get_role_display() + (" + admin" * is_superuser)))
    return logins


def partner_seed(*, credential_file: Path) -> str:
    """Create the demo partner and its key once; returns the credential, "" when its file is gone.

    The database holds a digest only, so the credential is kept in ``credential_file``, readable by its owner alone.
    """
    partner = Partner.objects.filter(name=DEMO_PARTNER).first() or partner_create(name=DEMO_PARTNER)
    if not ApiKey.objects.filter(partner=partner).exists():
        _, credential = api_key_create(partner=partner, scope=ApiKey.Scope.WRITE, label="demo")
        credential_file.touch(mode=0o600)
        credential_file.write_text(credential, encoding="utf-8")
    return credential_file.read_text(encoding="utf-8").strip() if credential_file.exists() else ""
