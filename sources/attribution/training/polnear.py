"""Reads PolNeAR (Newell et al., LREC 2018): articles with brat stand-off annotations of attributions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sources.attribution.types import Span

ROLES = ("source", "cue", "content")


class DataFormatError(ValueError):
    """A data file is not in the format that its reader knows."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One annotated attribution; each role is a list of spans, empty where the annotator marked none."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what one or several annotators marked in it, the alphabetically first annotator first."""

    name: str
    text: str
    annotations: tuple[tuple[Relation, ...], ...]


def read_split(folder: Path) -> Iterator[Article]:
    """Yield the annotated articles of a split, a folder that holds ``text/`` and ``attributions/``, by name.

    Raises `DataFormatError` for a folder without such files and for a line that does not parse.
    """
    files: dict[str, list[Path]] = {}
    for path in sorted(Path(folder, "attributions").glob("*.ann")):
        files.setdefault(path.stem.rsplit("_", 1)[0], []).append(path)
    if not files:
        raise DataFormatError(f"{folder} has no attributions/*.ann; give the folder of one PolNeAR split")
    for name, paths in files.items():
        with open(Path(folder, "text", name + ".txt"), encoding="utf-8", newline="") as handle:
            text = handle.read()
        yield Article(name, text, tuple(tuple(read_annotations(path)) for path in paths))


def read_annotations(path: Path) -> Iterator[Relation]:
    """Yield the attributions of one stand-off file. Attributions without a single span are left out."""
    spans: dict[str, list[Span]] = {}
    events: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        fields = line.split("\t")
        if len(fields) < 2:
            continue
        try:
            if fields[0].startswith("T"):
                spans[fields[0]] = [_span(part) for part in fields[1].split(" ", 1)[1].split(";")]
        except (IndexError, ValueError) as error:
            raise DataFormatError(f"{path}, line {number}: no span in {line!r}") from error
        if fields[0].startswith("E"):
            events.append(fields[1])
    for event in events:
        found: dict[str, list[Span]] = {role: [] for role in ROLES}
        for pair in event.split():
            label, _, key = pair.partition(":")
            role = re.sub(r"\d+$", "", label).lower()
            if role in found:
                found[role] += spans.get(key, [])
        if any(found.values()):
            yield Relation(*(tuple(sorted(found[role])) for role in ROLES))


def _span(part: str) -> Span:
    start, end = map(int, part.split())
    return start, end
