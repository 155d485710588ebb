"""Who is named in a text: occurrences of names gathered into entities, with kind, country, gender and roles."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sources.registry.reading import lexicon as lx
from sources.registry.reading.phrases import is_plural, singular
from sources.registry.reading.roles import Role, roles_of
from sources.registry.reading.runs import Run, runs_of
from sources.registry.reading.tables import country_named, country_of, country_of_capital, gender_of_given_name
from sources.registry.reading.words import Words
from sources.registry.types import KnownSource, SourceLookup

PERSON, PLACE, UNKNOWN, OFFICE = "person", "place", "unknown", "office"


_GENERATIONS = frozenset({"jr.", "sr.", "jr", "sr", "ii", "iii"})


@dataclass
class Occurrence:
    """One naming of an entity: words ``[first, last)``, title and apposition left out."""

    first: int
    last: int
    start: int
    end: int
    sentence: int
    full: bool
    subject: bool = False
    run_first: int = 0
    tail: int = 0


@dataclass
class Entity:
    """Somebody or something that a text names. ``kind`` is a value of ``Source.Kind``, "place" or "unknown"."""

    number: int
    name: str
    lowers: tuple[str, ...]
    kind: str
    country: str = ""
    gender: str = ""
    roles: list[Role] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    known: tuple[KnownSource, ...] = ()
    aliases: set[str] = field(default_factory=set)

    @property
    def person(self) -> bool:
        return self.kind == PERSON

    @property
    def organisation(self) -> bool:
        return self.kind not in (PERSON, PLACE, UNKNOWN)


@lru_cache(maxsize=16384)
def organisation_kind(lowers: tuple[str, ...]) -> str:
    """Return the kind that the nouns of a name speak for ("ministry" → government_body), "" when none does."""
    words = set(lowers)
    last = lowers[-1] if lowers else ""
    if words & {"agency", "press", "news"} and (words & {"news", "press"}) and last in {"agency", "press"}:
        return "news_agency"
    if words & lx.GOVERNMENT_NOUNS and not words & {"university", "college"}:
        return "government_body"
    if len(lowers) > 1 and (
        last in lx.BROADCASTER_NOUNS or last.isdigit() or lowers[0] in {"radio", "tv", "television", "channel"}
    ):
        return "broadcaster"
    if last in lx.PUBLICATION_NOUNS:
        return "publication"
    if words & (lx.ORGANISATION_NOUNS - {"co"}):
        return "organisation"
    return ""


def entities_of(words: Words, lookup: SourceLookup, sources: Iterable[tuple[int, int]] = ()) -> list[Entity]:
    """Return the entities that a text names, in the order of their first occurrence. Asks the lookup once.

    ``sources`` are word ranges known to name somebody: there, a capital at the start of a sentence is a name's.
    """
    named = dict(sources)
    found = [(run, _name(words, run)) for run in runs_of(words)]
    labels = {first for first, _ in words.paragraphs}
    for run, _ in found:
        if run.first in labels and words.lower(run.last) == ":" and not _is_noun(run.lowers[0]):
            run.weak = False  # "Michael: …" in a transcript
        # "Keller said", but not "State television said"
        whole = named.get(run.first, -1) == run.last or words.lower(run.last) in {",", "'s", "’s"}
        run.weak = run.weak and not (run.first in named and whole and _may_name(run.lowers[0]))
    found = [(run, name) for run, name in found if name and not run.office]
    known = lookup.find({name for _, name in found})
    gathering = _Gathering(words, known)
    # full names first, so that "Li" finds "Li Shangfu" even where the short form stands before the full one
    for run, name in sorted(found, key=lambda pair: -min(len(pair[0].lowers[pair[0].name_first - pair[0].first :]), 2)):
        gathering.add(run, name)
    return gathering.finish()


def _short_forms(lowers: tuple[str, ...]) -> set[str]:
    """Return the single words that a name of several may be short for: its ends, and its initials."""
    if len(lowers) < 2:
        return set()
    plain = [w for w in lowers if w not in _GENERATIONS]
    initials = "".join(w[0] for w in lowers if w not in lx.FUNCTION_WORDS)
    return {word.replace(".", "") for word in (plain[0], plain[-1], initials)} if plain else {initials}


def _is_noun(lower: str) -> bool:
    return singular(lower) in lx.ROLE_NOUNS | lx.ANONYMOUS_NOUNS | lx.DOCUMENT_NOUNS | lx.FAMILY_NOUNS


def _may_name(lower: str) -> bool:
    """Say whether a word with a sentence's capital may be a name: "Keller", not "Officials" or "Voters"."""
    return not _is_noun(lower) and (bool(gender_of_given_name(lower)) or not is_plural(lower))


def _name(words: Words, run: Run) -> str:
    first, last = run.name_first, run.last
    while last > first and words.lower(last - 1) in {"&"}:
        last -= 1
    return words.string(first, last)


class _Gathering:
    def __init__(self, words: Words, known: Mapping[str, Sequence[KnownSource]]) -> None:
        self.words = words
        self.known = known
        self.entities: list[Entity] = []
        self.by_name: dict[tuple[str, ...], Entity] = {}
        self.by_part: dict[str, list[Entity]] = {}
        self.votes: dict[int, Counter[str]] = {}

    def add(self, run: Run, name: str) -> None:
        lowers = tuple(self.words.lower(i) for i in range(run.name_first, run.last))
        entity = self.by_name.get(lowers) or self._partial(run, lowers)
        if entity is None:
            known = tuple(self.known.get(name, ()))
            if run.weak and not known:
                return
            entity = Entity(len(self.entities), name, lowers, UNKNOWN, known=known)
            self.entities.append(entity)
            self.by_name[lowers] = entity
            for part in _short_forms(lowers):
                self.by_part.setdefault(part, []).append(entity)
            self.votes[entity.number] = Counter()
        self._occurrence(entity, run, lowers)
        self._vote(entity, run, lowers)

    def _partial(self, run: Run, lowers: tuple[str, ...]) -> Entity | None:
        """Return the entity that a shorter form names, when only one in the text can be meant."""
        if len(lowers) > 2 or country_of(" ".join(lowers)):
            return None  # a country is itself, and not short for anybody
        if len(lowers) == 1 and len(lowers[0]) > 1:
            matches = [e for e in self.by_part.get(lowers[0].replace(".", ""), ()) if self._shortens(lowers[0], e)]
            if run.title or len(matches) > 1:
                matches = self._by_title(run, matches)
            if len(matches) > 1:
                matches = self._nearest(run, matches)
            if matches:
                return matches[0]
        return None

    def _shortens(self, word: str, entity: Entity) -> bool:
        if organisation_kind(entity.lowers):
            initials = "".join(w[0] for w in entity.lowers if w not in lx.FUNCTION_WORDS)
            return word.replace(".", "") == initials and len(initials) > 1
        names = [w for w in entity.lowers if w not in _GENERATIONS]
        if country_named(word):
            return False
        if country_of_capital(word):  # "Paris" is Valeska Paris where she is named, and not the first word of a name
            return word == names[-1] and len(names) == 2 and not country_of(names[0])
        acronym = entity.name.split()[0].isupper() and len(names[0]) > 1
        return (
            word == names[-1]
            or (word == names[0] and len(names) > 1 and not acronym)
            or (len(names) > 2 and names[-2] in lx.NAME_PARTICLES and word == names[-1])
        )

    def _by_title(self, run: Run, matches: list[Entity]) -> list[Entity]:
        gender = _gender_of_title(run.title)
        return [e for e in matches if not gender or not e.gender or e.gender == gender]

    def _nearest(self, run: Run, matches: list[Entity]) -> list[Entity]:
        before = [(max((o.first for o in e.occurrences if o.first < run.first), default=-1), e) for e in matches]
        return [max(before, key=lambda pair: pair[0])[1]]

    def _occurrence(self, entity: Entity, run: Run, lowers: tuple[str, ...]) -> None:
        first, last = run.name_first, run.last
        words = self.words
        entity.occurrences.append(
            Occurrence(
                first,
                last,
                words[first].start,
                words[last - 1].end,
                words.sentence(first),
                full=lowers == entity.lowers,
                run_first=run.first,
            )
        )
        if run.title:
            entity.roles.append(
                Role(run.title, run.country, words.string(run.first, run.name_first), run.first, run.name_first)
            )
            entity.gender = entity.gender or _gender_of_title(run.title)

    def _vote(self, entity: Entity, run: Run, lowers: tuple[str, ...]) -> None:
        """Let one occurrence say what kind of thing its name is."""
        votes, words = self.votes[entity.number], self.words
        before, after = words.lower(run.first - 1), words.lower(run.last)
        kind = organisation_kind(lowers)
        if lowers[0].startswith("@"):
            votes["social_account"] += 10
        if after in lx.BROADCASTER_NOUNS - {"news", "radio", "broadcast"} and not run.title:
            votes["broadcaster"] += 3
        if after in {"newspaper", "magazine", "daily", "website"}:
            votes["publication"] += 3
        if after in {"news", "press"} and words.lower(run.last + 1) in {"agency", "service", "wire"}:
            votes["news_agency"] += 3
        if kind and not run.title:
            votes[kind] += 3
        if run.title:
            votes[PERSON] += 4
        whole = lowers == entity.lowers
        if whole and (country_named(" ".join(lowers)) or country_of_capital(" ".join(lowers))):
            votes[PLACE] += 4
        if gender_of_given_name(lowers[0]) and 2 <= len(lowers) <= 4 and not kind:
            votes[PERSON] += 3
        word = words[run.name_first].text
        if len(lowers) == 1 and len(word) > 1 and word.isupper():
            votes["organisation"] += 2
        if before == "the":
            votes["organisation"] += 1
            votes[PERSON] -= 2
        elif before in {"in", "near", "across", "into"}:
            votes[PLACE] += 2
        if after in lx.SPEECH_VERBS and not kind and len(lowers) in (2, 3):
            votes[PERSON] += 1
        if after == "," and words.lower(run.last + 1).isdigit():
            votes[PERSON] += 3
        if after == "," and words.lower(run.last + 1) == "who":
            votes[PERSON] += 2

    def finish(self) -> list[Entity]:
        for entity in self.entities:
            entity.occurrences.sort(key=lambda o: o.first)
            for occurrence in entity.occurrences:
                self._read_around(entity, occurrence)
            entity.kind = self._kind(entity)
            if len(entity.lowers) > 1 and not entity.gender:
                entity.gender = gender_of_given_name(entity.lowers[0])
            entity.country = self._country(entity)
            if not entity.person and entity.kind != UNKNOWN:
                entity.gender = ""
        entities = sorted(self.entities, key=lambda e: e.occurrences[0].first)
        for number, entity in enumerate(entities):
            entity.number = number
        return entities

    def _read_around(self, entity: Entity, occurrence: Occurrence) -> None:
        roles, tail = roles_of(self.words, occurrence.run_first, occurrence.last)
        occurrence.tail = tail
        occurrence.subject = _is_subject(self.words, occurrence)
        for role in roles:
            entity.roles.append(role)
            self.votes[entity.number][PERSON if role.of_person else (role.organisation_kind or PERSON)] += 3
            if role.head in lx.FEMALE_NOUNS:
                entity.gender = entity.gender or "f"
            elif role.head in lx.MALE_NOUNS:
                entity.gender = entity.gender or "m"

    def _kind(self, entity: Entity) -> str:
        sure = [k for k in entity.known if k.name_type in ("primary", "alias", "former") and k.score >= 0.9]
        if sure and len({k.kind for k in sure}) == 1:
            return sure[0].kind
        votes = self.votes[entity.number]
        kind, count = max(votes.items(), key=lambda item: item[1], default=(UNKNOWN, 0))
        if count > 0:
            return kind
        return UNKNOWN

    def _country(self, entity: Entity) -> str:
        for width in (1, 2):
            code = country_of(" ".join(entity.lowers[:width]))
            if code:
                return code
        last = country_named(entity.lowers[-1])
        return last or next((role.country for role in entity.roles if role.country), "")


def _gender_of_title(title: tuple[str, ...]) -> str:
    if set(title) & (lx.HONORIFICS_MALE | lx.MALE_NOUNS):
        return "m"
    return "f" if set(title) & (lx.HONORIFICS_FEMALE | lx.FEMALE_NOUNS) else ""


def _is_subject(words: Words, occurrence: Occurrence) -> bool:
    """Say whether a name is likely the subject of its clause: no preposition before it, a verb behind it."""
    before = words.lower(occurrence.run_first - 1)
    if before == "the":
        before = words.lower(occurrence.run_first - 2)
    if before in lx.PREPOSITIONS or words.lower(occurrence.last) in {"'s", "’s"}:
        return False
    after = words.lower(occurrence.tail)
    if before in lx.SPEECH_VERBS and after in {",", ".", ""}:
        return True  # "…", said Smith.
    return (
        bool(after) and after[0].isalpha() and (after not in lx.FUNCTION_WORDS or after in _VERBS_AMONG_FUNCTION_WORDS)
    )


_VERBS_AMONG_FUNCTION_WORDS = lx.word_set(
    "said says say is are was were has had have can could will would shall should may might must do does did "
    "who also then now still just only even never ever later recently previously got get asked"
)
