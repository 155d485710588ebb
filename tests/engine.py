"""An engine for tests: it finds sentences such as ``Alice said that it rains.`` by a pattern, the same each time."""

import re

from sources.attribution.types import Attributed, Extraction, SentenceScore

MODEL = "engine-for-tests-1"
_REPORTED = re.compile(r"(?P<source>[A-Z]\w+(?: [A-Z]\w+)*|He|She|They) (?P<cue>said|denied) (?P<content>that [^.\n]+)")
_QUOTED = re.compile(r"“(?P<content>[^”]+)”,? (?P<source>[A-Z]\w+(?: [A-Z]\w+)*) (?P<cue>said)")
_SENTENCE = re.compile(r"[^.\n]+\.?")
_JUDGEMENT = re.compile(r"\b(sadly|shameful|wonderful|must)\b")
_NUMBER = re.compile(r"\d|\bopened|\bclosed|\bvoted")


def attribute(text: str) -> Attributed:
    """Whoever says anything, a number or an event makes a sentence checkable, a word of judgement makes it opinion."""
    found = [("indirect", m) for m in _REPORTED.finditer(text)] + [("direct", m) for m in _QUOTED.finditer(text)]
    extractions = tuple(
        Extraction(
            source=(m.span("source"),),
            cue=(m.span("cue"),),
            content=(m.span("content"),),
            mode="direct" if mode == "direct" else "indirect",
            polarity="denies" if m["cue"] == "denied" else "asserts",
            confidence=0.9,
            uncertain="perhaps" in m["content"],
        )
        for mode, m in sorted(found, key=lambda pair: pair[1].start("content"))
    )
    return Attributed("de" if "Ungeheuer" in text else "en", extractions, tuple(_scores(text)), MODEL)


def _scores(text: str) -> list[SentenceScore]:
    scores = []
    for match in _SENTENCE.finditer(text):
        words = match.group().strip()
        if words:
            start = match.start() + match.group().index(words)
            scores.append(
                SentenceScore(
                    start,
                    start + len(words),
                    checkworthy=0.8 if _NUMBER.search(words) else 0.1,
                    opinion=0.9 if _JUDGEMENT.search(words) else 0.1,
                )
            )
    return scores
