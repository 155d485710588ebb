"""Finding ClaimReview objects in a DataFeed, in JSON-LD of a page, in a list. Broken JSON is mended and said so."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import json_repair
from lxml import html as lxml_html
from lxml.etree import ParserError

from factcheck.core.errors import InvalidInput

Json = dict[str, Any]


@dataclass
class Markup:
    """The ClaimReview objects of a document, and what was wrong with the document itself."""

    reviews: list[Json] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def markup_read(text: str) -> Markup:
    """Return the ClaimReview objects of a feed (JSON) or a page (HTML with JSON-LD).

    Raises InvalidInput when there is nothing that could be either.
    """
    found = Markup()
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped.startswith(("{", "[")):
        _read(stripped, "the feed", found)
    elif stripped.startswith("<"):
        for number, script in enumerate(_scripts(stripped), 1):
            _read(script, f"script {number}", found)
    else:
        raise InvalidInput(
            "This is neither JSON nor HTML: give a ClaimReview feed or a page with JSON-LD.", code="no_markup"
        )
    if not found.reviews and not found.problems:
        found.problems.append("no ClaimReview in it")
    return found


def _read(text: str, where: str, found: Markup) -> None:
    try:
        value = json.loads(text, strict=False)
    except ValueError as error:
        value = json_repair.loads(text)
        found.problems.append(f"{where}: broken JSON was mended ({error})")
    found.reviews.extend(_reviews_in(value))


def _scripts(page: str) -> list[str]:
    try:
        document = lxml_html.fromstring(page)
    except (ParserError, ValueError):
        return []
    scripts = document.xpath("//script[contains(@type, 'ld+json')]")
    return [_unwrapped(script.text or "") for script in scripts if (script.text or "").strip()]


def _unwrapped(script: str) -> str:
    """Take off the comment marks that some sites put around a script."""
    for mark in ("<!--", "-->", "//<![CDATA[", "//]]>", "<![CDATA[", "]]>"):
        script = script.replace(mark, "")
    return script.strip()


def _reviews_in(value: Any) -> Iterator[Json]:
    """Walk through lists, graphs and feed elements. A ClaimReview inside of a ClaimReview is none of its own."""
    if isinstance(value, list):
        for entry in value:
            yield from _reviews_in(entry)
    elif isinstance(value, dict):
        if "ClaimReview" in _types(value):
            yield value
            return
        for entry in value.values():
            if isinstance(entry, list | dict):
                yield from _reviews_in(entry)


def _types(value: Json) -> list[str]:
    kinds = value.get("@type", [])
    return [str(kind).rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])]
