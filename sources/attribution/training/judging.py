"""Trains the judge of sentences, check-worthiness and opinion, on the finished encoder, which stays as it is."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F

from sources.attribution.pieces import LINE_START, Pieces, cut_pieces
from sources.attribution.training.examples import CLS, SEP
from sources.attribution.training.network import JUDGE_DEPTH, Network, attention_bias, load_layer
from sources.attribution.training.scoring import macro_f1

CHECKWORTHY, OPINION = 0, 1
LONGEST = 250


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence cut into pieces; ``question`` is `CHECKWORTHY` or `OPINION`."""

    pieces: Pieces
    question: int
    label: int


@dataclass(frozen=True, slots=True)
class JudgePlan:
    """Settings of the judge's training. A pack is a window of several sentences in random company."""

    epochs: int = 3
    packs: int = 16
    largest_pack: int = 6
    layer_rate: float = 1.5e-4
    head_rate: float = 1e-3
    opinion_weight: float = 1.0
    opinion_repeats: int = 2
    smoothing: float = 0.05
    seed: int = 0


def read_sentences(path: Path, question: int, tokenizer: Tokenizer) -> list[Sentence]:
    """Read lines {"text", "label"} of a JSONL file."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        pieces = cut_pieces(row["text"], tokenizer)
        if len(pieces.words):
            found.append(Sentence(pieces, question, int(row["label"])))
    return found


@dataclass(slots=True)
class Packs:
    """Padded packs: ids, shapes, mask (b, n); for each of s sentences its row, question, label and (s, n) members."""

    ids: torch.Tensor
    shapes: torch.Tensor
    mask: torch.Tensor
    row: torch.Tensor
    question: torch.Tensor
    label: torch.Tensor
    members: torch.Tensor


def pack(groups: Sequence[Sequence[Sentence]]) -> Packs:
    """Lay each group of sentences into one window, one after another, every one on a line of its own or not."""
    lengths = [sum(len(s.pieces.ids) for s in group) for group in groups]
    length = min(max(lengths), LONGEST) + 2
    ids, shapes = np.zeros((len(groups), length), np.int64), np.zeros((len(groups), length), np.int64)
    mask = np.zeros(ids.shape, bool)
    rows, questions, labels, members = [], [], [], []
    for r, group in enumerate(groups):
        at = 1
        ids[r, 0] = CLS
        for sentence in group:
            cut = sentence.pieces
            n = min(len(cut.ids), length - 1 - at)
            if n <= 0:
                break
            ids[r, at : at + n], shapes[r, at : at + n] = cut.ids[:n], cut.shapes[:n]
            if at > 1 and (len(cut.ids) + r) % 2:
                shapes[r, at] -= LINE_START
            own = np.zeros(length, bool)
            own[cut.words[cut.words < n] + at] = True
            rows.append(r)
            questions.append(sentence.question)
            labels.append(sentence.label)
            members.append(own)
            at += n
        ids[r, at] = SEP
        mask[r, : at + 1] = True
    return Packs(
        torch.from_numpy(ids),
        torch.from_numpy(shapes),
        torch.from_numpy(mask),
        torch.tensor(rows),
        torch.tensor(questions),
        torch.tensor(labels, dtype=torch.float),
        torch.from_numpy(np.stack(members)),
    )


def log_odds(network: Network, packs: Packs) -> torch.Tensor:
    """Return the log odds (s,) of each sentence for its own question; the encoder gets no gradient."""
    bias = attention_bias(packs.mask)[:, None, None, :]
    with torch.no_grad():
        x = network.encoder.embed(packs.ids, packs.shapes)
        states = [x]
        for layer in network.encoder.layers[:JUDGE_DEPTH]:
            states.append(layer(states[-1], bias))
    scores = network.judge(states, bias).float()[packs.row]
    pick = packs.question[:, None, None].expand(-1, scores.shape[1], 1) * 2
    value, weight = scores.gather(2, pick)[..., 0], scores.gather(2, pick + 1)[..., 0]
    weight = weight.masked_fill(~packs.members, -1e4).softmax(-1)
    return (value * weight).sum(-1)


def train_judge(network: Network, encoder: dict[str, torch.Tensor], found: list[Sentence], plan: JudgePlan) -> None:
    """Train the judge from the plain encoder's next layers on; the base is frozen, without dropout."""
    torch.manual_seed(plan.seed)
    for number, layer in enumerate(network.judge.layers):
        load_layer(layer, encoder, JUDGE_DEPTH + number)
    nn.init.normal_(network.judge.scores.weight, std=0.02)
    nn.init.zeros_(network.judge.scores.bias)
    network.eval()
    network.judge.train()
    optimiser = torch.optim.AdamW(
        [
            {"params": network.judge.layers.parameters(), "top": plan.layer_rate},
            {"params": network.judge.scores.parameters(), "top": plan.head_rate},
        ],
        weight_decay=0.05,
    )
    step, total = 0, None
    for epoch in range(plan.epochs):
        chance = random.Random(plan.seed * 100 + epoch)
        groups = pack_groups(found, plan, chance)
        total = total or plan.epochs * (len(groups) // plan.packs + 1)
        for at in range(0, len(groups), plan.packs):
            packs = pack(groups[at : at + plan.packs])
            for group in optimiser.param_groups:
                group["lr"] = group["top"] * min((step + 1) / (0.1 * total), max(0.0, (total - step) / (0.9 * total)))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                odds = log_odds(network, packs)
            goal = packs.label * (1 - 2 * plan.smoothing) + plan.smoothing
            weight = torch.where(packs.question == OPINION, plan.opinion_weight, 1.0)
            loss = F.binary_cross_entropy_with_logits(odds, goal, weight=weight)
            loss.backward()
            nn.utils.clip_grad_norm_(network.judge.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            step += 1
    network.eval()


def pack_groups(found: list[Sentence], plan: JudgePlan, chance: random.Random) -> list[list[Sentence]]:
    """Deal all sentences out into packs of random size and company, packs of like length near each other."""
    deck = [s for s in found for _ in range(plan.opinion_repeats if s.question == OPINION else 1)]
    chance.shuffle(deck)
    groups: list[list[Sentence]] = []
    while deck:
        size, group, room = chance.randint(1, plan.largest_pack), [], LONGEST
        while deck and len(group) < size and (not group or len(deck[-1].pieces.ids) <= room):
            group.append(deck.pop())
            room -= len(group[-1].pieces.ids)
        groups.append(group)
    groups.sort(key=lambda group: sum(len(s.pieces.ids) for s in group) + chance.random() * 30)
    chunks = [groups[at : at + plan.packs] for at in range(0, len(groups), plan.packs)]
    chance.shuffle(chunks)
    return [group for chunk in chunks for group in chunk]


@torch.no_grad()
def predict(network: Network, found: Sequence[Sentence]) -> np.ndarray:
    """Return the log odds of sentences, each in a window of its own."""
    network.eval()
    order = sorted(range(len(found)), key=lambda at: len(found[at].pieces.ids))
    odds = np.zeros(len(found))
    for at in range(0, len(order), 64):
        part = order[at : at + 64]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            odds[part] = log_odds(network, pack([[found[n]] for n in part])).numpy()
    return odds


def scale_of(odds: np.ndarray, truth: np.ndarray) -> list[float]:
    """Return slope and offset that turn log odds into calibrated ones (Platt 2000), by Newton's method."""
    x = np.stack([odds, np.ones_like(odds)], axis=1)
    weights = np.array([1.0, 0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        curvature = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        step = np.linalg.solve(curvature, x.T @ (p - truth))
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return [round(float(value), 4) for value in weights]


def cross_validate(
    network: Network, encoder: dict[str, torch.Tensor], found: list[Sentence], rest: list[Sentence], plan: JudgePlan
) -> tuple[float, np.ndarray]:
    """Return macro-F1 over four folds of ``found``, and the held-out log odds; ``rest`` joins each training set."""
    order = list(range(len(found)))
    random.Random(7).shuffle(order)
    odds = np.zeros(len(found))
    for fold in range(4):
        outside = order[fold::4]
        held = set(outside)
        inside = [found[n] for n in order if n not in held]
        train_judge(network, encoder, inside + rest, plan)
        odds[outside] = predict(network, [found[n] for n in outside])
    truth = np.array([s.label for s in found])
    return macro_f1(truth, odds > 0), odds
