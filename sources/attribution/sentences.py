"""Splits a text into sentences by punctuation, keeping offsets."""

import re

from sources.attribution.types import Span

_END = re.compile(
    r"""[.!?\u2026]+["'\u201d\u2019\u00bb)\]]*(?=\s|$)   # a full stop with what closes around it
      | [\u3002\uff01\uff1f]+["\u201d\u2019\u300d\u300f)]*   # the same in Chinese and Japanese
      | [\r\n\u2028\u2029\x0b\x0c]+                          # a new line always ends a sentence""",
    re.VERBOSE,
)
_NEXT = re.compile(r"\s+[\"'\u201c\u2018\u00ab(\[]*(\S)")
_WORD_BEFORE = re.compile(r"(?:[^\W_]\.)*[^\W_]*$")

_ABBREVIATION_WORDS = """
    adm apr assn asst att aug ave brig bros capt cf cmdr co col comdr corp cpl dec dept dist dr ed e.g eq est etc
    feb fig fri gen gov hon i.e inc jan jr jul jun lt ltd maj mar messrs mon mr mrs ms mt nov no nos oct op pp prof pvt
    rep reps rev sat sec sen sens sept sgt sr st ste sun supt thu tue univ vol vs wed ph.d u.s u.k u.n"""
_ABBREVIATIONS = frozenset(_ABBREVIATION_WORDS.split())
# these often end a sentence too: they do so when a capital follows that does not look like a name after a title
_MAY_END = frozenset(["etc", "inc", "ltd", "co", "corp", "jr", "sr", "u.s", "u.k", "u.n", "a.m", "p.m", "ph.d"])
_STARTER_WORDS = """
    the a an he she it they we i you his her their our in on at but and if when while after before as this that
    these those there however"""
_STARTERS = frozenset(_STARTER_WORDS.split())


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text as spans without outer white space, in order, never overlapping.

    Every character that is not white space lies in exactly one of them. A line break ends a sentence; a full stop
    after an abbreviation, an initial or inside a number does not.
    """
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] in ".!?\u2026" and not _ends(text, start, match):
            continue
        _add(text, start, match.end(), found)
        start = match.end()
    _add(text, start, len(text), found)
    return found


def _add(text: str, start: int, end: int, found: list[Span]) -> None:
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    if left < len(part):
        found.append((start + left, start + len(part.rstrip())))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether a mark that white space follows ends a sentence."""
    following = _NEXT.match(text, match.end())
    if following is None:
        return True
    letter = following.group(1)
    if letter.islower():
        return False
    if match.group() != ".":
        return True
    # the look back is bounded: a word of a hundred characters is no abbreviation
    before = _WORD_BEFORE.search(text[max(start, match.start() - 20) : match.start()])
    word = before.group().lower() if before else ""
    if word in _MAY_END or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        opening = re.match(r"[^\W\d_]+", text[following.start(1) :][:20])
        return opening is not None and opening.group().lower() in _STARTERS
    if word in _ABBREVIATIONS:
        # "no." and "sun." are words as well; a number follows the abbreviation
        return word in {"no", "nos", "sun", "sat", "mon", "mar", "fig", "ed", "sec"} and not letter.isdigit()
    initial = len(word) == 1 and word.isalpha() and word != "i"
    return not initial
