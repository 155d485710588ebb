"""Text as the FTS5 index takes it, so that its tokenizer cuts and folds as Elasticsearch's does."""

from factcheck.search.tokens import is_ideograph, without_possessive

# Letters that unicode61 does not take apart, with the plain letter that asciifolding puts in their place.
_FOLDED = str.maketrans("łŁøØđĐðÐħĦıĸŋŊŧŦƒ", "lLoOdDdDhHiqnNtTf")
# A control sign: normalised text has none, and the tokenizer takes it for a gap.
_BREAK = "\u001f"
# Between the names of a list: a phrase must not run from one into the next.
NAME_GAP = "\nqxgapxq\n"
START, END = "\u0002", "\u0003"


def fold_letters(text: str) -> str:
    """Return the text with the letters that unicode61 leaves alone replaced by plain ones, one for one."""
    return text.translate(_FOLDED)


def fts_text(text: str | tuple[str, ...]) -> str:
    """Return the text to be indexed. ``offsets_of`` undoes what is put in here, for highlights."""
    if not isinstance(text, str):
        return NAME_GAP.join(fts_text(name) for name in text)
    folded = fold_letters(without_possessive(text))
    if folded.isascii():
        return folded
    return "".join(f"{_BREAK}{character}{_BREAK}" if is_ideograph(character) else character for character in folded)


def offsets_of(marked: str) -> tuple[tuple[int, int], ...]:
    """Return the code-point offsets, in the text before ``fts_text``, of what START and END enclose in ``marked``."""
    offsets: list[tuple[int, int]] = []
    position = start = 0
    for character in marked:
        if character == START:
            start = position
        elif character == END:
            if offsets and offsets[-1][1] == start:
                start = offsets.pop()[0]
            offsets.append((start, position))
        elif character != _BREAK:
            position += 1
    return tuple(offsets)
