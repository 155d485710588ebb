"""What a phrase that names a source is made of: pronoun, name, office, group, document."""

from dataclasses import dataclass

from sources.registry.reading import lexicon as lx
from sources.registry.reading.words import Words

ISSUING = lx.word_set(
    "attributed issued released published signed written made given sent posted delivered authored prepared "
    "provided obtained seen reviewed viewed carried cited quoted"
)
"""Participles between a document and whom it is from."""
PASSED_ON = frozenset({"obtained", "seen", "carried", "cited", "quoted", "reviewed", "viewed"})
"""Those of them whose party has the document from somebody else."""
_STOPS = ISSUING | lx.PREPOSITIONS | {",", "(", ")", ";", ":", "–", "—", "who", "which", "that", "whose"}
_LEADS = frozenset(
    {
        "according",
        "to",
        "by",
        "said",
        "says",
        "from",
        "and",
        "but",
        "as",
        ",",
        "(",
        '"',
        "“",
        "”",
        "that",
        "in",
        "even",
        "both",
        "–",
        "—",
        "only",
        "while",
        "when",
        "if",
    }
)


_CLAUSES = frozenset({"citing", "quoting", "which", "who", "as", "speaking"})


@dataclass(frozen=True)
class Phrase:
    """A source phrase, words ``[first, last)``; its first noun phrase is ``[first, stop)`` with the head at ``head``.

    ``determiner`` is the article, demonstrative or possessive that opens it ("" for none).
    """

    first: int
    last: int
    stop: int
    head: int
    determiner: str
    lowers: tuple[str, ...]

    @property
    def definite(self) -> bool:
        return self.determiner in {"the", "this", "that", "these", "those"}

    @property
    def owned(self) -> bool:
        return self.determiner in {"his", "her", "their", "its", "my", "our", "your"}


def phrase_of(words: Words, first: int, last: int) -> Phrase:
    """Return the parts of the source phrase at words ``[first, last)``, leading prepositions and marks left out."""
    while first < last - 1 and words.lower(first) in _LEADS:
        first += 1
    while (
        last > first + 1
        and not words[last - 1].letters
        and not words[last - 1].text[0].isdigit()
        and words.lower(last - 1)[0] != "@"
    ):
        last -= 1
    for index in range(first + 1, last - 1):
        if words.lower(index) == "," and words.lower(index + 1) in _CLAUSES:
            last = index  # "state media, citing the Interior Ministry": the first of the two
            break
    determiner = words.lower(first) if words.lower(first) in lx.DETERMINERS and last > first + 1 else ""
    begin = first + bool(determiner)
    stop = next((i for i in range(begin, last) if words.lower(i) in _STOPS), last)
    if stop == begin:
        stop = min(begin + 1, last)
    head = stop - 1
    while head > begin and not words[head].letters and not words[head].text[0].isdigit():
        head -= 1
    # "a senior official familiar with …", "people briefed on …": what follows the noun is not the head
    known = next((i for i in range(head, begin - 1, -1) if _is_party(words.lower(i))), None)
    if known is not None and known < head and not words[head].capital:
        head = known
    return Phrase(first, last, stop, head, determiner, tuple(words.lower(i) for i in range(first, last)))


def _is_party(word: str) -> bool:
    noun = singular(word)
    return noun in _PARTIES or word in _PARTIES


_PARTIES = lx.ROLE_NOUNS | lx.ANONYMOUS_NOUNS | lx.FAMILY_NOUNS | lx.DOCUMENT_NOUNS | lx.GOVERNMENT_NOUNS


def singular(noun: str) -> str:
    """Return a noun without its plural ending, good enough to compare two nouns."""
    if noun in lx.SPOKES_NOUNS:
        return "spokesperson"
    for ending, replacement in (("women", "woman"), ("men", "man"), ("people", "person"), ("ies", "y")):
        if noun.endswith(ending):
            return noun[: -len(ending)] + replacement
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") and len(noun) > 3 else noun


def is_plural(noun: str) -> bool:
    return noun in {"people", "men", "women", "police", "authorities"} or (
        noun.endswith("s") and singular(noun) != noun and noun not in {"series", "news", "press"}
    )
