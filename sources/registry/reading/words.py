"""Words, sentences and paragraphs of a text, with code-point offsets."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Mx|Dr|Gen|Sen|Rep|Gov|Lt|Col|Cmdr|Sgt|Capt|Prof|Rev|St|Jr|Sr|Adm|Maj|Pres|Hon|Inc|Corp|Co|Ltd|Bros|"
    "No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Fla|Calif|Pa|Va|Ariz|Mass|Mich|Ill|Wis|Minn|Conn|Del|Ga"
)
_WORD = re.compile(
    rf"""
    @\w+                                              # a handle
    | (?:[^\W\d_]\.){{2,}}                            # U.S.
    | (?:{_ABBREVIATIONS})\.(?=\s|,|$)                # Mr.
    | [^\W\d_]\.(?=\s+[^\W\d_])(?<!\w\w\.)            # the J. of J. Smith
    | ['’](?:s|d|ll|ve|m|re)\b                        # the genitive, and the verb of "I’ve"
    | [^\W_]+(?:(?:[-–&.]|['’](?!(?:s|d|ll|ve|m|re)\b))[^\W_]+)*       # a word, hyphens and inner dots with it
    | [^\w\s] | _
    """,
    re.VERBOSE,
)
_PARTICLE_NAME = re.compile(r"^(?:al|el|as|ad|an|ar|at|ul|bin|ibn|d|l)[-'’][A-Z]")  # al-Amr, d’Estaing
_OPENING = '"“„«'
_CLOSING = '"”»'
_ENDS = frozenset(".!?…")
_AFTER_END = frozenset("\"”»')’]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark of the text."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or bool(_PARTICLE_NAME.match(self.text))

    @property
    def letters(self) -> bool:
        return self.text[0].isalpha()


class Words:
    """The words of a text, and which sentence, paragraph and quotation each stands in.

    ``sentences`` and ``paragraphs`` are half-open ranges of word numbers.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [Word(m.start(), m.end(), m.group(), m.group().lower()) for m in _WORD.finditer(text)]
        self.sentences, self.paragraphs = self._cut()
        self.quoted = self._quotations()

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, index: int) -> Word:
        return self.words[index]

    def lower(self, index: int) -> str:
        """Return the word in lower case, "" outside the text."""
        return self.words[index].lower if 0 <= index < len(self.words) else ""

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def _ends(self) -> list[int]:
        return [word.end for word in self.words]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [first for first, _ in self.sentences]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [first for first, _ in self.paragraphs]

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of words that overlap the code points ``[start, end)``."""
        low = bisect_right(self._ends, start)
        return low, max(low, bisect_left(self._starts, end))

    def sentence(self, word: int) -> int:
        """Return the number of the sentence that a word stands in."""
        return bisect_right(self._sentence_starts, word) - 1

    def paragraph(self, word: int) -> int:
        return bisect_right(self._paragraph_starts, word) - 1

    def string(self, first: int, last: int) -> str:
        """Return the text from word ``first`` to before word ``last``."""
        return self.text[self.words[first].start : self.words[last - 1].end] if first < last else ""

    def _cut(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        sentences: list[tuple[int, int]] = []
        paragraphs: list[tuple[int, int]] = []
        sentence = paragraph = 0
        for index in range(1, len(self.words) + 1):
            new_paragraph = index == len(self.words) or self._line_breaks(index)
            if new_paragraph or self._sentence_ends(index):
                sentences.append((sentence, index))
                sentence = index
            if new_paragraph:
                paragraphs.append((paragraph, index))
                paragraph = index
        return sentences, paragraphs

    def _line_breaks(self, index: int) -> bool:
        """Say whether a paragraph begins at a word: a line that goes on in lower case is one wrapped by hand."""
        gap = self.text[self.words[index - 1].end : self.words[index].start]
        if "\n" not in gap:
            return False
        before = self.words[index - 1].text
        return gap.count("\n") > 1 or before[-1] in _ENDS | _AFTER_END or not self.words[index].text[0].islower()

    def _sentence_ends(self, index: int) -> bool:
        here = self.words[index]
        if here.text in _AFTER_END and self.words[index - 1].end == here.start:
            return False
        before = index - 1
        while before > 0 and self.words[before].text in _AFTER_END and not self._opens(before):
            before -= 1
        if self.words[before].text not in _ENDS:
            return False
        return not here.text[0].islower() and self.words[index - 1].end < here.start

    def _opens(self, index: int) -> bool:
        """Say whether a mark opens what follows: straight quotation marks do when a space stands before them."""
        word = self.words[index]
        return (
            index > 0
            and self.words[index - 1].end < word.start
            and (index + 1 < len(self.words) and self.words[index + 1].start == word.end)
        )

    def _quotations(self) -> list[bool]:
        """Say for each word whether it stands between double quotation marks; a paragraph's end closes."""
        quoted = [False] * len(self.words)
        inside, paragraph_ends = False, {end for _, end in self.paragraphs}
        for index, word in enumerate(self.words):
            if index in paragraph_ends:
                inside = False
            if word.text in _CLOSING and inside:
                inside = False
            elif word.text in _OPENING:
                inside = True
            else:
                quoted[index] = inside
        return quoted
