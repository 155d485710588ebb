"""Attributes texts: from characters to extractions and sentence scores."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sources.attribution.confidence import describe, probability
from sources.attribution.decode import Cue, find_cues, read_roles, segments
from sources.attribution.labels import PAIR_TAGS
from sources.attribution.language import detect, supported
from sources.attribution.model import Model, shipped
from sources.attribution.pieces import Pieces, cut_pieces, windows
from sources.attribution.polarity import polarity_of
from sources.attribution.quotation import marked_spans, mode_of
from sources.attribution.sentences import sentences
from sources.attribution.types import Attributed, Extraction, SentenceScore, Span

CLS, SEP = 101, 102
BATCH_PIECES = 2048
"""Most padded pieces of one batch of windows: enough to keep a core busy, little enough to stay small."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible extraction before the cut: ranges of words of the text, the features, and the window it came from."""

    source: tuple[Span, ...]
    cue: Span
    content: tuple[Span, ...]
    features: dict[str, float]


@dataclass(slots=True)
class _Window:
    """A window on its way through the model: which text, which words, and what was found in it."""

    text: int
    start: int
    end: int
    size: int


def attribute(text: str, model: Model | None = None) -> Attributed:
    """Find who said what in a text.

    Any text may come in. One in a language that the engine does not read gives nothing but its language. Extractions
    are those above the cut of best F1, in the order of their cues.
    """
    return attribute_batch([text], model)[0]


def attribute_batch(texts: Sequence[str], model: Model | None = None) -> list[Attributed]:
    """Attribute several texts; the same results as one by one, faster, in the order of the texts."""
    model = model or shipped()
    languages = [detect(text) for text in texts]
    read = [number for number, language in enumerate(languages) if supported(language)]
    pieces = {number: cut_pieces(texts[number], model.tokenizer) for number in read}
    candidates, scores = propose(pieces, model)
    label = f"{model.settings.name}-{model.settings.version}"
    results = []
    for number, text in enumerate(texts):
        found: tuple[Extraction, ...] = ()
        judged: tuple[SentenceScore, ...] = ()
        if number in pieces:
            found = tuple(finish(text, pieces[number], candidates[number], model))
            judged = tuple(judge_sentences(text, pieces[number], scores[number], model))
        results.append(Attributed(languages[number], found, judged, label))
    return results


def propose(pieces: dict[int, Pieces], model: Model) -> tuple[dict[int, list[Candidate]], dict[int, np.ndarray]]:
    """Run the model over texts cut into pieces. Returns all candidates, and each word's sentence scores (w, 4)."""
    candidates: dict[int, list[Candidate]] = {number: [] for number in pieces}
    scores = {number: np.zeros((len(cut.words), 4), dtype=np.float32) for number, cut in pieces.items()}
    for group in _batches(pieces):
        feed, counts = _pad(group, pieces)
        hidden, tags, judged = model.encode(feed)
        for row, window in enumerate(group):
            scores[window.text][window.start : window.end] = judged[row, : counts[row]]
        cues = find_cues(tags, counts, model.settings.cue_threshold)
        flat = [(row, cue) for row, found in enumerate(cues) for cue in found]
        if not flat:
            continue
        rows = np.array([row for row, _ in flat], dtype=np.int64)
        mask = np.arange(tags.shape[1])[None] < counts[:, None]
        start = np.array([cue.start for _, cue in flat], dtype=np.int64)
        end = np.array([cue.end for _, cue in flat], dtype=np.int64)
        pairs, valid = model.read(hidden, mask, rows, start, end)
        paths = read_roles(pairs, [cue for _, cue in flat], counts[rows])
        for at, (row, cue) in enumerate(flat):
            candidate = _candidate(pairs[at], paths[at], cue, float(valid[at]), int(counts[row]), group[row].start)
            if candidate:
                candidates[group[row].text].append(candidate)
    for found in candidates.values():
        found.sort(key=lambda candidate: candidate.cue)
    return candidates, scores


def finish(text: str, pieces: Pieces, candidates: Iterable[Candidate], model: Model) -> Iterator[Extraction]:
    """Turn the candidates of a text that lie above the cut into extractions."""
    settings = model.settings
    marked = marked_spans(text)
    for candidate in candidates:
        confidence = probability(candidate.features, settings.confidence)
        if confidence < settings.best_cut:
            continue
        source, cue, content = (
            tuple((int(pieces.starts[a]), int(pieces.ends[b - 1])) for a, b in spans)
            for spans in (candidate.source, (candidate.cue,), candidate.content)
        )
        yield Extraction(
            source,
            cue,
            content,
            mode_of(text, content, marked),
            polarity_of(text, source, cue, content),
            round(confidence, 4),
            confidence < settings.sure_cut,
        )


def judge_sentences(text: str, pieces: Pieces, scores: np.ndarray, model: Model) -> Iterator[SentenceScore]:
    """Score each sentence of a text by the weighted mean of its words' scores, ``scores`` (w, 4)."""
    scale = model.settings.sentence_scale
    for start, end in sentences(text):
        low, high = pieces.covering(start, end)
        if low == high:
            continue
        part = scores[low:high].astype(np.float64)
        values = []
        for at, name in ((0, "checkworthy"), (2, "opinion")):
            weight = np.exp(part[:, at + 1] - part[:, at + 1].max())
            slope, offset = scale[name]
            odds = slope * float((part[:, at] * weight).sum() / weight.sum()) + offset
            values.append(round(1.0 / (1.0 + float(np.exp(-np.clip(odds, -30, 30)))), 4))
        yield SentenceScore(start, end, *values)


def _candidate(
    pairs: np.ndarray, path: np.ndarray, cue: Cue, valid: float, words: int, offset: int
) -> Candidate | None:
    """Return the candidate that a path holds, or None where it has no content."""
    content = segments(path, *PAIR_TAGS["content"])
    if not content:
        return None
    source = segments(path, *PAIR_TAGS["source"])
    features = describe(pairs, path, cue.probability, valid, cue.start, cue.end, words)
    return Candidate(_shift(source, offset), (cue.start + offset, cue.end + offset), _shift(content, offset), features)


def _shift(spans: Iterable[Span], offset: int) -> tuple[Span, ...]:
    return tuple((start + offset, end + offset) for start, end in spans)


def _batches(pieces: dict[int, Pieces]) -> Iterator[list[_Window]]:
    """Group the windows of all texts by length, so that little is padding."""
    every = [
        _Window(number, start, end, cut.opening(end) - cut.opening(start))
        for number, cut in pieces.items()
        for start, end in windows(cut)
    ]
    every.sort(key=lambda window: window.size)
    group: list[_Window] = []
    for window in every:
        if group and (window.size + 2) * (len(group) + 1) > BATCH_PIECES:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def _pad(group: list[_Window], pieces: dict[int, Pieces]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the encoder's padded inputs for a group of windows, and how many words each window has (b,)."""
    length = max(window.size for window in group) + 2
    counts = np.array([window.end - window.start for window in group], dtype=np.int64)
    ids = np.zeros((len(group), length), dtype=np.int64)
    shapes, words = np.zeros_like(ids), np.zeros((len(group), int(counts.max())), dtype=np.int64)
    mask = np.zeros(ids.shape, dtype=bool)
    for row, window in enumerate(group):
        cut, n = pieces[window.text], window.size
        low = cut.opening(window.start)
        ids[row, 0], ids[row, n + 1] = CLS, SEP
        ids[row, 1 : n + 1] = cut.ids[low : low + n]
        shapes[row, 1 : n + 1] = cut.shapes[low : low + n]
        words[row, : counts[row]] = cut.words[window.start : window.end] - low + 1
        mask[row, : n + 2] = True
    return {"ids": ids, "shapes": shapes, "mask": mask, "words": words}, counts
