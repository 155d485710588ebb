import hashlib
import re

import numpy as np
import pytest

from factcheck.search.matching.embedder import MODEL_DIR, embed


@pytest.mark.parametrize("name", ["all-minilm-l6-v2-int8.onnx", "tokenizer.json"])
def test_the_committed_file_is_the_one_that_the_card_names(name: str) -> None:
    card = (MODEL_DIR / "README.md").read_text(encoding="utf-8")
    digest = hashlib.sha256((MODEL_DIR / name).read_bytes()).hexdigest()
    assert digest in re.findall(r"`([0-9a-f]{64})`", card)


def test_an_embedding_has_length_one_and_depends_on_its_text_alone() -> None:
    first = embed("The ties between the two nations are strong.")
    embed("Something else entirely, and much longer than the first text was.")
    again = embed("The ties between the two nations are strong.")
    assert first.shape == (384,)
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(first, again)


def test_a_paraphrase_is_closer_than_another_statement() -> None:
    claim = embed("Drinking bleach cures the virus.")
    assert claim @ embed("The virus can be healed by swallowing bleach.") > claim @ embed("The bridge is closed.") + 0.4


@pytest.mark.parametrize("text", ["", "😀", "word " * 5000])
def test_any_text_has_an_embedding(text: str) -> None:
    assert np.isfinite(embed(text)).all()
