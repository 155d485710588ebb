"""Database triggers that make tables append-only: UPDATE, DELETE and (where there is one) TRUNCATE are refused.

An account that may drop triggers can still lift them; that is what the chain of hashes and its published head are for.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY_TABLES = ("review_decision", "review_revision")

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION review_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH {level} EXECUTE FUNCTION review_append_only()
"""
_VERBS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}
# An UPDATE that finds no row is harmless (loaddata begins with one); TRUNCATE knows no rows.
_LEVELS = {"update": "ROW", "delete": "ROW", "truncate": "STATEMENT"}


def trigger_names(vendor: str) -> set[str]:
    """Return the names of the triggers that a database of this vendor must have."""
    return {f"{table}_no_{verb}" for table in APPEND_ONLY_TABLES for verb in _VERBS[vendor]}


def triggers_create(connection: BaseDatabaseWrapper) -> None:
    """Create all triggers, in place of those that are there.

    A migration that alters one of the tables ends with this: SQLite then builds the table anew, without triggers.
    Raises KeyError for a database other than SQLite and PostgreSQL.
    """
    triggers_drop(connection)
    template = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table in APPEND_ONLY_TABLES:
            for verb in _VERBS[connection.vendor]:
                cursor.execute(template.format(table=table, verb=verb, VERB=verb.upper(), level=_LEVELS[verb]))


def triggers_drop(connection: BaseDatabaseWrapper) -> None:
    """Drop all triggers: for undoing the migration, and for a test run that empties its tables."""
    with connection.cursor() as cursor:
        for table in APPEND_ONLY_TABLES:
            for verb in _VERBS[connection.vendor]:
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on_table}")


def triggers_missing(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the triggers that should be there and are not, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
    return trigger_names(connection.vendor) - present
