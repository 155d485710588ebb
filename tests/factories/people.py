import factory

from factcheck.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("correct horse")
    is_staff = True


class FactCheckerFactory(UserFactory):
    role = User.Role.FACT_CHECKER


class EditorFactory(UserFactory):
    role = User.Role.EDITOR
