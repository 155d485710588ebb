"""The tables of one embedded index, and which index of a kind is current.

An index named ``N`` is four tables: ``N`` holds the documents, ``N_text`` is the FTS5 index of their text fields (its
rowid is the object id), ``N_value`` has one row per keyword value, for filters and facets, and ``N_word`` every word of
a name, for typos. The table ``search_index`` says which name is current. They are no Django models: each rebuild makes
new ones.
"""

import secrets

from django.db import connection, transaction

from factcheck.search.schema import KINDS, KindSchema

Parameter = str | int | float | bytes | None

_TOKENIZE = "porter unicode61 remove_diacritics 2"


def quoted(name: str) -> str:
    """Return an SQL identifier, refusing whatever is not a plain name."""
    if not name.replace("_", "").isalnum():
        raise ValueError(f"not a table name: {name!r}")
    return f'"{name}"'


def registry_ensure() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS search_index (prefix TEXT, kind TEXT, name TEXT, PRIMARY KEY (prefix, kind))"
        )
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS search_view ("
            "token TEXT PRIMARY KEY, created_at INTEGER NOT NULL, object_ids BLOB NOT NULL)"
        )


def table_exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s", [name])
        return cursor.fetchone() is not None


def current_index(prefix: str, kind: str) -> str | None:
    """Return the name of the current index of the kind, None when there is none yet."""
    if not table_exists("search_index"):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM search_index WHERE prefix = %s AND kind = %s", [prefix, kind])
        row = cursor.fetchone()
    return row[0] if row else None


def make_current(prefix: str, kind: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO search_index (prefix, kind, name) VALUES (%s, %s, %s)", [prefix, kind, name]
        )


def index_names(prefix: str) -> list[str]:
    """Return the names of all indices under the prefix, current or not."""
    start = f"search_{_plain(prefix)}_"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%%object_id INTEGER PRIMARY KEY%%'"
        )
        names = [row[0] for row in cursor.fetchall()]
    return [name for name in names if name.startswith(start)]


def create_index(prefix: str, kind: str) -> str:
    """Create the empty tables of a new index and return its name."""
    schema = KINDS[kind]
    name = f"search_{_plain(prefix)}_{kind}_{secrets.token_hex(4)}"
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _statements(name, schema):
            cursor.execute(statement)
    return name


def drop_index(name: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in (name, f"{name}_text", f"{name}_value", f"{name}_word"):
            cursor.execute(f"DROP TABLE IF EXISTS {quoted(table)}")


def _plain(prefix: str) -> str:
    return "".join(character if character.isalnum() else "_" for character in prefix)


def _statements(name: str, schema: KindSchema) -> list[str]:
    dates = "".join(f", {quoted(field)} INTEGER" for field in schema.dates)
    texts = ", ".join(quoted(field) for field in schema.texts)
    return [
        f"CREATE TABLE {quoted(name)} (object_id INTEGER PRIMARY KEY, version INTEGER NOT NULL, "
        f"deleted INTEGER NOT NULL, written_at INTEGER NOT NULL, sequence INTEGER NOT NULL, public_id TEXT NOT NULL, "
        f"payload TEXT NOT NULL, vector BLOB{dates})",
        f"CREATE INDEX {quoted(name + '_sequence')} ON {quoted(name)} (sequence)",
        *(
            f"CREATE INDEX {quoted(f'{name}_{field}')} ON {quoted(name)} ({quoted(field)}, object_id)"
            for field in schema.dates
        ),
        f"CREATE VIRTUAL TABLE {quoted(name + '_text')} USING fts5({texts}, tokenize='{_TOKENIZE}')",
        f"CREATE TABLE {quoted(name + '_value')} (field TEXT NOT NULL, value TEXT NOT NULL, "
        "object_id INTEGER NOT NULL, PRIMARY KEY (field, value, object_id)) WITHOUT ROWID",
        f"CREATE INDEX {quoted(name + '_value_object')} ON {quoted(name + '_value')} (object_id)",
        f"CREATE TABLE {quoted(name + '_word')} (word TEXT PRIMARY KEY) WITHOUT ROWID",
    ]
