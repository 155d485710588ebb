from django.contrib.auth.models import AbstractUser
from django.db import models

from factcheck.core.ids import PublicIdField, new_user_id


class User(AbstractUser):
    """A person who signs in: a fact-checker, an editor, or an administrator of the site."""

    class Role(models.TextChoices):
        NONE = "none", "no role"
        FACT_CHECKER = "fact_checker", "fact-checker"
        EDITOR = "editor", "editor"

    public_id = PublicIdField(default=new_user_id)
    role = models.CharField(max_length=16, choices=Role, default=Role.NONE)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["none", "fact_checker", "editor"]), name="accounts_user_role_known"
            )
        ]

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username

    @property
    def is_fact_checker(self) -> bool:
        """Editors may do all that fact-checkers may."""
        return self.role in (self.Role.FACT_CHECKER, self.Role.EDITOR)

    @property
    def is_editor(self) -> bool:
        return self.role == self.Role.EDITOR
