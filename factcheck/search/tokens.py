"""Cutting text into words as both indices do: runs of letters and digits; each Han or Hiragana sign alone."""

import re

# unicode61 of SQLite and Elasticsearch's standard tokenizer agree on these; the latter keeps "don't" in one piece.
_IDEOGRAPH = "\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_IDEOGRAPHS = re.compile(f"[{_IDEOGRAPH}]")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b", re.IGNORECASE)
_WORD = re.compile(f"[{_IDEOGRAPH}]|(?:(?![{_IDEOGRAPH}_])\\w)+")


def words(text: str) -> list[str]:
    """Return the words of the text in order, as they stand there, without the possessive 's."""
    return _WORD.findall(without_possessive(text))


def without_possessive(text: str) -> str:
    """Return the text with each possessive 's overwritten by blanks, so that no offset changes."""
    return _POSSESSIVE.sub("  ", text)


def is_ideograph(character: str) -> bool:
    """Say whether a single character is a word of its own."""
    return bool(_IDEOGRAPHS.match(character))
