"""The opinion annotation keeps the shape that its guideline promises."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "sources" / "attribution" / "training" / "opinion"
FILES = ["opinion.jsonl", "opinion_heldout.jsonl"]
KEYS = {"id", "document", "genre", "text", "label"}


def sentences(name: str) -> list[dict[str, Any]]:
    with (FOLDER / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", FILES)
def test_each_line_is_one_labelled_sentence_of_its_document(name: str) -> None:
    for sentence in sentences(name):
        assert set(sentence) == KEYS
        assert sentence["label"] in (0, 1)
        document, position = sentence["id"].rsplit(":", 1)
        assert document == sentence["document"]
        assert document.split("_")[1] == sentence["genre"]
        assert int(position) >= 1
        assert sentence["text"] == sentence["text"].strip()
        assert len(sentence["text"].split()) >= 4


def test_no_sentence_and_no_document_is_in_both_files_or_twice_in_one() -> None:
    training, heldout = (sentences(name) for name in FILES)
    ids = Counter(sentence["id"] for sentence in training + heldout)
    texts = Counter(sentence["text"].casefold() for sentence in training + heldout)
    assert ids.most_common(1)[0][1] == 1
    assert texts.most_common(1)[0][1] == 1
    assert not {s["document"] for s in training} & {s["document"] for s in heldout}


def test_the_training_file_has_a_thousand_sentences_and_over_a_third_are_opinion() -> None:
    labels = Counter(sentence["label"] for sentence in sentences("opinion.jsonl"))
    assert labels.total() >= 1000
    assert labels[1] >= 0.35 * labels.total()


def test_every_document_is_named_with_its_source_in_the_guideline() -> None:
    guideline = (FOLDER / "GUIDELINE.md").read_text(encoding="utf-8")
    for name in FILES:
        for document in {sentence["document"] for sentence in sentences(name)}:
            assert f"| {document} |" in guideline
