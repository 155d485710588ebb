"""Ratings of others, mapped to our verdicts by a table of their words, else by their own scale.

The words stay as they are; the mapping is our reading of them and is shown beside. A rating that is a judgement of
degree ("half true", "misleading") means that the claim is contested. Satire and the like are no verdict.
"""

import unicodedata
from dataclasses import dataclass

_VERIFIED = """
accurate | accurate enough | benar | confirmed | correct | correct attribution | doğru | factual |
grotenteils waar | legit | mostly accurate | mostly correct | mostly true | plutot vrai | real | richtig | true |
truth | verdadeiro | verdadero | vero | vrai | waar | wahr | правда | صحيح | सच | 事实 | 正确
"""
_CONTESTED = """
altered | altered image | altered video | baseless | bogus | cherry picks | conspiracy theory | debunked |
deceptive | digitally altered | disputed | distorts the facts | edited | enganoso | exaggerated | fabricated |
fake | fake news | faked | falsch | falsche | false | false attribution | false context | falso | faux |
four pinocchios | half true | half-true | hoax | inaccurate | incorrect | incorrect attribution | irrefuhrend |
manipulated | manipulated media | mas falso que verdadero | misattributed | miscaptioned | miscaptioned photo |
misleading | missing context | mixed | mixture | mostly false | mostly inaccurate | no evidence | not accurate |
not correct | not legit | not true | one pinocchio | out of context | outdated | pants on fire | partially false |
partly false | partly true | plutot faux | salah | scam | sem contexto | sin contexto | spins the facts |
teilweise falsch | three pinocchios | trompeur | two pinocchios | unfounded | unsubstantiated | unsupported |
untrue | wrong | yanlış | ложь | неправда | фейк | خطأ | झूठ | 謠言 | 错误
"""
_OPINION = "opinion | opinion! | opinione | meinung | opinião | opinion only | мнение"


def _words(listed: str, verdict: str) -> dict[str, str]:
    return {folded(word): verdict for word in listed.split("|")}


@dataclass(frozen=True)
class Mapped:
    """A verdict (or None) and what it was mapped by: ``table:<word>``, ``scale``, or empty."""

    verdict: str | None
    by: str


def folded(rating: str) -> str:
    """Return the rating's words in lower case, without accents, outer punctuation and repeated blanks."""
    decomposed = unicodedata.normalize("NFKD", rating.casefold())
    plain = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
    return " ".join(plain.split()).strip(" .!?:;-–—\"'“”«»()[]")


TABLE: dict[str, str] = {
    **_words(_VERIFIED, "verified"),
    **_words(_CONTESTED, "contested"),
    **_words(_OPINION, "opinion"),
}

# On the reviewer's own scale, as a share of the way from worst to best.
_VERIFIED_FROM = 0.75
_CONTESTED_TO = 0.6


def rating_map(*, words: str, value: float | None, best: float | None, worst: float | None) -> Mapped:
    """Return our reading of a rating. The words decide; without known words the scale, when it is a sound one."""
    key = folded(words)
    if key in TABLE:
        return Mapped(TABLE[key], f"table:{key}"[:64])
    if value is not None and best is not None and worst is not None and worst < best and worst <= value <= best:
        share = (value - worst) / (best - worst)
        if share >= _VERIFIED_FROM:
            return Mapped("verified", "scale")
        if share <= _CONTESTED_TO:
            return Mapped("contested", "scale")
    return Mapped(None, "")
