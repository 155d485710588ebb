"""Turns annotated articles into windows with labels, and windows into padded batches."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

from sources.attribution.labels import IGNORED, PAIR_TAGS, ROLE_TAGS
from sources.attribution.pieces import LINE_START, WINDOW_PIECES, Pieces, cut_pieces, windows
from sources.attribution.training.polnear import Article, Relation

CLS, SEP = 101, 102


@dataclass(frozen=True, slots=True)
class Marked:
    """One article cut into pieces, with the relations of each annotator as ranges of words."""

    name: str
    pieces: Pieces
    readings: tuple[tuple[dict[str, list[tuple[int, int]]], ...], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """One example: ids and shapes (n,) of pieces, opening pieces and tags (w,) of words, each cue's range and tags."""

    ids: np.ndarray
    shapes: np.ndarray
    words: np.ndarray
    tags: np.ndarray
    cues: tuple[tuple[int, int, np.ndarray], ...]


@dataclass(slots=True)
class Batch:
    """Padded tensors.

    ids, shapes, mask (windows, n); words, tags (windows, w), padded with 0 and `IGNORED`; row, start, end (cues,);
    pairs (cues, w).
    """

    ids: torch.Tensor
    shapes: torch.Tensor
    mask: torch.Tensor
    words: torch.Tensor
    tags: torch.Tensor
    row: torch.Tensor
    start: torch.Tensor
    end: torch.Tensor
    pairs: torch.Tensor


def mark(article: Article, tokenizer: Tokenizer) -> Marked:
    """Cut an article and map its annotations to words. A relation without cue has nothing to anchor on."""
    pieces = cut_pieces(article.text, tokenizer)
    readings = []
    for annotation in article.annotations:
        relations = []
        for relation in annotation:
            ranges = _ranges(pieces, relation)
            if ranges["cue"]:
                relations.append(ranges)
        readings.append(tuple(relations))
    return Marked(article.name, pieces, tuple(readings))


def _ranges(pieces: Pieces, relation: Relation) -> dict[str, list[tuple[int, int]]]:
    ranges: dict[str, list[tuple[int, int]]] = {}
    for role in ("source", "cue", "content"):
        found = (pieces.covering(*span) for span in getattr(relation, role))
        ranges[role] = [(low, high) for low, high in found if low < high]
    return ranges


def windows_of(articles: Iterable[Marked], chance: random.Random | None = None) -> list[Window]:
    """Cut all articles into labelled windows.

    With ``chance`` (training) the first window of an article has a random size, so that the borders move from
    epoch to epoch, one of its annotators is drawn, and a tenth of the windows lose their line and quote shapes.
    """
    made: list[Window] = []
    for article in articles:
        reading, opening = article.readings[0], None
        if chance:
            reading = chance.choice(article.readings)
            opening = chance.randint(WINDOW_PIECES // 3, WINDOW_PIECES)
        for start, end in windows(article.pieces, opening=opening):
            window = _label(article.pieces, reading, start, end)
            if chance and chance.random() < 0.1:
                window = Window(window.ids, window.shapes % LINE_START, window.words, window.tags, window.cues)
            made.append(window)
    return made


def _label(pieces: Pieces, reading: Sequence[dict[str, list[tuple[int, int]]]], start: int, end: int) -> Window:
    blank = np.zeros(end - start, dtype=np.int64)
    tags = blank.copy()
    cues = []
    for role in ("content", "source", "cue"):
        for relation in reading:
            for low, high in relation[role]:
                _write(tags, ROLE_TAGS[role], low - start, high - start)
    for relation in reading:
        low, high = relation["cue"][0]
        if start <= low and high <= end:
            pairs = blank.copy()
            for role in ("content", "source"):
                for a, b in relation[role]:
                    _write(pairs, PAIR_TAGS[role], a - start, b - start)
            cues.append((low - start, high - start, pairs))
    low, high = pieces.opening(start), pieces.opening(end)
    return Window(pieces.ids[low:high], pieces.shapes[low:high], pieces.words[start:end] - low, tags, tuple(cues))


def _write(tags: np.ndarray, label: tuple[int, int], low: int, high: int) -> None:
    """Write one segment's begin and inside tags; the segment may begin before the window or end after it."""
    if high <= 0 or low >= len(tags):
        return
    tags[max(low, 0) : high] = label[1]
    if low >= 0:
        tags[low] = label[0]


def collate(group: Sequence[Window]) -> Batch:
    """Pad windows to one length, a multiple of eight, with the opening and closing pieces put on."""
    length = -(-(max(len(w.ids) for w in group) + 2) // 8) * 8
    count = -(-max(len(w.words) for w in group) // 8) * 8
    ids, shapes = np.zeros((len(group), length), np.int64), np.zeros((len(group), length), np.int64)
    mask = np.zeros((len(group), length), bool)
    words, tags = np.zeros((len(group), count), np.int64), np.full((len(group), count), IGNORED)
    rows, starts, ends, pairs = [], [], [], []
    for r, window in enumerate(group):
        n, w = len(window.ids), len(window.words)
        ids[r, : n + 2] = [CLS, *window.ids, SEP]
        shapes[r, 1 : n + 1] = window.shapes
        mask[r, : n + 2] = True
        words[r, :w] = window.words + 1
        tags[r, :w] = window.tags
        for a, b, pair in window.cues:
            row = np.full(count, IGNORED)
            row[:w] = pair
            row[a:b] = IGNORED
            rows.append(r)
            starts.append(a)
            ends.append(b)
            pairs.append(row)
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(shapes),
        torch.from_numpy(mask),
        torch.from_numpy(words),
        torch.from_numpy(tags),
        torch.tensor(rows, dtype=torch.long),
        torch.tensor(starts, dtype=torch.long),
        torch.tensor(ends, dtype=torch.long),
        torch.from_numpy(np.stack(pairs)) if pairs else torch.zeros((0, count), dtype=torch.long),
    )


def batches(made: list[Window], size: int, chance: random.Random) -> list[list[Window]]:
    """Group windows of like length, in random order of groups."""
    order = sorted(made, key=lambda window: len(window.ids) + chance.random() * 40)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    chance.shuffle(groups)
    return groups
