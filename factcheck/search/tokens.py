"""Cutting text into words as both indices do: runs of letters and digits; each Han or Hiragana sign alone."""

import re

_IDEOGRAPH = "\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_IDEOGRAPHS = re.compile(f"[{_IDEOGRAPH}]")
_POSSESSIVE = re.compile(r"(?<=\w)['’＇]s\b", re.IGNORECASE)
# The signs that Unicode's word boundaries (UAX 29), and so Elasticsearch, do not part a word or number at.
_JOINING = str.maketrans(dict.fromkeys("'’＇.․．,:：;·_‿", " "))
_WORD = re.compile(f"[{_IDEOGRAPH}]|(?:(?![{_IDEOGRAPH}_])\\w)+")


def words(text: str) -> list[str]:
    """Return the words of the text in order, as they stand there, without the possessive 's."""
    return _WORD.findall(parted(text))


def parted(text: str) -> str:
    """Return the text as both indices take it: blanks in place of the possessive 's and of what joins words.

    It has the same length, so that offsets stay. Without this, one index would find *Élysée* in *l'Élysée* and
    *example* in *example.org*, and the other would not.
    """
    return _POSSESSIVE.sub("  ", text).translate(_JOINING)


def is_ideograph(character: str) -> bool:
    """Say whether a single character is a word of its own."""
    return bool(_IDEOGRAPHS.match(character))
