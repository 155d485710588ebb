"""What a source does with the content: asserts it, denies it, or is said not to have said it."""

import re
from collections.abc import Sequence

from sources.attribution.types import Polarity, Span

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")

_DENIES = re.compile(
    r"(?:den(?:y|ies|ied|ying|ials?)|refut(?:e|es|ed|ing)|rebut(?:s|ted|ting)?|disput(?:e|es|ed|ing)"
    r"|reject(?:s|ed|ing|ion)?|repudiat(?:e|es|ed|ing)|disavow(?:s|ed|ing)?|contradict(?:s|ed|ing)?"
    r"|disagree(?:s|d|ing)?|disbeliev(?:e|es|ed|ing)|doubt(?:s|ed|ing)?|debunk(?:s|ed|ing)?)$"
)
_NEGATION = frozenset(["not", "never", "no", "nobody", "none", "neither", "nor", "without", "hardly", "n't", "cannot"])
_NO_NEGATION = frozenset(["only", "just", "merely", "doubt"])  # "not only said", "no doubt"
_REFUSAL = re.compile(r"(?:declin|refus|fail|stopp|avoid|omit|neglect)(?:e|es|s|ed|ted|ing|ting|ped)?$")
_BELIEF = re.compile(
    r"(?:think|thinks|thinking|thought|believ\w+|suppos\w+|expect\w*|want\w*|feel\w*|felt|imagin\w+|intend\w*"
    r"|support\w*|agree\w*|hop\w+|plan\w*|consider\w*|accept\w*|see|sees|saw|buy|like|likes|care\w*)$"
)
_NOBODY = re.compile(r"(?:no|nobody|none|neither)\b(?!\.)", re.IGNORECASE)  # "No. 10" is somebody
_REACH = 24


def polarity_of(text: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> Polarity:
    """Return the polarity of an attribution.

    A verb of denial denies; its negation ("did not deny") leaves unsaid. A negated verb of belief denies ("does not
    think that" means that it thinks the contrary); a negated or refused verb of speech ("never said", "declined
    to say") leaves unsaid. A negation counts when it is in the cue, or just before it and in no other role.
    """
    words = [word.lower() for start, end in cue for word in _WORD.findall(text[start:end])]
    before = _before(text, cue, (*source, *content))
    nobody = bool(source) and _NOBODY.match(text[source[-1][0] : source[-1][1]]) is not None
    negated = nobody or _negated(words) or _negated(before)
    refused = any(_REFUSAL.match(word) for word in words[:-1]) or any(_REFUSAL.match(word) for word in before)
    if any(_DENIES.match(word) for word in words):
        return "not_said" if negated or refused else "denies"
    if refused:
        return "not_said"
    if negated:
        return "denies" if any(_BELIEF.match(word) for word in words) else "not_said"
    return "asserts"


def _negated(words: Sequence[str]) -> bool:
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if (word in _NEGATION and following not in _NO_NEGATION) or word.endswith(("n't", "n\u2019t")):
            return True
    return False


def _before(text: str, cue: Sequence[Span], others: Sequence[Span]) -> list[str]:
    """Return the words right before the cue, back to the nearest other role or mark of punctuation."""
    if not cue:
        return []
    end = cue[0][0]
    start = max([end - _REACH, 0, *(b for _, b in others if b <= end)])
    gap = re.split(r"[^\w\s'\u2019]", text[start:end])[-1]
    return [word.lower() for word in _WORD.findall(gap)][-3:]
