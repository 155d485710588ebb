"""Capitalised sequences of a text, cut into country, title and name."""

from collections import Counter
from dataclasses import dataclass, field

from sources.registry.reading import lexicon as lx
from sources.registry.reading.tables import country_of, country_of_adjective, gender_of_given_name
from sources.registry.reading.words import Words

_ORGANISATION = lx.GOVERNMENT_NOUNS | lx.ORGANISATION_NOUNS | lx.PUBLICATION_NOUNS | lx.BROADCASTER_NOUNS
_TAKES_OF = _ORGANISATION | lx.ROLE_NOUNS | frozenset({"people", "state", "states", "house", "group"})
_TAKES_FOR = lx.ORGANISATION_NOUNS | lx.GOVERNMENT_NOUNS | {"minister", "secretary", "spokesman", "commissioner"}
_SUFFIXES = lx.word_set("jr jr. sr sr. ii iii iv")
_HEADING_SHARE = 0.7


@dataclass
class Run:
    """A capitalised sequence: words ``[first, last)``; the name proper is ``[name_first, last)``.

    ``title`` is what stands before the name ("Foreign Minister"), ``office`` is true when nothing but a title is
    there ("the Foreign Minister"). ``weak`` marks a single word that has its capital from the start of a sentence.
    """

    first: int
    name_first: int
    last: int
    title: tuple[str, ...] = ()
    country: str = ""
    office: bool = False
    weak: bool = False
    lowers: tuple[str, ...] = field(default=())


def runs_of(words: Words) -> list[Run]:
    """Return the capitalised sequences of a text in order. Headings in title case are passed over."""
    lower_elsewhere = {word.lower for word in words.words if word.letters and not word.capital}
    runs: list[Run] = []
    for first, last in words.sentences:
        if _is_heading(words, first, last):
            continue
        index = first
        while index < last:
            if not _starts_name(words, index):
                index += 1
                continue
            end = _extend(words, index, last)
            run = _cut(words, index, end)
            if runs:
                _join_genitive(words, runs, run)
            opens = index == first or words.lower(index - 1) in {'"', "“", "‘", "'", ":", "—", "•", "-", "–", "("}
            if opens and end == index + 1:
                run.weak = words.lower(index) in lower_elsewhere
                labelled = words.lower(end) == ":"
                if run.weak and not run.country and not labelled:
                    index = end
                    continue
                run.weak = not run.country
            runs.append(run)
            index = end
    return _without_openers(words, runs, lower_elsewhere)


def _without_openers(words: Words, runs: list[Run], lower_elsewhere: set[str]) -> list[Run]:
    """Cut the first word of a sentence off a name that it only happens to stand before ("Describe Einstein …")."""
    firsts = {first for first, _ in words.sentences}
    inside = {run.lowers for run in runs if run.first not in firsts}
    counts = Counter(run.lowers for run in runs)
    result = []
    for run in runs:
        opener = run.lowers[0]
        usual = opener in lx.ROLE_NOUNS | lx.HONORIFICS or gender_of_given_name(opener) or run.country
        alone = run.first in firsts and run.name_first == run.first and len(run.lowers) > 1 and not usual
        once = run.lowers not in inside and counts[run.lowers] == 1
        if alone and once and (opener in lower_elsewhere or run.lowers[1:] in inside):
            run = _cut(words, run.first + 1, run.last)
        result.append(run)
    return result


def _join_genitive(words: Words, runs: list[Run], run: Run) -> None:
    """Make one name of "China" and "Ministry of Defense" in "China's Ministry of Defense"."""
    owner = runs[-1]
    adjacent = owner.last + 1 == run.first and words.lower(owner.last) in {"'s", "’s"}
    bare = run.name_first == run.first and not run.office
    if adjacent and bare and owner.country and owner.lowers and set(run.lowers) & lx.GOVERNMENT_NOUNS:
        run.first = run.name_first = owner.first
        run.country = owner.country
        run.lowers = tuple(words.lower(i) for i in range(run.first, run.last))
        runs.pop()


def _is_heading(words: Words, first: int, last: int) -> bool:
    letters = [w for w in words.words[first:last] if w.letters]
    if len(letters) < 5 or words[last - 1].text in {".", "!", "?", "”", '"', ",", ":", "…"}:
        return False
    long = [w for w in letters if len(w.text) > 3]
    return bool(long) and sum(w.capital for w in long) / len(long) > _HEADING_SHARE


def _starts_name(words: Words, index: int) -> bool:
    word = words[index]
    if word.text.startswith("@") and len(word.text) > 1:
        return True
    if not (word.letters and word.capital) or word.lower in lx.MONTHS_AND_DAYS:
        return False
    if word.lower in lx.FUNCTION_WORDS or word.lower in lx.PRONOUNS or word.text in {"I", "I’m", "I'm"}:
        # "US" and "IT" are names where "us" and "it" are not
        return len(word.text) > 1 and word.text.isupper() and word.lower in {"us", "it", "who"} and index > 0
    return ("’" not in word.text and "'" not in word.text) or word.text[1:2] in "’'" or word.text[2:3] in "’'"


def _capital(words: Words, index: int, end: int) -> bool:
    if index >= end:
        return False
    word = words[index]
    return word.letters and word.capital and word.lower not in lx.MONTHS_AND_DAYS and word.text != "I"


def _extend(words: Words, index: int, end: int) -> int:
    """Return the end of the sequence that begins at a word."""
    here = index + 1
    while here < end:
        word, inside = words[here], [words.lower(i) for i in range(index, here)]
        if _capital(words, here, end) and (word.lower not in lx.FUNCTION_WORDS or word.text.isupper()):
            here += 1
            continue
        after = here + 1
        if word.lower in {"of", "for"} and inside[-1] in (
            _TAKES_OF | {"people", "republic", "kingdom"} if word.lower == "of" else _TAKES_FOR
        ):
            after += words.lower(after) == "the"
            if _capital(words, after, end):
                here = after + 1
                continue
        elif (word.text == "&" and _capital(words, after, end)) or (
            word.lower == "and" and _joins(words, inside, after, end)
        ):
            here = after + 1
            continue
        elif word.lower in lx.NAME_PARTICLES and not set(inside) & _ORGANISATION:
            after += words.lower(after) in lx.NAME_PARTICLES
            if _capital(words, after, end) and words.lower(after) not in lx.ROLE_NOUNS:
                here = after + 1
                continue
        elif word.text in {"'s", "’s"} and inside[-1] == "people" and _capital(words, after, end):
            here = after + 1  # the People's Republic, the People's Bank
            continue
        elif word.text.isdigit() and len(word.text) < 4 and _numbers_a_name(words, here, end):
            here += 1
        break
    return here


def _joins(words: Words, inside: list[str], after: int, end: int) -> bool:
    """Say whether "and" goes on with a name: "Ministry of Health and Welfare", not "Ministry of Health and Smith"."""
    if not _capital(words, after, end) or not ({"of", "for"} & set(inside)) or not set(inside) & _ORGANISATION:
        return False
    word = words.lower(after)
    nextone = words.lower(after + 1)
    return not (
        gender_of_given_name(word) or word in lx.HONORIFICS or word in lx.ROLE_NOUNS or country_of(word)
    ) and not (_capital(words, after + 1, end) and nextone not in _ORGANISATION and inside[0] in lx.ROLE_NOUNS)


def _numbers_a_name(words: Words, here: int, end: int) -> bool:
    """Say whether a number belongs to the name before it: "Russia 24 channel", not "in Russia 24 people"."""
    following = words.lower(here + 1) if here + 1 < end else ""
    return (
        not following
        or not following[0].isalpha()
        or following in lx.BROADCASTER_NOUNS
        or following in lx.FUNCTION_WORDS
        or following in lx.SPEECH_VERBS
    )


def _cut(words: Words, first: int, last: int) -> Run:
    lowers = tuple(words.lower(i) for i in range(first, last))
    run = Run(first, first, last, lowers=lowers)
    width = 2 if country_of(" ".join(lowers[:2])) else 1
    run.country = country_of(" ".join(lowers[:width]))
    if lowers[0] in {"us", "it"} and not words[first].text.isupper():
        run.country = ""
    if run.country and len(lowers) == width:
        return run
    cut = _title_end(lowers)
    if cut is not None and cut < len(lowers):
        run.name_first, run.title = first + cut, lowers[:cut]
    elif cut is not None:
        run.title, run.office = lowers, True
    elif run.country and _person_like(lowers[width:]) and country_of_adjective(" ".join(lowers[:width])):
        run.name_first = first + width
    return run


def _person_like(lowers: tuple[str, ...]) -> bool:
    return 2 <= len(lowers) <= 4 and bool(gender_of_given_name(lowers[0])) and not set(lowers) & _ORGANISATION


def _title_end(lowers: tuple[str, ...]) -> int | None:
    """Return where the name begins behind a title; the length when all is title; None when there is no title."""
    titles = lx.ROLE_NOUNS | lx.HONORIFICS | lx.SPOKES_NOUNS
    if gender_of_given_name(lowers[0]) and len(lowers) > 1 and lowers[0] not in titles:
        return None
    roles = [i for i, word in enumerate(lowers) if word in titles]
    if not roles:
        return None
    last = roles[-1]
    rest = lowers[last + 1 :]
    if not rest or all(word in _SUFFIXES for word in rest):
        # "Martin Luther King": a role noun that ends a sequence is a title only where nothing but titles leads to it
        lead = lowers[:last]
        office = all(w in titles or w in _OFFICE_LEADS or w in _ORGANISATION or country_of(w) for w in lead)
        return len(lowers) if office and not rest else None
    if rest[0] in {"of", "for"}:
        return _behind_office(lowers, last + 1)
    if set(rest) & (_ORGANISATION - lx.PUBLICATION_NOUNS) or country_of(" ".join(rest)):
        return None
    return last + 1


def _behind_office(lowers: tuple[str, ...], preposition: int) -> int | None:
    """Return where the name begins in "Secretary of State Hillary Clinton"; the length without a name."""
    body = preposition + 1 + (lowers[preposition + 1 : preposition + 2] == ("the",))
    for start in range(body + 1, len(lowers) - 1):
        if gender_of_given_name(lowers[start]):
            return start
    bodies = [i for i in range(body, len(lowers)) if lowers[i] in _ORGANISATION]
    if bodies and 2 <= len(lowers) - bodies[-1] - 1 <= 3:
        return bodies[-1] + 1  # "CEO of the Refugee Council Jane Doe"
    if len(lowers) - body == 3 and not set(lowers[body:]) & (_ORGANISATION | {"and"}) and lowers[body] in _OFFICE_LEADS:
        return body + 1
    return len(lowers)


_OFFICE_LEADS = lx.word_set(
    "foreign prime defense defence interior finance vice deputy first acting former press state home health "
    "education trade justice attorney general assistant under permanent senior chief national security "
    "economy energy environment transport agriculture culture labor labour white house communications "
    "executive supreme lead special homeland treasury commerce veterans affairs managing associate senate "
    "majority minority opposition party campaign federal city police fire district county kremlin pentagon "
    "ministry"
)
