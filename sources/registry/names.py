"""Folding of names: one key for a name in any script, case, order and with any title before it.

Scripts other than Latin are transliterated, Han characters as Mandarin with the readings that surnames have
(pypinyin), the rest by Unicode's names of letters (anyascii). Countries and their adjectives become one marker
("China's", "Chinese" → "@cn"), so that "Ministry of Defense of China" and "Chinese Defence Ministry" meet.

The *skeleton* leaves out what transliterations differ in (ng and n, sh and s, i and y, doubled letters), so that
"Шанфу", which Palladius' system makes of 尚福, meets "Shangfu"; a match on it alone is worth less than one on the key.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from pypinyin import Style, pinyin
from pypinyin.contrib.tone_convert import to_normal

from sources.registry.reading.lexicon import HONORIFICS, ROLE_NOUNS, SPOKES_NOUNS, word_set
from sources.registry.reading.tables import country_words

KEY_LENGTH = 300
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_TOKEN = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
_DROPPED = word_set("the a an of for and to in at s de du des la le")
_SPELLINGS = {
    "defence": "defense",
    "centre": "center",
    "organisation": "organization",
    "labour": "labor",
    "programme": "program",
    "tv": "television",
    "dept": "department",
    "spokesperson": "spokesperson",
    **dict.fromkeys(SPOKES_NOUNS, "spokesperson"),
}
_SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "CJK": "Hani",
    "ARABIC": "Arab",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "HANGUL": "Hang",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "DEVANAGARI": "Deva",
    "THAI": "Thai",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
}
# Two-character surnames; every other Han name of a person has a surname of one.
_DOUBLE_SURNAMES = word_set("欧阳 司马 诸葛 上官 夏侯 皇甫 东方 尉迟 公孙 慕容 令狐 司徒 歐陽 諸葛 東方 尉遲 公孫")


@dataclass(frozen=True)
class NameKeys:
    """The folded forms of a name: ``exact`` and, marked by "~", ``skeleton``; "" when nothing of the name is left."""

    exact: str
    skeleton: str

    @property
    def all(self) -> tuple[str, ...]:
        """The keys to store or to look up."""
        return tuple(dict.fromkeys(filter(None, (self.exact, self.skeleton))))


@lru_cache(maxsize=65536)
def name_keys(name: str) -> NameKeys:
    """Return the keys of a name in any script.

    >>> name_keys("General Li Shangfu").exact == name_keys("李尚福").exact == "li shangfu"
    True
    >>> name_keys("Ли Шанфу").skeleton == name_keys("Li Shangfu").skeleton
    True
    """
    tokens = _tokens(name)
    exact = " ".join(sorted(tokens))[:KEY_LENGTH]
    skeleton = " ".join(sorted(filter(None, map(_skeleton, tokens))))[: KEY_LENGTH - 1]
    return NameKeys(exact, f"~{skeleton}" if skeleton else "")


def name_tokens(name: str) -> frozenset[str]:
    """Return the folded words of a name, without titles, articles and prepositions."""
    return frozenset(_tokens(name))


def script_of(name: str) -> str:
    """Return the ISO 15924 code of the script that most letters of a name are in, "" without letters."""
    counts: dict[str, int] = {}
    for character in name:
        if character.isalpha():
            word = unicodedata.name(character, "").split(" ")[0].split("-")[0]
            counts[_SCRIPTS.get(word, "Zyyy")] = counts.get(_SCRIPTS.get(word, "Zyyy"), 0) + 1
    return max(counts, key=lambda script: counts[script]) if counts else ""


def romanise(name: str) -> str:
    """Return a name in Latin letters; a Han name as "Surname Given", capitalised."""
    return anyascii(_HAN.sub(lambda match: f" {_mandarin(match.group())} ", name)).strip()


def _mandarin(han: str) -> str:
    # heteronyms are read as surnames at the start of a name: 单 is Shan, 查 Zha
    readings = [to_normal(r[0]) for r in pinyin(han, style=Style.NORMAL)]
    if not 2 <= len(han) <= 4 or len(readings) != len(han):
        return " ".join(readings)
    surname = 2 if han[:2] in _DOUBLE_SURNAMES else 1
    return f"{''.join(readings[:surname]).capitalize()} {''.join(readings[surname:]).capitalize()}"


def _tokens(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name).replace("’", "'")
    text = re.sub(r"'s\b", " ", romanise(text).lower())
    raw = [token.replace(".", "") for token in _TOKEN.findall(text.replace("'", ""))]
    tokens = [_SPELLINGS.get(token, token) for token in _fold_countries(raw) if token not in _DROPPED]
    if "foreign" in tokens or "internal" in tokens:
        tokens = [word for word in tokens if word != "affairs"] or tokens
    return _without_titles(tokens) or tokens or raw


def _without_titles(tokens: list[str]) -> list[str]:
    """Drop titles from the front, as long as a name follows that no title noun belongs to ("spokesperson" does)."""
    first = 0
    while first < len(tokens) - 1 and (tokens[first] in HONORIFICS or tokens[first] in ROLE_NOUNS - SPOKES_NOUNS):
        first += 1
    return tokens[first:]


_COUNTRIES: dict[tuple[str, ...], str] = {}


def _fold_countries(tokens: list[str]) -> list[str]:
    if not _COUNTRIES:
        for words, code in country_words():
            folded = tuple(
                t.replace(".", "") for t in _TOKEN.findall(anyascii(words).replace("'s", " ").replace("'", "").lower())
            )
            if folded not in (("us",), ("lao",)):
                _COUNTRIES.setdefault(folded, f"@{code.lower()}")
        _COUNTRIES[("us",)] = "@us"
    folded_tokens, index = [], 0
    while index < len(tokens):
        for width in (4, 3, 2, 1):
            code = _COUNTRIES.get(tuple(tokens[index : index + width]), "")
            if code and len(tokens[index : index + width]) == width:
                folded_tokens.append(code)
                index += width
                break
        else:
            folded_tokens.append(tokens[index])
            index += 1
    return folded_tokens


_SKELETON = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"ng(?![aeiouy])", "n"),
        (r"[sz]h|tz|ts|cz|zh", "s"),
        (r"kh|ck|q|c(?=[aoulrkt]|$)", "k"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"w", "v"),
        (r"x", "ks"),
        (r"ou|oo", "u"),
        (r"[yj]", "i"),
        (r"(?<=[^aeiou])h", ""),
        (r"ii+|ei$|iy$|ie$", "i"),
        (r"(.)\1+", r"\1"),
    )
]


def _skeleton(token: str) -> str:
    if token.startswith("@") or token.isdigit():
        return token
    for pattern, replacement in _SKELETON:
        token = pattern.sub(replacement, token)
    return token
