"""Whom a text has spoken of so far: antecedents, and the choice among them for pronouns and nominals."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sources.registry.reading import lexicon as lx
from sources.registry.reading.entities import UNKNOWN, Entity
from sources.registry.reading.words import Words


@dataclass(frozen=True)
class Referent:
    """What a mention can refer to: a named entity of the text, or one that it only describes.

    ``key`` tells it from all others of the text. ``head`` is the noun of a described one ("official").
    """

    key: str
    entity: Entity | None = None
    description: str = ""
    head: str = ""
    kind: str = "anonymous"
    gender: str = ""
    plural: bool = False
    parent: str = ""
    country: str = ""
    name: str = ""


@dataclass(frozen=True)
class Antecedent:
    """A mention that stands before: at ``word``, of ``referent``."""

    word: int
    end: int
    referent: Referent
    subject: bool = False
    source: bool = False
    possessive: bool = False


@dataclass(frozen=True)
class Choice:
    """The referent that was chosen, and the share of belief in it."""

    referent: Referent
    confidence: float


@dataclass(frozen=True)
class Resolution:
    """What a phrase was resolved to, by which rule and how surely (0 to 1); ``referent`` None leaves it open."""

    referent: Referent | None
    rule: str
    confidence: float


OPEN = Resolution(None, "open", 0.0)

# Weights of the choice among antecedents, as a logit. Distance, place, continuity (the nearest mention was a pronoun)
# and quotation are near those that benchmarks/pronouns.py --fit finds on the training documents of GUM. Gender counts
# for less than there and a person of unknown gender for more: news names more people than GUM whose gender a list of
# given names lacks. GUM has no sources of statements to fit the weight of "source" on.
PRONOUN_WEIGHTS = {
    "distance": -0.6,
    "same_sentence": 0.6,
    "paragraph": -0.25,
    "subject": 1.5,
    "source": 1.0,
    "possessive": 0.2,
    "known_gender": 0.8,
    "person": 0.3,
    "named": -0.2,
    "frequency": 0.0,
    "pronoun": 2.2,
    "quoted": -0.4,
    "nobody": -0.2,
}
_WINDOW = 6


class Discourse:
    """The antecedents of one text in reading order."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.antecedents: list[Antecedent] = []

    def add(self, antecedent: Antecedent) -> None:
        """Remember a mention; they come in reading order."""
        self.antecedents.append(antecedent)

    def before(self, word: int, sentences: int) -> Iterable[Antecedent]:
        """Yield the antecedents before a word, nearest first, up to so many sentences back."""
        here = self.words.sentence(word)
        for antecedent in reversed(self.antecedents):
            if here - self.words.sentence(antecedent.word) > sentences:
                break
            if antecedent.end <= word:
                yield antecedent

    def person(self, word: int, gender: str, quoted_matters: bool = True) -> Choice | None:
        """Return whom "he" (gender m) or "she" (f) at a word most likely stands for."""
        features = self.person_features(word, gender)
        if not features:
            return None
        scores = {key: sum(PRONOUN_WEIGHTS[f] * v for f, v in values.items()) for key, (_, values) in features.items()}
        total = sum(map(math.exp, scores.values())) + math.exp(PRONOUN_WEIGHTS["nobody"])
        best = max(scores, key=lambda key: scores[key])
        return Choice(features[best][0], math.exp(scores[best]) / total)

    def person_features(self, word: int, gender: str) -> dict[str, tuple[Referent, dict[str, float]]]:
        """Return, by referent, the features of its nearest mention as an antecedent of a pronoun."""
        words, here = self.words, self.words.sentence(word)
        paragraph, quoted = words.paragraph(word), words.quoted[word]
        counts: dict[str, int] = {}
        nearest: dict[str, Antecedent] = {}
        best_subject: dict[str, int] = {}
        source_seen = ""
        for antecedent in self.before(word, _WINDOW):
            referent = antecedent.referent
            if not _may_be_person(referent, gender):
                continue
            counts[referent.key] = counts.get(referent.key, 0) + 1
            nearest.setdefault(referent.key, antecedent)
            if antecedent.subject and referent.key not in best_subject:
                best_subject[referent.key] = here - words.sentence(antecedent.word)
            if antecedent.source and not source_seen:
                source_seen = referent.key
        result = {}
        for key, antecedent in nearest.items():
            referent = antecedent.referent
            distance = here - words.sentence(antecedent.word)
            entity = referent.entity
            result[key] = (
                referent,
                {
                    "distance": float(distance),
                    "same_sentence": float(distance == 0),
                    "paragraph": float(min(2, paragraph - words.paragraph(antecedent.word))),
                    "subject": float(best_subject.get(key, 99) <= distance),
                    "source": float(source_seen == key),
                    "possessive": float(antecedent.possessive),
                    "known_gender": float(_gender(referent) == gender),
                    "person": float(entity is not None and entity.person and not entity.gender),
                    "named": float(entity is not None),
                    "frequency": math.log1p(counts[key] - 1),
                    "pronoun": float(words.lower(antecedent.word) in lx.PRONOUNS),
                    "quoted": float(words.quoted[antecedent.word] and not quoted),
                },
            )
        return result

    def latest(self, word: int, sentences: int, accepts: Callable[[Referent], bool]) -> Antecedent | None:
        """Return the nearest antecedent that is accepted, a subject or source of the same sentence first."""
        best: Antecedent | None = None
        for antecedent in self.before(word, sentences):
            if not accepts(antecedent.referent):
                continue
            if best is None:
                best = antecedent
            elif self.words.sentence(antecedent.word) != self.words.sentence(best.word):
                break
            elif (antecedent.subject or antecedent.source) and not (best.subject or best.source):
                best = antecedent
        return best


def _gender(referent: Referent) -> str:
    return referent.entity.gender if referent.entity else referent.gender


def _may_be_person(referent: Referent, gender: str) -> bool:
    if referent.plural:
        return False
    own = _gender(referent)
    if own and own != gender:
        return False
    if referent.entity is None:
        return referent.kind in ("anonymous", "person", "spokesperson")
    entity = referent.entity
    if entity.person:
        return True
    return entity.kind == UNKNOWN and len(entity.lowers) in (2, 3) and not set(entity.lowers) & lx.FUNCTION_WORDS
