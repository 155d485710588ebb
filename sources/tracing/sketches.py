"""Sketches of claims: what finds the same words, or nearly the same, among very many. Pure.

The folded words' SHA-256 finds exact quotes. MinHash over pairs of neighbouring words (Broder 1997), cut into bands
(locality-sensitive hashing: Indyk and Motwani 1998), finds near duplicates; `similarity` then measures a pair exactly.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

BANDS, ROWS = 20, 3
"""Claims that share half of their word pairs meet in a band with probability 0.93, those that share a quarter, 0.27."""
NEAR = 0.5
"""Similarity from which two claims are suggested as nearly the same words."""
MIN_WORDS = 5
"""Shorter claims say too little to be the same by their words."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PRIME = 4_294_967_311  # the first prime above 2**32: products wrap around it many times, which is what mixes
_random = np.random.default_rng(20_261_124)
_A = _random.integers(1, 1 << 31, BANDS * ROWS, dtype=np.uint64)
_B = _random.integers(0, 1 << 31, BANDS * ROWS, dtype=np.uint64)


@dataclass(frozen=True)
class Sketch:
    """``digest`` of the folded words, ``bands`` (one number below 2**31 each), and how many words there are."""

    digest: str
    bands: tuple[int, ...]
    words: int


def folded_words(text: str) -> list[str]:
    """Return the words of a text without case, accents and punctuation; quotation marks of any kind do not matter."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    plain = "".join(character for character in plain if not unicodedata.combining(character)).casefold()
    words = _WORD.findall(plain)
    return words[1:] if len(words) > MIN_WORDS and words[0] == "that" else words


def sketch(text: str) -> Sketch:
    """Return the sketch of a claim's text."""
    words = folded_words(text)
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest()
    return Sketch(digest, _bands(_pairs(words)), len(words))


def similarity(left: str, right: str) -> float:
    """Return the Jaccard similarity of two texts' word pairs, 0 to 1; 1 for the same folded words."""
    a, b = _pairs(folded_words(left)), _pairs(folded_words(right))
    return len(a & b) / len(a | b) if a | b else 0.0


def contains_quote(whole: str, part: str) -> bool:
    """Say whether one claim's words stand as they are in the other's (at least eight of them)."""
    outer, inner = folded_words(whole), folded_words(part)
    if len(inner) < 8 or len(inner) > len(outer):
        return False
    return f" {' '.join(inner)} " in f" {' '.join(outer)} "


def _pairs(words: list[str]) -> set[tuple[str, ...]]:
    if len(words) < 2:
        return {tuple(words)} if words else set()
    return set(pairwise(words))


def _bands(pairs: set[tuple[str, ...]]) -> tuple[int, ...]:
    if not pairs:
        return ()
    hashes = np.array(
        [int.from_bytes(hashlib.blake2b(" ".join(pair).encode(), digest_size=4).digest()) for pair in pairs],
        dtype=np.uint64,
    )
    # values stay below 2**63: both factors have at most 32 and 31 bits
    minima = ((hashes[:, None] * _A[None, :] + _B[None, :]) % np.uint64(_PRIME)).min(axis=0).reshape(BANDS, ROWS)
    return tuple(int.from_bytes(hashlib.blake2b(row.tobytes(), digest_size=4).digest()) & 0x7FFFFFFF for row in minima)
