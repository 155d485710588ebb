"""Tells the language of a text, and whether the engine reads it."""

import re
from functools import cache
from types import ModuleType

UNKNOWN = "und"
READ = frozenset({"en"})

_LETTER = re.compile(r"[^\W\d_]")
_LATIN_WORD = re.compile(r"[a-z]+(?:['\u2019][a-z]+)?", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{0,400}>|https?://\S+|&[a-z]{2,8};", re.IGNORECASE)

_ENGLISH_WORDS = """
    the of and to that he she it's his her they their told said says say will would has have had with from
    which who whom this these those been were are was is for not by but about after before because into you
    your we our it its be as at or than more when what where there him them did does don't didn't won't can could
    should"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
"""Words that run through any English text and hardly through one in another language of the Latin script."""

_CANDIDATES = (
    "af ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk kn ko ku"
    " la lb lt lv mk ml mn mr ms mt ne nl nn no pa pl ps pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh"
)

_PART = 6000
_SHORT = 20
_MARGIN = 8.0


def detect(text: str) -> str:
    """Return the ISO 639-1 code of the language that most of the text is in, "und" where nothing tells.

    Reads at most three parts of the text, so the time does not grow with its length. Texts of the Latin script count
    as unknown where they are very short or nearly as likely to be English, unless their words are plainly English.
    """
    parts = [text]
    if len(text) > 3 * _PART:
        middle = len(text) // 2
        parts = [text[:_PART], text[middle : middle + _PART], text[-_PART:]]
    sample = _MARKUP.sub(" ", " ".join(parts))
    letters = len(_LETTER.findall(sample))
    if not letters:
        return UNKNOWN
    words = _LATIN_WORD.findall(sample)
    latin = sum(map(len, words)) / letters
    if latin > 0.5:
        known = sum(word.lower().replace("\u2019", "'") in _ENGLISH for word in words)
        if known and known >= 0.2 * len(words):
            return "en"
        if letters < _SHORT:
            return UNKNOWN
    ranked = dict(_identifier().rank(sample))
    code = max(ranked, key=ranked.__getitem__)
    if latin > 0.5 and code != "en" and ranked[code] - ranked["en"] < _MARGIN:
        return UNKNOWN  # lists of names and the like: nothing in them tells one language from another
    return "no" if code == "nn" else code


def supported(language: str) -> bool:
    """Tell whether the engine reads a language. Texts too short to tell are read: they may be English."""
    return language in READ or language == UNKNOWN


@cache
def _identifier() -> ModuleType:
    """Load py3langid (naive Bayes over byte n-grams, Lui and Baldwin 2012) on first need: it takes half a second."""
    import py3langid

    py3langid.set_languages(_CANDIDATES.split())
    return py3langid
