"""Attributes texts: from characters to extractions and sentence scores."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from sources.attribution.confidence import Candidate, describe, settle
from sources.attribution.decode import Cue, find_cues, log_softmax, pad, read_roles, segments
from sources.attribution.labels import PAIR_TAGS
from sources.attribution.language import detect, supported
from sources.attribution.mentions import whole_phrase
from sources.attribution.model import Model, shipped
from sources.attribution.pieces import Pieces, cut_pieces, windows
from sources.attribution.polarity import polarity_of
from sources.attribution.quotation import marked_spans, mode_of
from sources.attribution.sentences import sentences
from sources.attribution.types import Attributed, Extraction, SentenceScore, Span

CLS, SEP = 101, 102
GROUP = 32
"""Windows whose tags are searched together: the search costs one step per word whatever the number of windows."""


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
    every = ((number, start, end) for number, cut in pieces.items() for start, end in windows(cut))
    while group := list(islice(every, GROUP)):
        hidden, tags = [], []
        for number, start, end in group:
            states, tag, judged = model.encode(*inputs_of(pieces[number], start, end))
            hidden.append(states)
            tags.append(tag)
            scores[number][start:end] = judged
        counts = np.array([len(tag) for tag in tags])
        cues = find_cues(log_softmax(pad(tags)), counts, model.settings.cue_threshold)
        asked = [at for at, found in enumerate(cues) if found]
        if not asked:
            continue
        read = [model.read(hidden[at], *ranges_of(cues[at])) for at in asked]
        flat = [(at, cue) for at in asked for cue in cues[at]]
        pairs = log_softmax(pad([row for seen, _ in read for row in seen]))
        valid = np.concatenate([odds for _, odds in read])
        words = counts[[at for at, _ in flat]]
        paths = read_roles(pairs, [cue for _, cue in flat], words, model.settings.split_cost)
        for n, (at, cue) in enumerate(flat):
            number, offset, _ = group[at]
            candidate = _candidate(pairs[n], paths[n], cue, float(valid[n]), int(words[n]), offset)
            if candidate:
                candidates[number].append(candidate)
    return candidates, scores


def finish(text: str, pieces: Pieces, candidates: Iterable[Candidate], model: Model) -> Iterator[Extraction]:
    """Turn the candidates of a text that lie above the cut into extractions."""
    settings = model.settings
    marked = marked_spans(text)
    for candidate, confidence in settle(candidates, settings.confidence):
        if confidence < settings.best_cut:
            continue
        source, cue, content = spans_of(text, pieces, candidate)
        yield Extraction(
            source,
            cue,
            content,
            mode_of(text, content, marked),
            polarity_of(text, source, cue, content),
            round(confidence, 4),
            confidence < settings.sure_cut,
        )


def spans_of(text: str, pieces: Pieces, candidate: Candidate) -> tuple[tuple[Span, ...], ...]:
    """Return source, cue and content of a candidate as spans of code points."""
    source, cue, content = (
        tuple((int(pieces.starts[a]), int(pieces.ends[b - 1])) for a, b in spans)
        for spans in (candidate.source, (candidate.cue,), candidate.content)
    )
    content = tuple((start, _without_comma(text, start, end)) for start, end in content)
    if source:
        source = (whole_phrase(text, source[0], cue[0], list(content)), *source[1:])
    return source, cue, content


def _without_comma(text: str, start: int, end: int) -> int:
    """Return the end of a content without the comma or dash that parts it from what follows."""
    stripped = text[start:end].rstrip(" ,;:\u2013\u2014")
    return start + len(stripped) if stripped else end


def judge_sentences(text: str, pieces: Pieces, scores: np.ndarray, model: Model) -> Iterator[SentenceScore]:
    """Score each sentence of a text by the weighted mean of its words' scores, ``scores`` (w, 4)."""
    scale = model.settings.sentence_scale
    for start, end in sentences(text):
        low, high = pieces.covering(start, end)
        if low == high:
            continue
        checkworthy, opinion = judge_span(scores[low:high], scale)
        yield SentenceScore(start, end, round(checkworthy, 4), round(opinion, 4))


def judge_span(scores: np.ndarray, scale: Mapping[str, Sequence[float]]) -> tuple[float, float]:
    """Return check-worthiness and opinion of the words with ``scores`` (w, 4), as calibrated probabilities."""
    values = []
    for at, name in ((0, "checkworthy"), (2, "opinion")):
        weight = np.exp(scores[:, at + 1].astype(np.float64) - scores[:, at + 1].max())
        slope, offset = scale[name]
        odds = slope * float((scores[:, at] * weight).sum() / weight.sum()) + offset
        values.append(1.0 / (1.0 + float(np.exp(-np.clip(odds, -30, 30)))))
    return values[0], values[1]


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


def inputs_of(cut: Pieces, start: int, end: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the encoder's inputs for the words ``[start, end)`` of a text: ids, shapes, places of words."""
    low, high = cut.opening(start), cut.opening(end)
    ids = np.concatenate([[CLS], cut.ids[low:high], [SEP]])
    shapes = np.concatenate([[0], cut.shapes[low:high], [0]])
    return ids, shapes, cut.words[start:end] - low + 1


def ranges_of(cues: Sequence[Cue]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([cue.start for cue in cues], dtype=np.int64), np.array([cue.end for cue in cues], dtype=np.int64)
