"""Reading of one text: who is named where, and what a phrase in it refers to."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from sources.registry.reading import lexicon as lx
from sources.registry.reading.discourse import Antecedent, Discourse, Referent, Resolution
from sources.registry.reading.entities import Entity, Occurrence, entities_of
from sources.registry.reading.nominals import NominalRules
from sources.registry.reading.phrases import Phrase, is_plural, phrase_of, singular
from sources.registry.reading.words import Words
from sources.registry.types import SourceLookup

_NOMINAL_PERSONS = (lx.ROLE_NOUNS | lx.ANONYMOUS_NOUNS | lx.FAMILY_NOUNS) - {
    "some",
    "many",
    "most",
    "others",
    "chief",
    "member",
}


class Reader:
    """One text, read once. ``sources`` are the code-point spans of the phrases that will be resolved."""

    def __init__(self, text: str, lookup: SourceLookup, sources: Iterable[Sequence[tuple[int, int]]] = ()) -> None:
        self.words = Words(text)
        ranges = (spans_to_ranges(self.words, spans) for spans in sources)
        self.entities = entities_of(self.words, lookup, [r for r in ranges if r is not None])
        self.referents = {e.number: Referent(f"e{e.number}", e, kind=e.kind, country=e.country) for e in self.entities}
        self.occurrences: list[tuple[Occurrence, Entity]] = sorted(
            ((o, e) for e in self.entities for o in e.occurrences), key=lambda pair: pair[0].first
        )
        self._firsts = [o.first for o, _ in self.occurrences]
        self.discourse = Discourse(self.words)
        self.nominals = NominalRules(self)
        self.resolutions: dict[tuple[int, int], Resolution] = {}
        self.described = 0

    def resolve(self, ranges: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Resolution]:
        """Resolve source phrases, given as half-open word ranges, in reading order."""
        wanted = sorted(set(ranges))
        inside = {i for first, last in wanted for i in range(first, last)}
        events: list[tuple[int, int, object]] = [(first, 0, (first, last)) for first, last in wanted]
        events += [(o.first, 1, (o, e)) for o, e in self.occurrences]
        events += [(i, 2, i) for i in self._loose_pronouns(inside)]
        events += [(phrase.first, 3, phrase) for phrase in self._loose_nominals(inside)]
        for _, kind, event in sorted(events, key=lambda item: item[:2]):
            if kind == 0:
                self._read_source(event)  # type: ignore[arg-type]
            elif kind == 1:
                self._read_occurrence(*event)  # type: ignore[misc]
            elif kind == 2:
                self._read_pronoun(event)  # type: ignore[arg-type]
            else:
                self._read_nominal(event)  # type: ignore[arg-type]
        return self.resolutions

    def occurrences_in(self, first: int, last: int) -> list[tuple[Occurrence, Entity]]:
        """Return the names whose words lie inside a range."""
        low = bisect_left(self._firsts, first)
        high = bisect_left(self._firsts, last)
        return [(o, e) for o, e in self.occurrences[low:high] if o.last <= last]

    def describe(
        self,
        phrase: Phrase,
        *,
        kind: str = "anonymous",
        head: str = "",
        name: str = "",
        parent: str = "",
        country: str = "",
    ) -> Referent:
        """Return a new referent that the text only describes."""
        self.described += 1
        noun = head or self.words.lower(phrase.head)
        gender = "f" if noun in lx.FEMALE_NOUNS else "m" if noun in lx.MALE_NOUNS - {"spokesman"} else ""
        return Referent(
            f"d{self.described}",
            description=self.words.string(phrase.first, phrase.last),
            head=singular(noun),
            kind=kind,
            gender=gender,
            plural=is_plural(noun),
            name=name,
            parent=parent,
            country=country,
        )

    def _read_source(self, span: tuple[int, int]) -> None:
        resolution = self.resolve_phrase(*span)
        self.resolutions[span] = resolution
        if resolution.referent is not None:
            first, last = span
            self.discourse.add(Antecedent(first, last, resolution.referent, subject=True, source=True))

    def resolve_phrase(self, first: int, last: int) -> Resolution:
        """Resolve one phrase where it stands, without remembering it."""
        return self.nominals.resolve(phrase_of(self.words, first, last))

    def _read_occurrence(self, occurrence: Occurrence, entity: Entity) -> None:
        possessive = self.words.lower(occurrence.last) in {"'s", "’s"}
        self.discourse.add(
            Antecedent(
                occurrence.first,
                occurrence.last,
                self.referents[entity.number],
                subject=occurrence.subject,
                possessive=possessive,
            )
        )

    def _read_pronoun(self, index: int) -> None:
        word = self.words.lower(index)
        gender = "m" if word in lx.PRONOUNS_MALE else "f"
        choice = self.discourse.person(index, gender)
        if choice and choice.confidence >= 0.5:
            subject = word in {"he", "she"}
            self.discourse.add(
                Antecedent(index, index + 1, choice.referent, subject=subject, possessive=word in {"his", "hers"})
            )

    def _read_nominal(self, phrase: Phrase) -> None:
        resolution = self.nominals.resolve(phrase)
        if resolution.referent is not None:
            self.discourse.add(
                Antecedent(phrase.first, phrase.last, resolution.referent, subject=self._opens_clause(phrase))
            )

    def _opens_clause(self, phrase: Phrase) -> bool:
        return self.words.lower(phrase.first - 1) not in lx.PREPOSITIONS | lx.SPEECH_VERBS

    def _loose_pronouns(self, inside: set[int]) -> list[int]:
        wanted = lx.PRONOUNS_MALE | lx.PRONOUNS_FEMALE
        return [i for i, word in enumerate(self.words.words) if word.lower in wanted and i not in inside]

    def _loose_nominals(self, inside: set[int]) -> list[Phrase]:
        """Return the short noun phrases of unnamed persons ("a senior official") outside the sources."""
        named = {i for o, _ in self.occurrences for i in range(o.run_first, o.tail or o.last)}
        phrases: list[Phrase] = []
        for index, word in enumerate(self.words.words):
            if word.lower not in {"a", "an", "the", "one", "another"} or index in inside:
                continue
            for width in range(1, 5):
                at = index + width
                noun = self.words.lower(at)
                if not noun or not noun[0].isalpha() or noun in lx.FUNCTION_WORDS or at in named or at in inside:
                    break
                following = self.words.lower(at + 1)
                if noun in _NOMINAL_PERSONS and not is_plural(noun) and following not in _NOMINAL_PERSONS:
                    if not (following[:1].isalpha() and self.words[at + 1].capital):
                        phrases.append(phrase_of(self.words, index, at + 1))
                    break
        return phrases


def spans_to_ranges(words: Words, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the word range of a source given as code-point spans; of its first span when it has several."""
    for start, end in spans:
        first, last = words.covering(start, end)
        if last > first:
            return first, last
    return None
