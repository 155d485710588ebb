"""The network and its training, on a few made-up articles and one encoder layer."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from sources.attribution.labels import IGNORED
from sources.attribution.model import FOLDER, TOKENIZER, load_tokenizer
from sources.attribution.training import judging, network, train
from sources.attribution.training.examples import Marked, collate, mark, windows_of
from sources.attribution.training.export import export
from sources.attribution.training.network import Network, attention_bias
from sources.attribution.training.polnear import Article, Relation
from sources.attribution.training.train import Plan, false_cues, losses, rate_at

TEXT = "Ann Lee said it rained in Rome. “It did,” the mayor said, “all day.”"


def span(part: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


ARTICLE = Article(
    "rain",
    TEXT,
    (
        (
            Relation((span("Ann Lee"),), (span("said"),), (span("it rained in Rome"),)),
            Relation((span("the mayor"),), ((52, 56),), (span("“It did,”"), span("“all day.”"))),
        ),
    ),
)


@pytest.fixture(autouse=True)
def _one_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (network, judging):
        monkeypatch.setattr(module, "JUDGE_DEPTH", 1)
    monkeypatch.setattr(network, "LAYERS", 1)
    monkeypatch.setattr(train, "load_encoder", lambda *_: None)
    torch.manual_seed(0)


@pytest.fixture
def marked() -> Marked:
    return mark(ARTICLE, load_tokenizer(FOLDER / TOKENIZER))


def test_labels_say_what_the_annotation_says(marked: Marked) -> None:
    (window,) = windows_of([marked])
    pieces = marked.pieces
    words = [TEXT[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)]
    assert [w for w, tag in zip(words, window.tags, strict=True) if tag in (3, 4)] == ["said", "said"]
    start, end, pairs = window.cues[1]
    assert words[start:end] == ["said"]
    assert [w for w, tag in zip(words, pairs, strict=True) if tag in (1, 2)] == ["the", "mayor"]
    assert [w for w, tag in zip(words, pairs, strict=True) if tag == 3] == ["“", "“"]


def test_a_batch_ignores_padding_and_the_cues_own_words(marked: Marked) -> None:
    batch = collate(windows_of([marked, mark(Article("short", "He left.", ((),)), load_tokenizer(FOLDER / TOKENIZER))]))
    count = len(marked.pieces.words)
    assert batch.ids.shape == batch.mask.shape
    assert (batch.tags[0, count:] == IGNORED).all()
    assert (batch.pairs[0, batch.start[0] : batch.end[0]] == IGNORED).all()
    assert batch.row.tolist() == [0, 0]


def test_false_cues_are_never_words_of_true_ones(marked: Marked) -> None:
    batch = collate(windows_of([marked]))
    scores = torch.zeros(*batch.tags.shape, 7)
    found = false_cues(scores, batch.tags, 50, random.Random(0))
    assert len(found)
    assert all(batch.tags[r, w] not in (3, 4, IGNORED) for r, w in found.tolist())
    assert len(false_cues(scores, batch.tags, 2, random.Random(0))) == 2


def test_the_rate_rises_holds_and_falls_to_nothing() -> None:
    plan = Plan(epochs=4, cooling=1.0, warmup=10)
    rates = [rate_at(step, 100, plan) for step in range(400)]
    assert rates[0] == pytest.approx(0.1)
    assert rates[10] == rates[299] == 1.0
    assert 0 < rates[399] <= 0.011


def test_training_lowers_the_loss(marked: Marked) -> None:
    made = Network(dropout=0.0)
    batch = collate(windows_of([marked]))
    optimiser = torch.optim.AdamW([p for p in made.parameters() if p.requires_grad], lr=1e-3)
    seen = []
    for _ in range(8):
        loss = sum(losses(made, batch, False, random.Random(0)))
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        seen.append(float(loss.detach()))
    assert seen[-1] < seen[0] / 2


def test_a_stopped_run_goes_on_where_it_was(marked: Marked, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = Plan(epochs=1, cooling=1.0, warmup=1, batch=1, save_every=1)
    train.train([marked], tmp_path, tmp_path / "out", plan)
    assert (tmp_path / "out" / "epoch-1.pt").exists()
    train.train([marked], tmp_path, tmp_path / "out", Plan(epochs=2, cooling=1.0, warmup=1, batch=1, save_every=1))
    assert "going on from step 1" in capsys.readouterr().out
    assert torch.load(tmp_path / "out" / "last.pt")["step"] == 2


def test_the_graphs_compute_what_the_network_computes(marked: Marked, tmp_path: Path) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    made = Network().eval()
    batch = collate(windows_of([marked]))
    n, w = int(batch.mask.sum()), len(marked.pieces.words)
    with torch.no_grad():
        hidden, tags = made.encode(batch.ids, batch.shapes, batch.mask, batch.words)
        seen, valid = made.reader(hidden, attention_bias(batch.tags != IGNORED), batch.row, batch.start, batch.end)
    export(made, tmp_path, quantise=False)
    run = {name: onnxruntime.InferenceSession(str(tmp_path / f"{name}.onnx")) for name in ("encoder", "reader")}
    got, got_tags, _ = run["encoder"].run(
        None,
        {"ids": batch.ids[0, :n].numpy(), "shapes": batch.shapes[0, :n].numpy(), "words": batch.words[0, :w].numpy()},
    )
    pairs, got_valid = run["reader"].run(None, {"hidden": got, "start": batch.start.numpy(), "end": batch.end.numpy()})
    assert np.allclose(got_tags, tags[0, :w].numpy(), atol=1e-3)
    assert np.allclose(pairs, seen[:, :w].numpy(), atol=1e-3)
    assert np.allclose(got_valid, valid.numpy(), atol=1e-3)


def test_packs_keep_sentences_apart_in_any_company() -> None:
    tokenizer = load_tokenizer(FOLDER / TOKENIZER)
    found = [
        judging.Sentence(judging.cut_pieces(text, tokenizer), n % 2, n % 2)
        for n, text in enumerate(["It rained.", "What a terrible day it was!", "Taxes fell by two percent."] * 4)
    ]
    chance = random.Random(0)
    groups = judging.pack_groups(found, judging.JudgePlan(opinion_repeats=2), chance)
    packs = judging.pack(groups)
    assert len(packs.row) == len(found) + sum(s.question for s in found)
    assert int(packs.members.sum()) == sum(len(s.pieces.words) for group in groups for s in group)
    for row in range(len(groups)):
        assert packs.members[packs.row == row].sum(0).max() <= 1
