"""What a text says somebody is, beside the name: titles before it and appositions behind it."""

from dataclasses import dataclass

from sources.registry.reading import lexicon as lx
from sources.registry.reading.tables import country_of
from sources.registry.reading.words import Words

_MAX_APPOSITION = 24
_ORGANISATION = lx.GOVERNMENT_NOUNS | lx.ORGANISATION_NOUNS | lx.PUBLICATION_NOUNS | lx.BROADCASTER_NOUNS


_PERSON_NOUNS = (
    lx.ROLE_NOUNS
    | lx.FAMILY_NOUNS
    | lx.FEMALE_NOUNS
    | lx.MALE_NOUNS
    | (lx.ANONYMOUS_NOUNS - {"some", "many", "most", "others", "people", "authorities"})
)


@dataclass(frozen=True)
class Role:
    """A role phrase at words ``[first, last)``: in lower case, with the country that it names, and as it stands."""

    words: tuple[str, ...]
    country: str
    text: str
    first: int = 0
    last: int = 0

    @property
    def head(self) -> str:
        """The noun that says what it is: the last role noun before any "of", "for" or "at"."""
        return phrase_head(self.words)

    @property
    def of_person(self) -> bool:
        head = self.head
        return head in _PERSON_NOUNS or head in lx.HONORIFICS

    @property
    def organisation_kind(self) -> str:
        if self.head in lx.GOVERNMENT_NOUNS:
            return "government_body"
        if self.head in {"newspaper", "magazine", "daily", "tabloid", "website"}:
            return "publication"
        if self.head in {"broadcaster", "channel", "network", "station"}:
            return "broadcaster"
        return "organisation" if self.head in _ORGANISATION else ""


def phrase_head(words: tuple[str, ...]) -> str:
    """Return the head noun of a noun phrase given in lower case: what stands last before its first preposition."""
    end = next(
        (i for i, word in enumerate(words) if word in lx.PREPOSITIONS or word in {",", "who", "that"}), len(words)
    )
    for word in reversed(words[:end]):
        if word.isalpha() or "-" in word:
            return word
    return ""


def roles_of(words: Words, first: int, last: int) -> tuple[list[Role], int]:
    """Return the roles beside the name at words ``[first, last)``, and the first word behind its apposition."""
    roles = []
    before = _title_before(words, first)
    if before:
        roles.append(before)
    role, tail = _apposition_behind(words, last)
    if role:
        roles.append(role)
    else:
        role = _apposition_before(words, first)
        if role:
            roles.append(role)
    return roles, tail


def _role(words: Words, first: int, last: int) -> Role | None:
    lowers = tuple(words.lower(i) for i in range(first, last))
    role = Role(lowers, _country(lowers), words.string(first, last), first, last)
    return role if role.of_person or role.organisation_kind else None


def _country(lowers: tuple[str, ...]) -> str:
    for index in range(len(lowers)):
        for width in (2, 1):
            code = country_of(" ".join(lowers[index : index + width])) if lowers[index] != "us" else ""
            if code:
                return code
    return ""


def _title_before(words: Words, first: int) -> Role | None:
    """Read "company spokeswoman", "French foreign minister" right before a name, in lower case."""
    at = first
    while at > 0 and at > first - 6 and words[at - 1].letters and words.lower(at - 1) not in lx.FUNCTION_WORDS:
        if words.lower(at - 1) in lx.SPEECH_VERBS:
            break
        at -= 1
    # the last word must be the role itself
    if at == first or words.lower(first - 1) not in lx.ROLE_NOUNS | lx.FAMILY_NOUNS:
        return None
    return _role(words, at, first)


def _apposition_behind(words: Words, last: int) -> tuple[Role | None, int]:
    """Read ", the head of China's Ministry of Defense," behind a name."""
    if words.lower(last) not in {",", "(", "–", "—"}:
        return None, last
    sentence_end = words.sentences[words.sentence(max(last - 1, 0))][1]
    start = last + 1
    end = start
    closing = ")" if words.lower(last) == "(" else ","
    while end < sentence_end and end - start < _MAX_APPOSITION:
        word = words.lower(end)
        if word == closing:
            break
        if word in {".", ";", ":", "“", '"', "?", "!"}:
            break
        end += 1
    if end == start:
        return None, last
    if words.lower(start) in {"who", "whose", "which"}:
        return None, min(end + 1, sentence_end)
    if words.lower(start).isdigit() and end == start + 1:  # ", 45,"
        role, tail = _apposition_behind(words, end) if words.lower(end) == "," else (None, end)
        return role, max(tail, end + 1)
    head = start + (words.lower(start) in {"the", "a", "an", "his", "her", "then", "now", "former"})
    if head >= end or words.lower(start) in lx.FUNCTION_WORDS - {"the", "a", "an", "his", "her", "then", "now"}:
        return None, last
    stop = next(
        (i for i in range(head, end) if words.lower(i) in {"who", "which", "that", "said", "told", "was", "is"}), end
    )
    role = _role(words, head, stop) if stop > head else None
    return role, (min(end + 1, sentence_end) if role else last)


def _apposition_before(words: Words, first: int) -> Role | None:
    """Read "The head of China's Ministry of Defense, " before a name, "the team's coach, " behind a preposition too."""
    if words.lower(first - 1) != ",":
        return None
    sentence_first = words.sentences[words.sentence(first)][0]
    start = first - 1
    openings = []
    while start > sentence_first and first - start < _MAX_APPOSITION:
        start -= 1
        word = words.lower(start)
        if word in {",", ".", ";", ":", "“", '"'} or word in lx.SPEECH_VERBS or word in {"is", "was", "has", "had"}:
            break
        if word in {"the", "a", "an", "his", "her", "their"} or words.lower(start + 1) in {"'s", "’s"}:
            openings.append(start + (word in lx.DETERMINERS))
    for opening in reversed(openings):
        role = _role(words, opening, first - 1) if opening < first - 1 else None
        if role is not None and role.of_person:
            return role
    return None
