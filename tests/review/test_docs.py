"""The page on the workflow says what the table says."""

import re
from pathlib import Path

from factcheck.review import states

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "review.md"


def test_the_table_on_the_page_is_the_table_of_the_code() -> None:
    rows = re.findall(
        r"^\| (\w+) \| ([\w, ]+) \| (\w+) \| (fact_checker|editor|system) \|([\w, ]*)\|$", PAGE.read_text(), re.M
    )
    shown = [(a, tuple(s.split(", ")), t, r, tuple(filter(None, n.strip().split(", ")))) for a, s, t, r, n in rows]
    assert shown == [(t.action, t.sources, t.target, t.role, t.required) for t in states.TRANSITIONS]
