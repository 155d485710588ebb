"""First persons: "I" in a quotation is its speaker, in a transcript the one whose name opens the paragraph."""

from collections.abc import Sequence

from sources.attribution.types import Extraction
from sources.registry.reading import lexicon as lx
from sources.registry.reading.discourse import Referent, Resolution
from sources.registry.reading.entities import UNKNOWN, Entity
from sources.registry.reading.reader import Reader

Range = tuple[int, int]
_SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})


_LABEL_WORDS = 5
_LABELS = 3
"""Of fewer paragraphs with a label, which do not begin with one, nobody makes a transcript."""


def resolve_first_person(
    reader: Reader,
    extractions: Sequence[Extraction],
    ranges: Sequence[Range | None],
    resolutions: dict[Range, Resolution],
) -> None:
    """Add to ``resolutions`` those of first persons, after everybody else is known."""
    words = reader.words
    labels = speaker_labels(reader)
    parties = {referent.key: referent for referent in labels.values()}
    for words_range in dict.fromkeys(r for r in ranges if r is not None):
        first, last = words_range
        if words.lower(first) == "you" and last - first == 1 and len(parties) == 2:
            own = labels.get(words.paragraph(first))
            asked = words.lower(words.sentences[words.sentence(first)][1] - 1) == "?"
            if own is not None and asked:  # of two who talk, the one who is asked is the other
                other = next(referent for key, referent in parties.items() if key != own.key)
                resolutions[words_range] = Resolution(other, "speaker", 0.6)
            continue
        if last - first != 1 or words.lower(first) not in lx.PRONOUNS_FIRST:
            continue
        speaker = _speaker(words[first].start, extractions, ranges, resolutions, own=words_range)
        if speaker is None and words.quoted[first]:
            speaker = _speaker_beside(reader, first, ranges, resolutions)
        if speaker is not None and speaker.referent is not None:
            sure = 0.95 if words.lower(first) in _SINGULAR else 0.6  # "we" may be more than the speaker
            resolutions[words_range] = Resolution(speaker.referent, "speaker", sure * speaker.confidence)
            continue
        labelled = labels.get(words.paragraph(first))
        if labelled is not None and words.lower(first) in _SINGULAR:
            resolutions[words_range] = Resolution(labelled, "speaker", 0.9)


def _speaker(
    at: int,
    extractions: Sequence[Extraction],
    ranges: Sequence[Range | None],
    resolutions: dict[Range, Resolution],
    own: Range,
) -> Resolution | None:
    """Return the resolution of the innermost extraction whose content holds a code point."""
    around = [
        (sum(end - start for start, end in extraction.content), index)
        for index, extraction in enumerate(extractions)
        if any(start <= at < end for start, end in extraction.content)
    ]
    for _, index in sorted(around):
        words_range = ranges[index]
        if words_range is not None and words_range != own:
            return resolutions.get(words_range)
    return None


def _speaker_beside(
    reader: Reader, first: int, ranges: Sequence[Range | None], resolutions: dict[Range, Resolution]
) -> Resolution | None:
    """Return whom the nearest words outside quotations name as a source in the paragraph of a quoted word."""
    words = reader.words
    paragraph = words.paragraph(first)
    beside = [
        (abs(r[0] - first), r)
        for r in ranges
        if r is not None and words.paragraph(r[0]) == paragraph and not words.quoted[r[0]] and r in resolutions
    ]
    if not beside:
        return None
    found = resolutions[min(beside)[1]]
    return Resolution(found.referent, found.rule, 0.8 * found.confidence)


def speaker_labels(reader: Reader) -> dict[int, Referent]:
    """Return, by paragraph, who speaks in it where paragraphs open with "Name:"."""
    labels: dict[int, Referent] = {}
    words = reader.words
    unknown: set[int] = set()
    starts = {o.run_first: (o, e) for o, e in reader.occurrences}
    for number, (first, last) in enumerate(words.paragraphs):
        found = starts.get(first)
        if found and found[0].last < last and words.lower(found[0].last) == ":" and _is_speaker(found[1]):
            labels[number] = reader.referents[found[1].number]
        elif any(words.lower(i) == ":" for i in range(first + 1, min(first + _LABEL_WORDS, last))):
            unknown.add(number)
    if len(labels) < _LABELS and 0 not in labels:
        return {}
    for number in range(len(words.paragraphs)):  # who speaks goes on until another label
        if number not in labels and number not in unknown and number - 1 in labels:
            labels[number] = labels[number - 1]
    return labels


def _is_speaker(entity: Entity) -> bool:
    return entity.person or entity.kind == UNKNOWN
