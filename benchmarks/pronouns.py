"""Whom "he" and "she" stand for: how often the choice among antecedents is right, and the fitting of its weights.

Usage: python -m benchmarks.pronouns GUM_FOLDER [--split train|dev] [--fit]

Every third person singular pronoun of the corpus is an example: its antecedents with their features as
``sources.registry.reading.discourse`` sees them, of which those in the pronoun's coreference chain are right. The fit
is a conditional logit by gradient ascent with a quadratic penalty, on the training documents only.
"""

import argparse
from pathlib import Path

import numpy as np

from benchmarks.resolution import Document, documents_of, read_document
from sources.registry.reading import lexicon as lx
from sources.registry.reading.discourse import PRONOUN_WEIGHTS, Antecedent
from sources.registry.reading.reader import Reader
from sources.registry.types import NoLookup

FEATURES = [name for name in PRONOUN_WEIGHTS if name != "nobody"]
Example = tuple[np.ndarray, np.ndarray, bool]


class _Recording(Reader):
    """A reader that writes down, at each pronoun, its antecedents and which of them are right."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.text, NoLookup())
        self.document = document
        self.examples: list[Example] = []
        starts = [start for start, _ in document.tokens]
        self.token_at = {start: number for number, start in enumerate(starts, 1)}

    def _chain(self, first: int, last: int) -> int | None:
        """Return the chain of the smallest mention around words: appositions belong to it in GUM, not here."""
        tokens = {t for i in range(first, last) if (t := self.token_at.get(self.words[i].start))}
        around = [span for span in self.document.chains if tokens and tokens <= span and len(span) <= len(tokens) + 15]
        return self.document.chains[min(around, key=len)] if around else None

    def _read_pronoun(self, index: int) -> None:
        word = self.words.lower(index)
        gender = "m" if word in lx.PRONOUNS_MALE else "f"
        features = self.discourse.person_features(index, gender)
        gold = self._chain(index, index + 1)
        right = []
        for key, (_, _values) in features.items():
            nearest = next(a for a in self.discourse.before(index, 6) if a.referent.key == key)
            right.append(gold is not None and self._chain(nearest.word, nearest.end) == gold)
        rows = np.array([[values[f] for f in FEATURES] for _, values in features.values()]).reshape(-1, len(FEATURES))
        self.examples.append((rows, np.array(right, dtype=bool), word in {"he", "she"}))
        for (referent, _), is_right in zip(features.values(), right, strict=True):
            if is_right:  # later pronouns are learned with this one read rightly
                self.discourse.add(Antecedent(index, index + 1, referent, subject=word in {"he", "she"}))
                break


def examples_of(folder: Path, documents: list[str]) -> list[Example]:
    found: list[Example] = []
    for name in documents:
        reader = _Recording(read_document(folder, name))
        reader.resolve([])
        found += reader.examples
    return found


def fit(examples: list[Example], steps: int = 800, rate: float = 0.15, penalty: float = 0.02) -> np.ndarray:
    """Return the weights, "nobody" last, that make the right antecedents likely."""
    weights = np.zeros(len(FEATURES) + 1)
    for _ in range(steps):
        gradient = -penalty * weights * len(examples) / 10
        for rows, right, _ in examples:
            scores = np.append(rows @ weights[:-1], weights[-1])
            probability = np.exp(scores - scores.max())
            probability /= probability.sum()
            target = np.append(right, not right.any()).astype(float)
            target = target * probability
            target /= target.sum()
            difference = target - probability
            gradient[:-1] += rows.T @ difference[:-1] if len(rows) else 0
            gradient[-1] += difference[-1]
        weights += rate * gradient / len(examples) * 10
    return weights


def report(examples: list[Example], weights: np.ndarray) -> None:
    for label, chosen in (("all", examples), ("he, she", [e for e in examples if e[2]])):
        for threshold in (0.0, 0.5, 0.6, 0.7, 0.8):
            right = wrong = answerable = 0
            for rows, correct, _ in chosen:
                scores = np.append(rows @ weights[:-1], weights[-1])
                probability = np.exp(scores - scores.max())
                probability /= probability.sum()
                answerable += bool(correct.any())
                if (
                    len(rows)
                    and probability[:-1].max() >= max(threshold, 1e-9)
                    and (threshold or probability.argmax() < len(rows))
                ):
                    if correct[probability[:-1].argmax()]:
                        right += 1
                    else:
                        wrong += 1
            print(
                f"{label:8} threshold {threshold:.1f}: {len(chosen)} pronouns, {answerable} answerable, "
                f"precision {right / max(1, right + wrong):.1%}, recall {right / max(1, answerable):.1%}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=["dev", "train"], default="dev")
    parser.add_argument("--fit", action="store_true", help="fit on the training documents and print the weights")
    arguments = parser.parse_args()
    weights = np.array([*(PRONOUN_WEIGHTS[f] for f in FEATURES), PRONOUN_WEIGHTS["nobody"]])
    if arguments.fit:
        weights = fit(examples_of(arguments.folder, documents_of(arguments.folder, "train")))
        print({name: round(float(value), 2) for name, value in zip([*FEATURES, "nobody"], weights, strict=True)})
    report(examples_of(arguments.folder, documents_of(arguments.folder, arguments.split)), weights)


if __name__ == "__main__":
    main()
