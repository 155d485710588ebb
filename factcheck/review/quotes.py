"""Finding a quote in the text of a snapshot, whatever became of its line ends, quotation marks and hyphens."""

import re
import unicodedata

from factcheck.core.text import Segment, context

_SAME = {
    **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
_DROPPED = "\u00ad\u200b\u200c\u200d\u2060"
_OMISSION = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.)\s*")
_LINE_END_HYPHEN = re.compile(r"(?<=\w)[-‐]\n(?=[^\W\d_])")


def quote_find(text: str, quote: str) -> tuple[Segment, ...] | None:
    """Return where a quote stands in a text: one segment for each part between omissions ("…", "[...]"), in order.

    Offsets are code points into ``text``. White space, kinds of quotation marks and dashes, ligatures and hyphens at
    line ends do not count; letters and their case do. None when it is not there.
    """
    for join_hyphens in (False, True):
        folded, origins = _folded(text, join_hyphens=join_hyphens)
        found = _parts_find(folded, origins, quote)
        if found is not None:
            return found
    return None


def quote_selectors(text: str, segments: tuple[Segment, ...]) -> list[dict[str, object]]:
    """Return W3C TextPosition and TextQuote selectors, a pair for each segment."""
    selectors: list[dict[str, object]] = []
    for segment in segments:
        prefix, suffix = context(text, [segment])
        selectors += [
            {"type": "TextPositionSelector", "start": segment.start, "end": segment.end},
            {
                "type": "TextQuoteSelector",
                "exact": text[segment.start : segment.end],
                "prefix": prefix,
                "suffix": suffix,
            },
        ]
    return selectors


def _parts_find(folded: str, origins: list[int], quote: str) -> tuple[Segment, ...] | None:
    # The quote's own marks around it are those of whoever typed it in.
    whole = quote.strip().strip("\"'“”„«»‘’")
    parts = [part for part in (_folded(piece)[0].strip() for piece in _OMISSION.split(whole)) if part]
    segments, position = [], 0
    for part in parts:
        at = folded.find(part, position)
        if at < 0:
            return None
        position = at + len(part)
        segments.append(Segment(origins[at], origins[position - 1] + 1))
    return tuple(segments) or None


def _folded(text: str, *, join_hyphens: bool = False) -> tuple[str, list[int]]:
    """Return the text as it is compared, and for each of its characters the offset that it comes from."""
    dropped = {i for m in _LINE_END_HYPHEN.finditer(text) for i in range(*m.span())} if join_hyphens else set()
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        if index in dropped or character in _DROPPED:
            continue
        for folded in _SAME.get(character) or unicodedata.normalize("NFKC", character):
            if folded.isspace():
                folded = " "
                if characters and characters[-1] == " ":
                    continue
            characters.append(folded)
            origins.append(index)
    return "".join(characters), origins
