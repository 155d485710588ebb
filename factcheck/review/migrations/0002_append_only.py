from django.db import migrations

from factcheck.review import triggers


def create(apps, schema_editor):
    triggers.triggers_create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.triggers_drop(schema_editor.connection)


class Migration(migrations.Migration):
    """Make the decision log and the revisions append-only."""

    dependencies = [("review", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
