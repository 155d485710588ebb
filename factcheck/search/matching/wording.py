"""The words of a text that say what it is about."""

import re

from factcheck.search.tokens import words

MAX_WORDS = 64
_ADDRESSES = re.compile(r"(?:https?://|pic\.twitter\.com/|www\.)\S+")
# Lucene's English stop words: they would make every claim a candidate.
_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "if",
        "in",
        "into",
        "is",
        "it",
        "no",
        "not",
        "of",
        "on",
        "or",
        "such",
        "that",
        "the",
        "their",
        "then",
        "there",
        "these",
        "they",
        "this",
        "to",
        "was",
        "will",
        "with",
    ]
)


def without_addresses(text: str) -> str:
    """Return the text without web addresses, which say nothing and differ in every post."""
    return _ADDRESSES.sub(" ", text)


def content_words(text: str) -> list[str]:
    """Return up to 64 different words of the text in order, in lower case, without stop words and addresses."""
    found = dict.fromkeys(word.lower() for word in words(without_addresses(text)))
    return [word for word in found if word not in _STOP_WORDS][:MAX_WORDS]
