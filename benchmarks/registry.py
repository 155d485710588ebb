"""How long a lookup in the registry takes, and how that grows with the registry: 1,000, 10,000, 100,000 sources.

Usage: python -m benchmarks.registry [--sizes 1000 10000 100000] [--lookups 300] [--keep]

Each source has three names (its own, one in another script or order, an abbreviation). A scratch database is made in
the configured engine (``DATABASE_URL=postgres://…`` for PostgreSQL) and removed at the end. Timed, warm: `sources_find`
by a known name, by one in another script (transliterated), by an unknown one; and `RegistryLookup.find` for forty names
at once, as an article's analysis asks. Names are drawn at random with a fixed seed. Beside the time by the clock stands
the processor time of this process, which other work on the machine does not stretch (on SQLite it holds all of a
lookup, on PostgreSQL all but the server's part).
"""

import argparse
import os
import platform
import random
import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.test")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from sources.registry.lookup import RegistryLookup  # noqa: E402
from sources.registry.models import Source, SourceName, SourceNameKey  # noqa: E402
from sources.registry.names import name_keys, script_of  # noqa: E402
from sources.registry.selectors import sources_find  # noqa: E402

_GIVEN = "Anna Maria Jonas Omar Li Wang Ivan Olga Pedro Lucia Hans Greta Amir Leila Kofi Ama Sven Astrid Jean Marie"
_SYLLABLES = "ka lo mi ren sho tal ver din gor hal jun kel mar nov pol rus sten tur vik zan"
GIVEN, SYLLABLES = _GIVEN.split(), _SYLLABLES.split()
CYRILLIC = str.maketrans(
    dict(zip("abdeghijklmnoprstuvz", "абдегхийклмнопрстувз", strict=True))
    | dict(zip("ABDEGHIJKLMNOPRSTUVZ", "АБДЕГХИЙКЛМНОПРСТУВЗ", strict=True))
)
BATCH = 5_000


def names_of(number: int) -> tuple[str, str, str]:
    """Return the three names of a source: all different from those of others."""
    chance = random.Random(number)
    surname = "".join(chance.choice(SYLLABLES) for _ in range(4)).capitalize()
    given = chance.choice(GIVEN)
    second = f"{SYLLABLES[number % 20]}{SYLLABLES[number // 20 % 20]}{SYLLABLES[number // 400 % 20]}".capitalize()
    own = f"{given} {surname} {second}"
    return own, own.translate(CYRILLIC), f"{surname} {number}"


def fill(upto: int) -> None:
    """Bring the registry to a size; keys are written as the services write them."""
    for start in range(Source.objects.count(), upto, BATCH):
        numbers = range(start, min(start + BATCH, upto))
        sources = Source.objects.bulk_create(
            [Source(kind=Source.Kind.PERSON, name=names_of(n)[0]) for n in numbers], batch_size=1_000
        )
        names = SourceName.objects.bulk_create(
            [
                SourceName(source=source, text=text, script=script_of(text), type=kind)
                for source, n in zip(sources, numbers, strict=True)
                for text, kind in zip(names_of(n), ("primary", "alias", "weak"), strict=True)
            ],
            batch_size=1_000,
        )
        SourceNameKey.objects.bulk_create(
            [SourceNameKey(name=name, key=key) for name in names for key in name_keys(name.text).all], batch_size=1_000
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(calls: list[Callable[[], object]]) -> str:
    for call in calls[:20]:
        call()
    name_keys.cache_clear()
    wall, processor = [], []
    for call in calls:
        clock, busy = time.perf_counter(), time.process_time()
        call()
        wall.append((time.perf_counter() - clock) * 1_000)
        processor.append((time.process_time() - busy) * 1_000)
    return "".join(f"{statistics.median(t):9.2f}{sorted(t)[int(len(t) * 0.95)]:9.2f}" for t in (wall, processor))


def measure(size: int, lookups: int) -> None:
    chance = random.Random(size)
    chosen = [names_of(chance.randrange(size)) for _ in range(lookups)]
    unknown = [f"{names_of(size + n)[0]} Nobody" for n in range(lookups)]
    own = [name[0] for name in chosen]
    rows = {
        "known name": [lambda n=name: sources_find(name=n) for name, _, _ in chosen],
        "in another script": [lambda n=name: sources_find(name=n) for _, name, _ in chosen],
        "unknown name": [lambda n=name: sources_find(name=n) for name in unknown],
        "forty names at once": [
            lambda at=at: RegistryLookup().find([own[(at + i) % lookups] for i in range(40)])
            for at in range(lookups // 4)
        ],
    }
    hits = sum(bool(sources_find(name=name)) for name, _, _ in chosen)
    names, keys = SourceName.objects.count(), SourceNameKey.objects.count()
    print(f"{Source.objects.count():,} sources, {names:,} names, {keys:,} keys; {hits} of {lookups} known names found")
    for label, calls in rows.items():
        print(f"  {label:24}{timed(calls)}")


@contextmanager
def scratch_database():  # type: ignore[no-untyped-def]
    if connection.vendor == "postgresql":  # not the one that a run of the tests is using
        connection.settings_dict["TEST"]["NAME"] = f"benchmark_registry_{os.getpid()}"
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--lookups", type=int, default=300)
    arguments = parser.parse_args()
    machine = f"{connection.vendor} on {platform.machine()}, Python {platform.python_version()}"
    print(f"{machine}; milliseconds: clock (median, p95), processor (median, p95)")
    with scratch_database():
        for size in arguments.sizes:
            fill(size)
            measure(size, arguments.lookups)


if __name__ == "__main__":
    main()
