"""How often an anchor follows its words through edits of a text, and how often it follows wrong ones.

    python benchmarks/reanchoring.py TEXT… [--rounds 20] [--seed 1]

Each text (one paragraph a line) is edited at random, keeping track of every word: sentences are taken out, foreign ones
put in, paragraphs change places, some sentences are said again elsewhere, and single words are replaced. Stretches of
4 to 30 words within a sentence are looked for in the edited text, and the answer is compared with where they are.
"""

import argparse
import os
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.test")

from factcheck.claims.locating import Outcome, TextIndex, locate
from factcheck.core.text import Segment

TAKE_OUT, PUT_IN, SAY_AGAIN, SWAP, REPLACE = 0.10, 0.10, 0.05, 0.10, 0.01
_SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")


@dataclass
class Sentence:
    words: list[str]
    number: int = -1
    places: list[tuple[int, int]] = field(default_factory=list)
    replaced: set[int] = field(default_factory=set)


def read(path: Path) -> list[list[Sentence]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [[Sentence(part.split()) for part in _SENTENCE_END.split(line) if part.split()] for line in lines]


def numbered(paragraphs: list[list[Sentence]]) -> list[list[Sentence]]:
    count = 0
    for paragraph in paragraphs:
        for sentence in paragraph:
            sentence.number = count
            count += 1
    return paragraphs


def render(paragraphs: list[list[Sentence]]) -> str:
    """Return the text, and note in each sentence where its words stand."""
    text = ""
    for paragraph in paragraphs:
        for sentence in paragraph:
            sentence.places = []
            for word in sentence.words:
                sentence.places.append((len(text), len(text) + len(word)))
                text += word + " "
        text = text.rstrip(" ") + "\n"
    return text.rstrip("\n")


def edit(paragraphs: list[list[Sentence]], foreign: list[Sentence], chance: random.Random) -> list[list[Sentence]]:
    edited: list[list[Sentence]] = []
    vocabulary = [word for sentence in foreign for word in sentence.words]
    again: list[Sentence] = []
    for paragraph in paragraphs:
        kept: list[Sentence] = []
        for sentence in paragraph:
            if chance.random() < PUT_IN:
                kept.append(Sentence(list(chance.choice(foreign).words)))
            if chance.random() < TAKE_OUT:
                continue
            copy = Sentence(list(sentence.words), sentence.number)
            for place in range(len(copy.words)):
                if chance.random() < REPLACE:
                    copy.words[place] = chance.choice(vocabulary)
                    copy.replaced.add(place)
            kept.append(copy)
            if chance.random() < SAY_AGAIN:
                again.append(Sentence(list(sentence.words)))
        edited.append(kept)
    if len(edited) > 1 and chance.random() < SWAP * len(edited):
        one, other = chance.sample(range(len(edited)), 2)
        edited[one], edited[other] = edited[other], edited[one]
    for sentence in again:
        paragraph = chance.choice(edited)
        paragraph.insert(chance.randint(0, len(paragraph)), sentence)
    return [paragraph for paragraph in edited if paragraph]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=20, help="edits of each text")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    stories = [numbered(read(path)) for path in options.texts]
    counts: Counter[tuple[str, str]] = Counter()
    for number, story in enumerate(tqdm(stories, unit="text")):
        elsewhere = stories[number - 1] if len(stories) > 1 else story
        foreign = [sentence for paragraph in elsewhere for sentence in paragraph]
        for _ in range(options.rounds):
            counts.update(compare(story, edit(story, foreign, chance), chance))
    for case in ("unchanged", "changed", "taken out"):
        total = sum(count for (name, _), count in counts.items() if name == case)
        answers = ", ".join(
            f"{answer} {counts[case, answer] / total:.1%}"
            for answer in ("right", "wrong", "ambiguous", "orphaned")
            if counts[case, answer]
        )
        print(f"{case}: {total} stretches: {answers}")


def compare(
    story: list[list[Sentence]], edited: list[list[Sentence]], chance: random.Random
) -> Counter[tuple[str, str]]:
    old_text = render(story)
    index = TextIndex(render(edited))
    now = {sentence.number: sentence for paragraph in edited for sentence in paragraph if sentence.number >= 0}
    counts: Counter[tuple[str, str]] = Counter()
    for sentence in (sentence for paragraph in story for sentence in paragraph if len(sentence.words) >= 4):
        first = chance.randrange(len(sentence.words) - 3)
        last = min(len(sentence.words), first + chance.randint(4, 30))
        segment = Segment(sentence.places[first][0], sentence.places[last - 1][1])
        located = locate(old_text=old_text, segments=[segment], index=index)
        there = now.get(sentence.number)
        case = "taken out" if there is None else "changed" if there.replaced & set(range(first, last)) else "unchanged"
        if located.outcome != Outcome.FOUND:
            counts[case, str(located.outcome)] += 1
            continue
        truth = there and Segment(there.places[first][0], there.places[last - 1][1])
        near = (
            truth
            and abs(located.segments[0].start - truth.start) < 20
            and abs(located.segments[0].end - truth.end) < 20
        )
        counts[case, "right" if near else "wrong"] += 1
    return counts


if __name__ == "__main__":
    main()
