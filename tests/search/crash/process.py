"""What the crash tests run in processes of their own, so that they can be killed.

python -m tests.search.crash.process write COUNT     create sources through the services' door, one commit each
python -m tests.search.crash.process edit TIMES      rename every source that many times, one commit each
python -m tests.search.crash.process work            drain, as a worker does, until killed
python -m tests.search.crash.process replay          deliver old versions of every document again
python -m tests.search.crash.process search          print how many sources a search finds, or why it cannot
"""

import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402

from factcheck.search.backends.base import SearchUnavailable  # noqa: E402
from factcheck.search.backends.registry import search_backend  # noqa: E402
from factcheck.search.models import Kind  # noqa: E402
from factcheck.search.selectors import search_find  # noqa: E402
from factcheck.search.services import index_job_enqueue, index_jobs_drain  # noqa: E402
from factcheck.search.types import Document  # noqa: E402
from sources.registry.models import Source, SourceName  # noqa: E402


def write(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            source = Source.objects.create(kind=Source.Kind.ORGANISATION, name=f"Agency {number}")
            SourceName.objects.create(source=source, text=source.name, type=SourceName.Type.PRIMARY)
            index_job_enqueue(kind=Kind.SOURCE, object_id=source.id)


def edit(times: int) -> None:
    for turn in range(times):
        for source in Source.objects.order_by("id"):
            with transaction.atomic():
                name = f"{source.name.split(' (')[0]} ({turn})"
                Source.objects.filter(id=source.id).update(name=name)
                SourceName.objects.filter(source=source).update(text=name)
                index_job_enqueue(kind=Kind.SOURCE, object_id=source.id)


def work() -> None:
    while True:
        if not index_jobs_drain(limit=100):
            time.sleep(0.2)


def replay() -> None:
    backend = search_backend()
    old = [
        Document(
            kind=Kind.SOURCE, object_id=source_id, version=version, texts={"names": "stale"}, payload={"name": "stale"}
        )
        for source_id, version in Source.objects.values_list("id", "index_version")
    ]
    for document in (*old, *reversed(old)):
        object.__setattr__(document, "version", document.version - 1)
    result = backend.index(old)
    print(f"{result.written} written")  # noqa: T201


def search() -> None:
    try:
        print(search_find(kind="source", q="agency").total)  # noqa: T201
    except SearchUnavailable as error:
        print(f"unavailable, again in {error.retry_after} s")  # noqa: T201


if __name__ == "__main__":
    deeds = {"write": write, "edit": edit, "work": work, "replay": replay, "search": search}
    deeds[sys.argv[1]](*map(int, sys.argv[2:]))
