"""A text analysed: what would become claims, without anything stored."""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from factcheck.claims.models import Claim
from factcheck.core.errors import ServiceError
from factcheck.core.text import Segment, normalise, segments_of, segments_text
from sources.attribution import Attributed, Extraction, SentenceScore, read_settings, supported
from sources.attribution.language import UNKNOWN
from sources.registry.lookup import RegistryLookup
from sources.registry.types import SourceLookup
from sources.tracing.chains import attributions_read
from sources.tracing.nesting import extractions_unnested
from sources.tracing.types import Chain

Engine = Callable[[str], Attributed]

_SHIPPED = "sources.attribution.attribute"


class UnsupportedLanguage(ServiceError):
    """The engine does not read the language of the text."""

    status = 422
    code = "unsupported_language"


@dataclass(frozen=True)
class CandidateClaim:
    """A claim to be: ``extraction`` and ``chain`` are None in the article's own voice.

    ``checkworthy`` and ``author_opinion`` are probabilities from 0 to 1; the second is given in own voice only.
    """

    kind: str
    segments: tuple[Segment, ...]
    text: str
    checkworthy: float | None
    author_opinion: float | None
    uncertain: bool
    extraction: Extraction | None
    chain: Chain | None

    @property
    def cue(self) -> tuple[Segment, ...]:
        return segments_of(self.extraction.cue) if self.extraction else ()

    @property
    def identity(self) -> str:
        return claim_identity(self.segments, self.cue)


@dataclass(frozen=True)
class TextAnalysis:
    """What the engine and the rules after it make of one text. ``text`` is normalised; offsets are into it.

    ``language`` is an ISO 639-1 code, empty when the text is too short to tell. ``thresholds`` holds the cuts in force.
    """

    text: str
    language: str
    model: str
    thresholds: dict[str, Any]
    extraction_count: int
    claims: tuple[CandidateClaim, ...]


def text_analyse(*, text: str, engine: Engine | None = None, lookup: SourceLookup | None = None) -> TextAnalysis:
    """Return the claims of a text with their sources and chains, in text order, without storing anything.

    ``engine`` and ``lookup`` default to ``settings.ATTRIBUTION_ENGINE`` and the registry. Raises UnsupportedLanguage.
    """
    text = normalise(text)
    found: Attributed = (engine or import_string(settings.ATTRIBUTION_ENGINE))(text)
    if not supported(found.language):
        raise UnsupportedLanguage(
            f"The text is in a language ({found.language}) that the engine does not read. It reads English."
        )
    extractions = extractions_unnested(text=text, extractions=found.extractions)
    _, chains = attributions_read(text=text, extractions=extractions, lookup=lookup or RegistryLookup())
    claims = [_attributed_claim(text, extractions[chain.extraction], chain, found.sentences) for chain in chains]
    claims += _own_voice_claims(text, extractions, found.sentences)
    claims.sort(key=lambda claim: (claim.segments[0].start, claim.segments[-1].end))
    return TextAnalysis(
        text=text,
        language="" if found.language == UNKNOWN else found.language,
        model=found.model,
        thresholds=_thresholds(),
        extraction_count=len(extractions),
        claims=tuple(claims),
    )


def claim_identity(segments: Sequence[Segment], cue: Sequence[Segment]) -> str:
    """Return what makes a claim one of its version: a SHA-256 over the places of its words and of its cue's."""
    places = [[[s.start, s.end] for s in part] for part in (segments, cue)]
    return hashlib.sha256(json.dumps(places).encode()).hexdigest()


def _attributed_claim(
    text: str, extraction: Extraction, chain: Chain, sentences: Sequence[SentenceScore]
) -> CandidateClaim:
    segments = segments_of(extraction.content)
    return CandidateClaim(
        kind=Claim.Kind.QUOTED if extraction.mode == "direct" else Claim.Kind.REPORTED,
        segments=segments,
        text=segments_text(text, segments),
        checkworthy=_checkworthy(segments, sentences),
        author_opinion=None,
        uncertain=extraction.uncertain,
        extraction=extraction,
        chain=chain,
    )


def _own_voice_claims(
    text: str, extractions: Sequence[Extraction], sentences: Sequence[SentenceScore]
) -> list[CandidateClaim]:
    """Claims of the sentences in which nobody else speaks, when they state something checkable or judge."""
    spoken: set[int] = set()
    for extraction in extractions:
        for start, end in extraction.content:
            spoken.update(_sentences_at(sentences, start, end))
    claims = []
    for number, sentence in enumerate(sentences):
        says_something = (
            sentence.checkworthy >= settings.CLAIM_CHECKWORTHY_CUT or sentence.opinion >= settings.CLAIM_OPINION_CUT
        )
        if number not in spoken and says_something:
            segment = Segment(sentence.start, sentence.end)
            claims.append(
                CandidateClaim(
                    kind=Claim.Kind.OWN_VOICE,
                    segments=(segment,),
                    text=text[segment.start : segment.end],
                    checkworthy=sentence.checkworthy,
                    author_opinion=sentence.opinion,
                    uncertain=False,
                    extraction=None,
                    chain=None,
                )
            )
    return claims


def _checkworthy(segments: Sequence[Segment], sentences: Sequence[SentenceScore]) -> float | None:
    """The highest score of the sentences that the words stand in."""
    scores = [
        sentences[number].checkworthy
        for segment in segments
        for number in _sentences_at(sentences, segment.start, segment.end)
    ]
    return max(scores, default=None)


def _sentences_at(sentences: Sequence[SentenceScore], start: int, end: int) -> range:
    """The numbers of the sentences that share a character with ``[start, end)``; sentences are in text order."""
    first = bisect_right(sentences, start, key=lambda sentence: sentence.end)
    last = bisect_left(sentences, end, key=lambda sentence: sentence.start)
    return range(first, last)


def _thresholds() -> dict[str, Any]:
    own = {"checkworthy": settings.CLAIM_CHECKWORTHY_CUT, "opinion": settings.CLAIM_OPINION_CUT}
    if settings.ATTRIBUTION_ENGINE != _SHIPPED:
        return own
    cuts = read_settings()
    return {"best": cuts.best_cut, "sure": cuts.sure_cut, **own}
