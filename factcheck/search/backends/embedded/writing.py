"""Writing documents into the tables of one embedded index."""

import json
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from django.db import connection, transaction

from factcheck.core import clock
from factcheck.search.backends.embedded.tables import Parameter, quoted
from factcheck.search.backends.embedded.text import fold_letters, fts_text
from factcheck.search.schema import KINDS, KindSchema
from factcheck.search.tokens import words
from factcheck.search.types import Document, IndexResult

CHUNK = 400
# Sorts before every real date, and stands for "none".
NO_DATE = -(2**53)


def milliseconds(moment: datetime | None) -> int:
    """Return the moment in milliseconds since 1970 (UTC), as both backends store dates; NO_DATE for None."""
    return NO_DATE if moment is None else round(moment.astimezone(UTC).timestamp() * 1000)


def write_documents(name: str, documents: Sequence[Document]) -> IndexResult:
    """Write each document for which the index holds no newer or equal version, all in one transaction."""
    if not documents:
        return IndexResult(0, 0)
    schema = KINDS[documents[0].kind]
    newest: dict[int, Document] = {}
    for document in documents:
        if document.object_id not in newest or newest[document.object_id].version < document.version:
            newest[document.object_id] = document
    with transaction.atomic():
        known = _versions(name, list(newest))
        wanted = [d for d in newest.values() if known.get(d.object_id, -1) < d.version]
        for start in range(0, len(wanted), CHUNK):
            _replace(name, schema, wanted[start : start + CHUNK], known)
    return IndexResult(written=len(wanted), already_newer=len(documents) - len(wanted))


def name_words(document: Document, schema: KindSchema) -> set[str]:
    """Return the words of the document's names, folded as a typo is compared with them."""
    found: set[str] = set()
    for field in schema.fuzzy:
        value = document.texts.get(field, ())
        for text in (value,) if isinstance(value, str) else value:
            found.update(fold_word(word) for word in words(text))
    return found


def fold_word(word: str) -> str:
    """Return the word in lower case and without the marks of its letters."""
    decomposed = unicodedata.normalize("NFKD", fold_letters(word).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _versions(name: str, object_ids: list[int]) -> dict[int, int]:
    known: dict[int, int] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(object_ids), CHUNK):
            chunk = object_ids[start : start + CHUNK]
            marks = ", ".join(["%s"] * len(chunk))
            cursor.execute(f"SELECT object_id, version FROM {quoted(name)} WHERE object_id IN ({marks})", chunk)
            known.update(cursor.fetchall())
    return known


def _replace(name: str, schema: KindSchema, documents: list[Document], known: dict[int, int]) -> None:
    table, text, value, word = (quoted(name + suffix) for suffix in ("", "_text", "_value", "_word"))
    old = [[document.object_id] for document in documents if document.object_id in known]
    living = [document for document in documents if not document.deleted]
    columns = [
        "object_id",
        "version",
        "deleted",
        "written_at",
        "sequence",
        "public_id",
        "payload",
        "vector",
        *schema.dates,
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(sequence), 0) FROM {table}")
        (sequence,) = cursor.fetchone()
        if old:
            cursor.executemany(f"DELETE FROM {text} WHERE rowid = %s", old)
            cursor.executemany(f"DELETE FROM {value} WHERE object_id = %s", old)
        cursor.executemany(
            f"INSERT OR REPLACE INTO {table} ({', '.join(map(quoted, columns))}) "
            f"VALUES ({', '.join(['%s'] * len(columns))})",
            [_row(document, schema, sequence + n) for n, document in enumerate(documents, 1)],
        )
        if not living:
            return
        fields = list(schema.texts)
        cursor.executemany(
            f"INSERT INTO {text} (rowid, {', '.join(map(quoted, fields))}) VALUES (%s{', %s' * len(fields)})",
            [[d.object_id, *(fts_text(d.texts.get(field, "")) for field in fields)] for d in living],
        )
        cursor.executemany(
            f"INSERT OR IGNORE INTO {value} (field, value, object_id) VALUES (%s, %s, %s)",
            [(field, v, d.object_id) for d in living for field, values in d.keywords.items() for v in values],
        )
        names = {found for d in living for found in name_words(d, schema)}
        if names:
            cursor.executemany(f"INSERT OR IGNORE INTO {word} (word) VALUES (%s)", [[found] for found in sorted(names)])


def _row(document: Document, schema: KindSchema, sequence: int) -> list[Parameter]:
    vector = None if document.vector is None else document.vector.astype(np.float16).tobytes()
    return [
        document.object_id,
        document.version,
        int(document.deleted),
        milliseconds(clock.now()),
        sequence,
        document.public_id,
        json.dumps(document.payload, ensure_ascii=False),
        vector,
        *(milliseconds(document.dates.get(field)) for field in schema.dates),
    ]
