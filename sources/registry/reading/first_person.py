"""First persons: "I" in a quotation is its speaker, in a transcript the one whose name opens the paragraph."""

from collections.abc import Sequence

from sources.attribution.types import Extraction
from sources.registry.reading import lexicon as lx
from sources.registry.reading.discourse import Referent, Resolution
from sources.registry.reading.reader import Reader

Range = tuple[int, int]


def resolve_first_person(
    reader: Reader,
    extractions: Sequence[Extraction],
    ranges: Sequence[Range | None],
    resolutions: dict[Range, Resolution],
) -> None:
    """Add to ``resolutions`` those of first persons, after everybody else is known."""
    words = reader.words
    labels = speaker_labels(reader)
    for words_range in dict.fromkeys(r for r in ranges if r is not None):
        first, last = words_range
        if last - first != 1 or words.lower(first) not in lx.PRONOUNS_FIRST:
            continue
        speaker = _speaker(words[first].start, extractions, ranges, resolutions, own=words_range)
        if speaker is not None and speaker.referent is not None:
            resolutions[words_range] = Resolution(speaker.referent, "speaker", 0.95 * speaker.confidence)
            continue
        labelled = labels.get(words.paragraph(first))
        if labelled is not None:
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


def speaker_labels(reader: Reader) -> dict[int, Referent]:
    """Return, by paragraph, who speaks in it where paragraphs open with "Name:"."""
    labels: dict[int, Referent] = {}
    words = reader.words
    starts = {o.run_first: (o, e) for o, e in reader.occurrences}
    for number, (first, last) in enumerate(words.paragraphs):
        found = starts.get(first)
        if found and found[0].last < last and words.lower(found[0].last) == ":":
            labels[number] = reader.referents[found[1].number]
    if len(labels) < 2:
        return {}
    return labels
