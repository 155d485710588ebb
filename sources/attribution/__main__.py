"""``python -m sources.attribution < articles.jsonl > attributions.jsonl``

Reads lines {"id", "text"} and writes lines {"id", "language", "attributions"}, each attribution with the spans of its
source, cue and content, its confidence, mode and polarity, in code points of the text, end exclusive.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TextIO

from sources.attribution.engine import attribute_batch
from sources.attribution.types import Attributed

BATCH_CHARACTERS = 200_000
BATCH_TEXTS = 64


class LineError(ValueError):
    """A line of the input is not an article."""


def read_articles(lines: Iterable[str]) -> Iterator[tuple[Any, str]]:
    """Yield id and text of each line. Blank lines are passed over; any other that is no article raises `LineError`."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise LineError(f"line {number} is not JSON: {error}") from error
        if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
            raise LineError(f'line {number} needs the form {{"id": …, "text": "…"}}')
        yield row["id"], row["text"]


def as_json(key: Any, found: Attributed) -> dict[str, Any]:
    """Return the output line of one article."""
    rows = [
        {
            "source": item.source,
            "cue": item.cue,
            "content": item.content,
            "confidence": item.confidence,
            "uncertain": item.uncertain,
            "mode": item.mode,
            "polarity": item.polarity,
        }
        for item in found.extractions
    ]
    return {"id": key, "language": found.language, "model": found.model, "attributions": rows}


def run(source: Iterable[str], target: TextIO) -> int:
    """Attribute all articles of ``source``, a batch at a time; returns how many there were."""
    articles, done = read_articles(source), 0
    while batch := list(islice(articles, 1)):
        size = len(batch[0][1])
        while size < BATCH_CHARACTERS and len(batch) < BATCH_TEXTS and (more := next(articles, None)):
            batch.append(more)
            size += len(more[1])
        for (key, _), found in zip(batch, attribute_batch([text for _, text in batch]), strict=True):
            target.write(json.dumps(as_json(key, found), ensure_ascii=False) + "\n")
        done += len(batch)
    return done


def main() -> int:
    argparse.ArgumentParser(prog="python -m sources.attribution", description=__doc__).parse_args()
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        run(sys.stdin, sys.stdout)
    except LineError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
