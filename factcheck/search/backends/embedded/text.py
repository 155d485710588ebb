"""Text as the FTS5 index takes it, so that its tokenizer cuts and folds as Elasticsearch's does."""

from factcheck.search.backends.marks import BREAK
from factcheck.search.tokens import is_ideograph, parted

# Letters that unicode61 does not take apart, with the plain letter that asciifolding puts in their place.
_FOLDED = str.maketrans("łŁøØđĐðÐħĦıĸŋŊŧŦƒ", "lLoOdDdDhHiqnNtTf")
# Between the names of a list: a phrase must not run from one into the next.
NAME_GAP = "\nqxgapxq\n"


def fold_letters(text: str) -> str:
    """Return the text with the letters that unicode61 leaves alone replaced by plain ones, one for one."""
    return text.translate(_FOLDED)


def fts_text(text: str | tuple[str, ...]) -> str:
    """Return the text to be indexed. ``marks.offsets_of`` undoes what is put in here."""
    if not isinstance(text, str):
        return NAME_GAP.join(fts_text(name) for name in text)
    folded = fold_letters(parted(text))
    if folded.isascii():
        return folded
    return "".join(f"{BREAK}{character}{BREAK}" if is_ideograph(character) else character for character in folded)
