"""Lifts the append-only triggers while a transactional test's tables are emptied. Nothing but a test run does this."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from factcheck.review import triggers


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_can_be_flushed() -> Iterator[None]:
    flush = TransactionTestCase._fixture_teardown

    def flush_without_guards(self: TransactionTestCase) -> None:
        triggers.triggers_drop(connection)
        try:
            flush(self)
        finally:
            triggers.triggers_create(connection)

    TransactionTestCase._fixture_teardown = flush_without_guards
    yield
    TransactionTestCase._fixture_teardown = flush
