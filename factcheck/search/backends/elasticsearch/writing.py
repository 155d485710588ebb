"""Bulk writes with external versions: a stale write is refused by the server itself."""

from collections.abc import Iterator, Sequence
from typing import Any

from elasticsearch import Elasticsearch, helpers

from factcheck.core import clock
from factcheck.search.tokens import parted
from factcheck.search.types import Document, IndexResult

CONFLICT = 409
CHUNK = 500
MAX_CHUNK_BYTES = 20_000_000
# Nobody waits for a bulk write, and one that was only slow must not be sent again and again.
TIMEOUT_SECONDS = 120


def write_documents(client: Elasticsearch, index: str, documents: Sequence[Document]) -> IndexResult:
    """Write each document unless the index holds an equal or newer version of it."""
    written = already_newer = 0
    failed: dict[tuple[str, int], str] = {}
    client = client.options(request_timeout=TIMEOUT_SECONDS)
    options: dict[str, Any] = {"max_chunk_bytes": MAX_CHUNK_BYTES, "raise_on_error": False}
    if len(documents) > CHUNK:
        # The answers come in the order of the documents here too.
        answers = helpers.parallel_bulk(client, _actions(index, documents), chunk_size=CHUNK, thread_count=4, **options)
    else:
        answers = helpers.streaming_bulk(client, _actions(index, documents), chunk_size=CHUNK, max_retries=3, **options)
    for document, (done, answer) in zip(documents, answers, strict=True):
        outcome = answer["index"]
        if done:
            written += 1
        elif outcome["status"] == CONFLICT:
            already_newer += 1
        else:
            failed[document.kind, document.object_id] = _reason(outcome)
    return IndexResult(written, already_newer, failed)


def source_of(document: Document) -> dict[str, Any]:
    """Return the document's body."""
    if document.deleted:
        return {"object_id": document.object_id, "deleted": True, "written_at": clock.now()}
    body = {
        "object_id": document.object_id,
        "public_id": document.public_id,
        "deleted": False,
        "written_at": clock.now(),
        "texts": {name: _parted(text) for name, text in document.texts.items()},
        "keywords": document.keywords,
        "dates": document.dates,
        "payload": document.payload,
    }
    if document.vector is not None:
        body["vector"] = document.vector.tolist()
    return body


def _parted(text: str | tuple[str, ...]) -> str | list[str]:
    return parted(text) if isinstance(text, str) else [parted(one) for one in text]


def _actions(index: str, documents: Sequence[Document]) -> Iterator[dict[str, Any]]:
    for document in documents:
        yield {
            "_op_type": "index",
            "_index": index,
            "_id": str(document.object_id),
            "version": document.version,
            "version_type": "external",
            "_source": source_of(document),
        }


def _reason(outcome: Any) -> str:
    error = outcome.get("error")
    if isinstance(error, dict):
        return f"{error.get('type')}: {error.get('reason')}"[:1000]
    return str(error or outcome["status"])[:1000]
