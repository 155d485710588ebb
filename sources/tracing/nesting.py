"""Attributions inside of attributions, which the engine does not mark: "Reuters reported that Keller said …". Pure.

The engine is trained on a corpus without nesting: it gives the outer attribution, whose content holds the inner one
whole. Here the inner one is read from the content's beginning ("[that] Keller said that …") or its end ("…, Keller
said"), by the words of reporting alone, and becomes an extraction of its own.
"""

from collections.abc import Sequence

from sources.attribution.types import Extraction, Mode, Span
from sources.registry.reading import lexicon as lx
from sources.registry.reading.phrases import phrase_of, singular
from sources.registry.reading.words import Words

REPORTING = lx.word_set(
    "said says told tells stated announced claimed claims warned warns denied denies confirmed confirms insisted "
    "insists added argued argues wrote acknowledged admitted admits declared alleged asserted explained predicted "
    "suggested believes believe believed thinks thought reported testified"
)
_AUXILIARIES = lx.word_set(
    "has have had also later earlier previously then again repeatedly recently privately publicly"
)
_PARTIES = lx.ROLE_NOUNS | lx.ANONYMOUS_NOUNS | lx.FAMILY_NOUNS | lx.GOVERNMENT_NOUNS | lx.ORGANISATION_NOUNS
_FINITE = lx.word_set("is are was were be been will would can could may might shall should must do does did")
_QUOTES = frozenset("\"“”„«»'‘’")
_SOURCE_WORDS = 16
_MIN_CONTENT = 3


def extractions_unnested(*, text: str, extractions: Sequence[Extraction]) -> list[Extraction]:
    """Return the extractions with those that stand inside of their contents, sorted as before with the inner ones last.

    One that names no source and has a single word of content, a splinter of a nest, is left out. An inner attribution
    has the confidence of the outer one.
    """
    words = Words(text)
    kept = [e for e in extractions if e.source or _word_count(words, e.content) > 1]
    found: list[Extraction] = []
    for outer in kept:
        if len(outer.content) != 1 or any(_holds(outer, other) for other in kept if other is not outer):
            continue
        inner = _at_beginning(words, outer) or _at_end(words, outer)
        if inner is not None:
            found.append(inner)
    return kept + found


def _word_count(words: Words, spans: Sequence[Span]) -> int:
    return sum(last - first for first, last in (words.covering(*span) for span in spans))


def _holds(outer: Extraction, other: Extraction) -> bool:
    """Say whether another extraction's source or cue stands in the content already."""
    start, end = outer.content[0]
    return any(start <= s and e <= end for s, e in (*other.source, *other.cue))


def _at_beginning(words: Words, outer: Extraction) -> Extraction | None:
    first, last = words.covering(*outer.content[0])
    start = first
    while start < last and (words.lower(start) == "that" or words[start].text in _QUOTES):
        start += 1
    verb = next((i for i in range(start + 1, min(start + _SOURCE_WORDS, last)) if words.lower(i) in REPORTING), None)
    if verb is None:
        return None
    end = verb
    while end > start and words.lower(end - 1) in _AUXILIARIES:
        end -= 1
    if not _names_party(words, start, end):
        return None
    begin = verb + 1
    that = next((i for i in range(begin, min(begin + 8, last)) if words.lower(i) == "that"), None)
    if words.lower(verb) in {"told", "tells"}:
        if that is None:
            return None
        begin = that
    elif that is not None and all(
        words.lower(i) in lx.MONTHS_AND_DAYS | {"on", "late", "early", ","} for i in range(begin, that)
    ):
        begin = that
    while begin < last and words.lower(begin) in {",", ":"}:
        begin += 1
    return _inner(words, outer, (start, end), (end, verb + 1), (begin, last))


def _at_end(words: Words, outer: Extraction) -> Extraction | None:
    first, last = words.covering(*outer.content[0])
    end = last
    while end > first and not words[end - 1].letters:
        end -= 1
    commas = [i for i in range(max(first, end - _SOURCE_WORDS), end) if words.lower(i) == ","]
    for comma in commas:
        start, verb = comma + 1, end - 1
        while start < end and words[start].text in _QUOTES:
            start += 1
        if words.lower(verb) in REPORTING and _names_party(words, start, verb):
            return _inner(words, outer, (start, verb), (verb, end), (first, comma))
        if words.lower(start) in REPORTING and _names_party(words, start + 1, end):
            return _inner(words, outer, (start + 1, end), (start, start + 1), (first, comma))
    return None


def _names_party(words: Words, first: int, last: int) -> bool:
    """Say whether words are one noun phrase that names somebody who can report."""
    if last <= first or any(words.lower(i) in _FINITE or words.lower(i) in REPORTING for i in range(first, last)):
        return False
    lowers = [words.lower(i) for i in range(first, last)]
    if "," in lowers and lowers[-1] != ",":
        return False  # an apposition closes: "Maria Keller, the head of the bank,"
    if lowers[0] in {"he", "she", "it", "they", "i", "we"}:
        return len(lowers) == 1
    phrase = phrase_of(words, first, last)
    head = words[phrase.head]
    named = (
        head.capital and head.letters and head.lower not in lx.FUNCTION_WORDS and head.lower not in lx.MONTHS_AND_DAYS
    )
    return named or singular(head.lower) in _PARTIES or head.lower in _PARTIES


def _inner(
    words: Words, outer: Extraction, source: tuple[int, int], cue: tuple[int, int], content: tuple[int, int]
) -> Extraction | None:
    first, last = content
    while last > first and words.lower(last - 1) in {",", ";"}:
        last -= 1
    if last - first < _MIN_CONTENT:
        return None
    said = words.string(first, last)
    return Extraction(
        source=(_span(words, *source),),
        cue=(_span(words, *cue),),
        content=(_span(words, first, last),),
        mode=_mode(said, outer.mode),
        polarity="denies" if words.lower(cue[1] - 1) in {"denied", "denies"} else "asserts",
        confidence=outer.confidence,
        uncertain=outer.uncertain,
    )


def _span(words: Words, first: int, last: int) -> Span:
    while last > first + 1 and words.lower(last - 1) == ",":
        last -= 1
    return words[first].start, words[last - 1].end


def _mode(said: str, outer: Mode) -> Mode:
    if said[0] in '"“„«' and said[-1] in '"”»“':
        return "direct"
    return "mixed" if any(mark in said for mark in '"“”') else ("indirect" if outer != "direct" else "direct")
