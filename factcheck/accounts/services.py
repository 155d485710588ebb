"""People: the only door by which accounts are made outside the admin's own forms."""

from django.db import IntegrityError, transaction

from factcheck.accounts.models import User
from factcheck.core.errors import Conflict


def user_create(
    *, username: str, password: str, role: str, email: str = "", full_name: str = "", is_superuser: bool = False
) -> User:
    """Store a person who may sign in to the admin site. Raises Conflict when the user name is taken."""
    first_name, _, last_name = full_name.partition(" ")
    try:
        with transaction.atomic():
            return User.objects.create_user(
                username=username,
                password=password,
                email=email,
                first_name=first_name,
                last_name=last_name,
                role=role,
                is_staff=True,
                is_superuser=is_superuser,
            )
    except IntegrityError as error:
        raise Conflict(f"There is a user named {username} already.", code="username_taken") from error
