"""The rules that say what a source phrase refers to. Each names itself in the resolution that it gives."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sources.registry.reading import lexicon as lx
from sources.registry.reading.discourse import OPEN, Referent, Resolution
from sources.registry.reading.entities import PLACE, UNKNOWN, Entity, Occurrence
from sources.registry.reading.phrases import ISSUING, PASSED_ON, Phrase, is_plural, phrase_of, singular
from sources.registry.reading.tables import country_name, country_named, country_of

if TYPE_CHECKING:
    from sources.registry.reading.reader import Reader

_ISSUED_BY = frozenset({"by", "from", "of", "to"})
_SPEAKS_FOR = lx.word_set("for of from at with to")
_WEAK_ADJECTIVES = lx.word_set(
    "former senior current new top then-current late outgoing incoming longtime ex first second other same "
    "local official public brief"
)
# What a name is one of: "TASS news agency" is TASS, where "the Clinton campaign" is not Clinton.
_CLASS_NOUNS = lx.word_set(
    "newspaper paper magazine daily weekly tabloid news agency channel website site broadcaster television tv radio "
    "network company corporation firm outlet portal wire service station party"
)
_ORGANISATION_HEADS = (lx.ORGANISATION_NOUNS | lx.GOVERNMENT_NOUNS | lx.PUBLICATION_NOUNS | lx.BROADCASTER_NOUNS) - {
    "house"
}
_ANY_ORGANISATION = lx.word_set(
    "company firm group organization organisation campaign agency party network bank newspaper paper site "
    "website publication outlet broadcaster channel department ministry university corporation union club "
    "team institute foundation charity"
)


class NominalRules:
    """The rules, over one reader's words, names and discourse."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.offices: dict[str, Referent] = {}

    def resolve(self, phrase: Phrase) -> Resolution:
        """Return what the phrase refers to; open when no rule is sure enough."""
        words = self.reader.words
        head = words.lower(phrase.head)
        if phrase.stop - phrase.first == 1 and head in lx.PRONOUNS:
            return self._pronoun(phrase, head)
        document = singular(head) in lx.DOCUMENT_NOUNS or head in lx.DOCUMENT_NOUNS
        if document and not self._named_whole(phrase):
            return self._document(phrase)
        named = self._named(phrase)
        if named is not None:
            return named
        return self._nominal(phrase, head)

    # Pronouns

    def _pronoun(self, phrase: Phrase, pronoun: str) -> Resolution:
        discourse, at = self.reader.discourse, phrase.first
        if pronoun in lx.PRONOUNS_MALE | lx.PRONOUNS_FEMALE:
            choice = discourse.person(at, "m" if pronoun in lx.PRONOUNS_MALE else "f")
            return Resolution(choice.referent, "coreference", choice.confidence) if choice else OPEN
        if pronoun in {"who", "which", "that", "whom"}:
            return self._relative(at)
        if pronoun in lx.PRONOUNS_PLURAL:
            found = discourse.latest(at, 2, lambda r: r.plural or (r.entity is not None and r.entity.organisation))
            return Resolution(found.referent, "coreference", 0.55 if found.source else 0.35) if found else OPEN
        if pronoun in {"it", "itself"}:
            found = discourse.latest(at, 2, lambda r: r.entity is not None and r.entity.organisation)
            return (
                Resolution(found.referent, "coreference", 0.6 if found.source or found.subject else 0.4)
                if found
                else OPEN
            )
        return OPEN

    def _relative(self, at: int) -> Resolution:
        words = self.reader.words
        sentence = words.sentences[words.sentence(at)][0]
        comma = words.lower(at - 1) in {",", "(", "–", "—"}
        for antecedent in self.reader.discourse.before(at, 0):
            end = antecedent.end
            entity = antecedent.referent.entity
            tails = {o.tail for o in entity.occurrences if o.first == antecedent.word} if entity else set()
            if end in {at, at - comma} or at in tails or (at - 1) in tails:
                return Resolution(antecedent.referent, "relative", 0.9)
            if antecedent.word < sentence:
                break
        return OPEN

    # Names

    def _named_whole(self, phrase: Phrase) -> bool:
        """Say whether the head belongs to a name ("Huffington Post", "Washington Post")."""
        return any(o.first <= phrase.head < o.last for o, _ in self.reader.occurrences_in(phrase.first, phrase.last))

    def _named(self, phrase: Phrase) -> Resolution | None:
        words = self.reader.words
        inside = self.reader.occurrences_in(phrase.first, phrase.last)
        titled = self._titled(phrase)
        if titled is not None:
            return self._entity(titled, phrase)
        head = words.lower(phrase.head)
        if not inside:
            apposition = self._apposition(phrase, head)
            return self._entity(apposition, phrase) if apposition is not None else None
        at_head = [(o, e) for o, e in inside if o.first <= phrase.head < o.last]
        if at_head:
            occurrence, entity = at_head[0]
            others = [e for o, e in inside if o.last <= occurrence.first and not country_of(e.name)]
            if others and "and" in {words.lower(i) for i in range(phrase.first, occurrence.first)}:
                return Resolution(None, "several", 0.0)
            return self._entity(entity, phrase)
        for occurrence, entity in inside:
            class_words = [words.lower(i) for i in range(occurrence.last, phrase.stop)]
            if class_words and set(class_words) <= _CLASS_NOUNS and not entity.person:
                return self._entity(entity, phrase)  # "the Eastern Courier newspaper"
        closing, closing_entity = inside[-1]
        if closing.last == phrase.last and closing.run_first < closing.first and "," not in phrase.lowers:
            return self._entity(closing_entity, phrase)  # "Undersecretary for Education Mr. Smith"
        apposition = self._apposition(phrase, head)
        if apposition is not None:
            return self._entity(apposition, phrase)
        if words.lower(phrase.stop) == "," or words.lower(phrase.stop) in {"(", "–", "—"}:
            behind = [(o, e) for o, e in inside if o.run_first == phrase.stop + 1]
            role = head in lx.ROLE_NOUNS | lx.FAMILY_NOUNS
            if behind and role and not behind[0][1].organisation:
                return self._entity(behind[0][1], phrase)
        return self._office(phrase, head, inside)

    def _titled(self, phrase: Phrase) -> Entity | None:
        """Return the person named behind a role: "the adviser Jane Doe", "the head of the bank, Jane Doe"."""
        words = self.reader.words
        for occurrence, entity in self.reader.occurrences_in(phrase.first, phrase.last + 5):
            role = words.lower(occurrence.run_first - 1)
            behind = phrase.first < occurrence.run_first <= phrase.last
            named_last = role == "," and occurrence.last == phrase.last and words.lower(phrase.head) in lx.ROLE_NOUNS
            if (
                behind
                and (named_last or role in lx.ROLE_NOUNS | lx.FAMILY_NOUNS)
                and not entity.organisation
                and entity.kind != PLACE
            ):
                return entity
        return None

    def _apposition(self, phrase: Phrase, head: str) -> Entity | None:
        """Return the person whose name follows the phrase as an apposition: "the team's coach, Jane Doe, …"."""
        words = self.reader.words
        if head not in lx.ROLE_NOUNS | lx.FAMILY_NOUNS or words.lower(phrase.last) != ",":
            return None
        for occurrence, entity in self.reader.occurrences_in(phrase.last + 1, phrase.last + 8):
            closed = words.lower(occurrence.last) in {",", ".", ";"} or words.lower(occurrence.last) in lx.SPEECH_VERBS
            if occurrence.run_first == phrase.last + 1 and closed and not entity.organisation and entity.kind != PLACE:
                return entity
        return None

    def _entity(self, entity: Entity, phrase: Phrase) -> Resolution:
        referent = self.reader.referents[entity.number]
        if entity.kind == PLACE:
            return Resolution(referent, "metonym", 0.6)
        return Resolution(referent, "name", 0.95 if entity.kind != UNKNOWN or len(entity.lowers) > 1 else 0.75)

    def _office(self, phrase: Phrase, head: str, inside: list[tuple[Occurrence, Entity]]) -> Resolution | None:
        """Read "a Kremlin spokesperson", "a spokesman for X", "the head of X", "X officials"."""
        owner = self._owner(phrase, inside)
        if owner is None:
            return None
        if head in lx.SPOKES_NOUNS and not is_plural(head) and head not in {"spokesmen", "spokeswomen", "spokespeople"}:
            return self._spokesperson(phrase, owner)
        person = self._bearer(phrase, head)
        if person is not None and phrase.determiner not in {"a", "an"}:
            return Resolution(person, "role", 0.85)
        if head in lx.OFFICE_NOUNS and phrase.determiner not in {"a", "an"} and not is_plural(head):
            return self._described_office(phrase, owner)
        if singular(head) in lx.FAMILY_NOUNS | lx.ROLE_NOUNS | lx.ANONYMOUS_NOUNS or head in lx.ANONYMOUS_NOUNS:
            return self._anonymous(phrase, owner)
        if head in _ORGANISATION_HEADS:
            return self._described_organisation(phrase, owner)
        return None

    def _owner(self, phrase: Phrase, inside: list[tuple[Occurrence, Entity]]) -> Entity | None:
        words = self.reader.words
        before = [e for o, e in inside if o.last <= phrase.head]
        behind = [e for o, e in inside if o.first >= phrase.stop]
        if words.lower(phrase.stop) in _SPEAKS_FOR and behind and not before:
            return behind[0]
        return before[-1] if before else (behind[0] if behind else None)

    def _spokesperson(self, phrase: Phrase, owner: Entity) -> Resolution:
        known = self._bearer(phrase, "spokesperson")
        if known is not None and phrase.definite:
            return Resolution(known, "role", 0.85)
        name = self.office_name(owner, "spokesperson")
        if name.lower() in self.offices:
            return Resolution(self.offices[name.lower()], "office", 0.9)
        referent = self.reader.describe(
            phrase, kind="spokesperson", head="spokesperson", name=name, parent=owner_name(owner), country=owner.country
        )
        self.offices[name.lower()] = referent
        return Resolution(referent, "office", 0.9)

    @staticmethod
    def office_name(owner: Entity, noun: str) -> str:
        return f"{owner_name(owner)} {noun}"

    def _described_office(self, phrase: Phrase, owner: Entity) -> Resolution:
        first = phrase.first + bool(phrase.determiner)
        name = self.reader.words.string(first, phrase.last)
        if name.lower() in self.offices:
            return Resolution(self.offices[name.lower()], "office", 0.85)
        country = owner.country or country_of(owner.name)
        parent = "" if owner.kind == PLACE else owner_name(owner)
        referent = self.reader.describe(phrase, kind="spokesperson", name=name, parent=parent, country=country)
        self.offices[name.lower()] = referent
        return Resolution(referent, "office", 0.8)

    def _described_organisation(self, phrase: Phrase, owner: Entity) -> Resolution:
        head = self.reader.words.lower(phrase.head)
        kind = "government_body" if head in lx.GOVERNMENT_NOUNS else "organisation"
        name = self.reader.words.string(phrase.first + bool(phrase.determiner), phrase.stop)
        country = country_of(owner.name)
        if head == "government" and country:
            name = f"Government of {country_name(country)}"
        return Resolution(
            self.reader.describe(phrase, kind=kind, name=name, parent="", country=owner.country), "description", 0.7
        )

    def _anonymous(self, phrase: Phrase, owner: Entity | None = None) -> Resolution:
        parent = owner_name(owner) if owner is not None and owner.organisation else ""
        country = owner.country if owner is not None else country_of(self.reader.words.lower(phrase.first))
        return Resolution(self.reader.describe(phrase, parent=parent, country=country), "description", 0.9)

    def _bearer(self, phrase: Phrase, head: str) -> Referent | None:
        """Return the person whom the text gives the role that the phrase speaks of, when it is one person."""
        wanted = self._role_words(phrase.lowers)
        found = {}
        for entity, words in self._bearers.get(singular(head), ()):
            if wanted <= words:
                found[entity.number] = self.reader.referents[entity.number]
        return next(iter(found.values())) if len(found) == 1 else None

    @cached_property
    def _bearers(self) -> dict[str, list[tuple[Entity, frozenset[str]]]]:
        """The persons whom the text gives a role, by the role's noun, with the words of the role."""
        bearers: dict[str, list[tuple[Entity, frozenset[str]]]] = {}
        for entity in self.reader.entities:
            for role in entity.roles if entity.person else ():
                bearers.setdefault(singular(role.head), []).append((entity, self._role_words(role.words)))
        return bearers

    @staticmethod
    def _role_words(lowers: tuple[str, ...]) -> frozenset[str]:
        folded = set()
        for word in lowers:
            if not word[0].isalnum() or word in lx.FUNCTION_WORDS or word in _WEAK_ADJECTIVES:
                continue
            folded.add(country_of(word) or {"defence": "defense"}.get(word, singular(word)))
        return frozenset(folded)

    # Nominals

    def _nominal(self, phrase: Phrase, head: str) -> Resolution:
        noun = singular(head)
        country = country_named(self.reader.words.string(phrase.first, phrase.stop))
        if country:
            return OPEN
        if phrase.determiner in {"the", "this", "that"} and not is_plural(head):
            found = self._same_head(phrase, noun)
            if found is not None:
                return found
        if phrase.owned and head in lx.SPOKES_NOUNS:
            return self._anonymous(phrase)
        if head in lx.SPOKES_NOUNS and not is_plural(head) and self.reader.words.lower(phrase.stop) in _SPEAKS_FOR:
            inner = self.reader.resolve_phrase(phrase.stop + 1, phrase.last) if phrase.stop + 1 < phrase.last else OPEN
            if inner.referent is not None and inner.referent.entity is not None:
                return self._spokesperson(phrase, inner.referent.entity)
        if noun in lx.ANONYMOUS_NOUNS | lx.ROLE_NOUNS | lx.FAMILY_NOUNS or head in lx.ANONYMOUS_NOUNS:
            return self._anonymous(phrase)
        if is_plural(head) and head.isalpha():
            return Resolution(self.reader.describe(phrase), "description", 0.7)
        return OPEN

    def _same_head(self, phrase: Phrase, noun: str) -> Resolution | None:
        """Return the nearest antecedent of which the noun has been said ("the ministry", "the spokesperson")."""
        wanted = self._role_words(phrase.lowers[: phrase.stop - phrase.first]) - {noun}

        def fits(referent: Referent) -> bool:
            if referent.entity is None:
                said = self._role_words(tuple(referent.description.lower().split())) | {referent.country}
                return referent.head == noun and wanted <= said
            entity = referent.entity
            if noun in {singular(w) for w in entity.lowers} and not entity.person:
                return wanted <= self._role_words(entity.lowers) | {entity.country}
            return any(
                singular(role.head) == noun and wanted <= self._role_words(role.words) | {role.country}
                for role in entity.roles
            )

        found = self.reader.discourse.latest(phrase.first, 40, fits)
        if found is not None:
            rivals = {a.referent.key for a in self.reader.discourse.before(phrase.first, 40) if fits(a.referent)}
            return Resolution(found.referent, "coreference", 0.85 if len(rivals) == 1 else 0.7)
        if noun in _ANY_ORGANISATION and not wanted:
            near = self.reader.discourse.latest(
                phrase.first,
                3,
                lambda r: r.entity is not None and r.entity.organisation and r.entity.kind not in _other_kinds(noun),
            )
            if near is not None:
                return Resolution(near.referent, "coreference", 0.6 if near.source or near.subject else 0.45)
        return None

    # Documents

    def _document(self, phrase: Phrase) -> Resolution:
        """Resolve a document to whom it is from, where the phrase says so; else to the same document before."""
        words = self.reader.words
        for at in range(phrase.stop, phrase.last - 1):
            issuing = words.lower(at - 1) in ISSUING - PASSED_ON or at == phrase.stop
            if words.lower(at) in _ISSUED_BY and issuing:
                if words.lower(at) == "of" and words.lower(at - 1) not in ISSUING:
                    continue  # a report of an attack is not from it
                inner = self._issuer(at + 1, phrase)
                if inner.referent is not None:
                    return Resolution(inner.referent, "document", 0.9 * inner.confidence)
        before = [e for o, e in self.reader.occurrences_in(phrase.first, phrase.head)]
        if before and before[-1].kind not in (PLACE, UNKNOWN):
            return Resolution(self.reader.referents[before[-1].number], "document", 0.75)
        noun = singular(words.lower(phrase.head))
        if phrase.definite:
            found = self.reader.discourse.latest(
                phrase.first, 40, lambda r: r.entity is None and r.head == noun and r.kind == "document"
            )
            if found is not None:
                return Resolution(found.referent, "coreference", 0.7)
        return Resolution(self.reader.describe(phrase, kind="document"), "description", 0.7)

    def _issuer(self, first: int, phrase: Phrase) -> Resolution:
        inner = phrase_of(self.reader.words, first, phrase.last)
        head = self.reader.words.lower(inner.head)
        if head in lx.OFFICIAL_GROUPS and inner.definite and not self.reader.occurrences_in(inner.first, inner.last):
            # "the note from the authorities": whoever of them was last heard in these paragraphs
            sources = (a for a in self.reader.discourse.before(phrase.first, 3) if a.source)
            nearest = next(sources, None)
            if nearest is not None and _is_official(nearest.referent):
                return Resolution(nearest.referent, "document", 0.75)
            return OPEN
        return self.resolve(inner)


def _is_official(referent: Referent) -> bool:
    if referent.kind in ("spokesperson", "government_body"):
        return True
    return referent.entity is not None and any(
        role.head in lx.OFFICE_NOUNS | lx.SPOKES_NOUNS for role in referent.entity.roles
    )


def _other_kinds(noun: str) -> frozenset[str]:
    """Return the kinds that a noun rules out."""
    if noun in {"ministry", "department"}:
        return frozenset({"organisation", "publication", "broadcaster", "news_agency"})
    if noun in {"newspaper", "paper", "site", "website", "publication"}:
        return frozenset({"government_body", "organisation", "news_agency"})
    if noun in {"company", "firm", "campaign", "party", "bank", "university", "club", "team", "charity", "corporation"}:
        return frozenset({"government_body", "publication"})
    return frozenset()


def owner_name(owner: Entity) -> str:
    """Return the name of a party as an office is named after it."""
    sure = [k for k in owner.known if k.score >= 0.9 and k.name_type != "weak"]
    return sure[0].name if len({k.source_id for k in sure}) == 1 else owner.name
