"""Reads attributions of the GUM corpus (Zeldes 2017): discourse dependencies with their signals, ``rsd`` files.

In GUM a discourse unit that names source and cue ("The Straits Times noted") depends on the unit that holds the
content by the relation attribution-positive or attribution-negative; signals give the source's and the cue's words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sources.attribution.training.polnear import Article, DataFormatError, Relation
from sources.attribution.types import Span

_COLUMNS = 10
_SIGNAL = re.compile(r"(semantic-attribution_source|lexical-indicative_(?:word|phrase))-([\d,\-]+)-")
_NO_BLANK_BEFORE = frozenset(
    [".", ",", ";", ":", "!", "?", ")", "]", "%", "n't", "'s", "’s", "'re", "'ve", "'ll", "'d", "'m", "”", "…"]
)
_NO_BLANK_AFTER = frozenset(["(", "[", "$", "“", "-", "–"])


@dataclass(frozen=True, slots=True)
class Unit:
    """One discourse unit: words ``[start, end)`` of the document, what it depends on and how."""

    start: int
    end: int
    head: int
    relation: str
    sentence: str
    signals: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article made from GUM, and for each of its relations whether GUM calls it negative."""

    article: Article
    negative: tuple[bool, ...]


def read_folder(
    folder: Path, names: frozenset[str] | None = None, without: frozenset[str] = frozenset()
) -> Iterator[Document]:
    """Yield the documents of a folder of ``.rsd`` files by name, all or those in ``names``, none in ``without``."""
    paths = sorted(Path(folder).glob("*.rsd"))
    if not paths:
        raise DataFormatError(f"{folder} has no .rsd files; give GUM's rsd folder")
    for path in paths:
        if path.stem not in without and (names is None or path.stem in names):
            yield read_document(path)


def read_document(path: Path) -> Document:
    """Read one document. The text is put together from its words, paragraphs on lines of their own."""
    units: dict[int, Unit] = {}
    words: list[str] = []
    breaks: set[int] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = line.split("\t")
        if len(fields) < _COLUMNS:
            raise DataFormatError(f"{path}, line {number}: {len(fields)} columns where {_COLUMNS} are wanted")
        own = fields[1].split()
        if "para=para" in fields[5] or "heading=" in fields[5]:
            breaks.add(len(words))
        sentence = re.search(r"sid=(\d+)", fields[5])
        units[int(fields[0])] = Unit(
            len(words),
            len(words) + len(own),
            int(fields[6]),
            fields[7],
            sentence.group(1) if sentence else "",
            fields[9],
        )
        words += own
    text, spans = lay_out(words, breaks)
    relations, negative = [], []
    for key, unit in units.items():
        if unit.relation.startswith("attribution-") and (relation := _relation(key, units, spans)):
            relations.append(relation)
            negative.append(unit.relation.startswith("attribution-negative"))
    return Document(Article(path.stem, text, (tuple(relations),)), tuple(negative))


def lay_out(words: list[str], breaks: set[int]) -> tuple[str, list[Span]]:
    """Write words as running text. Returns it and the span of each word; a word in ``breaks`` opens a line."""
    text, spans, quoted = "", [], False
    glue = True
    for at, word in enumerate(words):
        if at in breaks:
            text, quoted, glue = text.rstrip() + "\n" * bool(text), False, True
        closes = word == '"' and quoted
        if not glue and word not in _NO_BLANK_BEFORE and not closes and word != "-":
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
        glue = word in _NO_BLANK_AFTER or (word == '"' and not quoted)
        quoted ^= word == '"'
    return text, spans


def _relation(key: int, units: dict[int, Unit], spans: list[Span]) -> Relation | None:
    """Return the attribution that a unit makes, or None where no word of the cue is marked."""
    unit = units[key]
    if unit.head not in units:
        return None
    source: list[int] = []
    cue: list[int] = []
    for kind, tokens in _SIGNAL.findall(unit.signals):
        wanted = source if kind.endswith("source") else cue
        for part in tokens.strip("-").split(","):
            low, _, high = part.partition("-")
            wanted += range(int(low) - 1, int(high or low))
    cue = [at for at in cue if unit.start <= at < unit.end and at not in source]
    content = [at for child in _below(unit.head, key, units) for at in range(units[child].start, units[child].end)]
    taken = set(source) | set(cue)
    content = [at for at in content if at not in taken]
    if not cue or not content:
        return None
    return Relation(*(tuple(_runs(sorted(set(role)), spans)) for role in (source, cue, content)))


def _below(top: int, without: int, units: dict[int, Unit]) -> list[int]:
    """Return a unit and those of its sentence that hang below it, but for one and what hangs below that."""
    found, waiting = [], [top]
    while waiting:
        key = waiting.pop()
        found.append(key)
        waiting += [
            other
            for other, unit in units.items()
            if unit.head == key and other != without and unit.sentence == units[top].sentence
        ]
    return sorted(found)


def _runs(numbers: list[int], spans: list[Span]) -> Iterator[Span]:
    """Yield the spans of runs of consecutive words."""
    for at, number in enumerate(numbers):
        if at == 0 or number != numbers[at - 1] + 1:
            start = number
        if at + 1 == len(numbers) or numbers[at + 1] != number + 1:
            yield spans[start][0], spans[number][1]
