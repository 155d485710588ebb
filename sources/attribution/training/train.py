"""Trains the attribution network on PolNeAR, with checkpoints from which a stopped run goes on."""

import argparse
import json
import random
import time
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F

from sources.attribution.labels import CUE, IGNORED
from sources.attribution.training.examples import Batch, Marked, batches, collate, mark, windows_of
from sources.attribution.training.network import Network, attention_bias, load_encoder
from sources.attribution.training.polnear import read_split

PAIR_WEIGHT, VALID_WEIGHT = 4.0, 0.5
LEAST_DOUBT = 0.03
"""A word that the tagger takes for a cue with at least this probability, wrongly, teaches the reader to refuse."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Settings of a run. The learning rate rises over ``warmup`` steps, holds, and falls to 0 in ``cooling`` epochs."""

    epochs: int = 12
    cooling: float = 3.0
    warmup: int = 150
    batch: int = 16
    encoder_rate: float = 2.5e-4
    head_rate: float = 1e-3
    decay: float = 0.05
    averaging: float = 0.995
    seed: int = 0
    save_every: int = 60


class Average:
    """Exponential moving average of the trained parameters (Polyak averaging); the model that is shipped."""

    def __init__(self, network: nn.Module, rate: float) -> None:
        self.rate, self.steps = rate, 0
        self.values = {name: value.detach().clone() for name, value in network.named_parameters()}

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        self.steps += 1
        rate = min(self.rate, self.steps / (self.steps + 10))
        kept, new = [], []
        for name, value in network.named_parameters():
            if value.requires_grad:
                kept.append(self.values[name])
                new.append(value)
        torch._foreach_lerp_(kept, new, 1 - rate)


def losses(network: Network, batch: Batch, doubts: bool, chance: random.Random) -> tuple[torch.Tensor, ...]:
    """Return the losses of the tagger, of the reader's tags and of its verdicts. ``doubts`` adds false cues."""
    h, tags = network.encode(batch.ids, batch.shapes, batch.mask, batch.words)
    bias = attention_bias(batch.tags != IGNORED)
    tag_loss = F.cross_entropy(tags.float().flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED)
    row, start, end, pairs = batch.row, batch.start, batch.end, batch.pairs
    true = torch.ones(len(row))
    if doubts:
        found = false_cues(tags, batch.tags, len(batch.ids), chance)
        if len(found):
            blank = torch.where(batch.tags[found[:, 0]] == IGNORED, IGNORED, 0)
            row, start = torch.cat([row, found[:, 0]]), torch.cat([start, found[:, 1]])
            end, pairs = torch.cat([end, found[:, 1] + 1]), torch.cat([pairs, blank])
            true = torch.cat([true, torch.zeros(len(found))])
    if not len(row):
        zero = tags.sum() * 0
        return tag_loss, zero, zero
    seen, valid = network.reader(h, bias, row, start, end)
    pair_loss = F.cross_entropy(seen.float().flatten(0, 1), pairs.flatten(), ignore_index=IGNORED)
    valid_loss = F.binary_cross_entropy_with_logits(valid.float(), true.to(valid.device))
    return tag_loss, pair_loss, valid_loss


@torch.no_grad()
def false_cues(scores: torch.Tensor, tags: torch.Tensor, limit: int, chance: random.Random) -> torch.Tensor:
    """Return up to ``limit`` places (k, 2) that look like a cue's beginning to the tagger and are not in a cue."""
    doubt = scores.float().softmax(-1)[..., CUE]
    doubt = torch.where((tags == IGNORED) | (tags == CUE) | (tags == CUE + 1), 0.0, doubt)
    found = (doubt > LEAST_DOUBT).nonzero()
    if len(found) > limit:
        found = found[chance.sample(range(len(found)), limit)]
    return found


def rate_at(step: int, per_epoch: int, plan: Plan) -> float:
    """Return the factor of the learning rate at a step counted from 0."""
    total, cooling = plan.epochs * per_epoch, plan.cooling * per_epoch
    return min(1.0, (step + 1) / plan.warmup, max(0.0, (total - step) / max(1.0, cooling)))


def train(articles: list[Marked], encoder: Path, out: Path, plan: Plan, warm: Path | None = None) -> None:
    """Train and leave ``last.pt`` (to go on from) and ``epoch-N.pt`` (averaged weights) in ``out``.

    ``warm`` names averaged weights to start from instead of the plain encoder.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(plan.seed)
    network = Network()
    load_encoder(network, encoder)
    if warm:
        network.load_state_dict(torch.load(warm, map_location="cpu"), strict=False)
    network.to(device)
    groups = parameter_groups(network, plan)
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    average = Average(network, plan.averaging)
    step, last = 0, out / "last.pt"
    if last.exists():
        state = torch.load(last, map_location=device)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        average.values, average.steps, step = state["average"], state["average_steps"], state["step"]
        print(f"going on from step {step}", flush=True)
    out.mkdir(parents=True, exist_ok=True)
    (out / "plan.json").write_text(json.dumps(asdict(plan), indent=1))
    per_epoch = len(batches(windows_of(articles), plan.batch, random.Random(0)))
    lowered = torch.autocast(device.type, dtype=torch.bfloat16)
    for epoch in range(step // per_epoch, plan.epochs):
        chance = random.Random(plan.seed * 1000 + epoch)
        groups_of_windows = batches(windows_of(articles, chance), plan.batch, chance)
        # shifted windows may make a batch more or less; the schedule counts in batches of the unshifted cut
        while len(groups_of_windows) < per_epoch:
            groups_of_windows.append(chance.choice(groups_of_windows))
        network.train()
        started, sums = time.monotonic(), [0.0, 0.0, 0.0]
        for number in range(step % per_epoch, per_epoch):
            for group in optimiser.param_groups:
                group["lr"] = group["top"] * rate_at(step, per_epoch, plan)
            batch = move(collate(groups_of_windows[number]), device)
            with lowered if device.type in ("cpu", "cuda") else nullcontext():
                parts = losses(network, batch, step > per_epoch or warm is not None, chance)
            loss = parts[0] + PAIR_WEIGHT * parts[1] + VALID_WEIGHT * parts[2]
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            average.update(network)
            step += 1
            sums = [total + part.item() for total, part in zip(sums, parts, strict=True)]
            if step % 20 == 0:
                seconds = (time.monotonic() - started) / 20
                shown = " ".join(f"{total / 20:.4f}" for total in sums)
                print(f"epoch {epoch} step {step}/{plan.epochs * per_epoch} losses {shown} {seconds:.2f} s", flush=True)
                started, sums = time.monotonic(), [0.0, 0.0, 0.0]
            if step % plan.save_every == 0 or step % per_epoch == 0:
                save(last, network, optimiser, average, step)
        torch.save({**network.state_dict(), **average.values}, out / f"epoch-{epoch + 1}.pt")


def mean_of(paths: list[Path]) -> dict[str, torch.Tensor]:
    """Return the mean of several checkpoints of one run (Izmailov et al. 2018), which carries over better than any."""
    states = [torch.load(path, map_location="cpu") for path in paths]
    return {name: sum(state[name].float() for state in states) / len(states) for name in states[0]}


def save(path: Path, network: Network, optimiser: torch.optim.Optimizer, average: Average, step: int) -> None:
    """Write the state of a run through a second file, so that a stop while writing loses nothing."""
    fresh = path.with_suffix(".new")
    state = {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "step": step}
    torch.save({**state, "average": average.values, "average_steps": average.steps}, fresh)
    fresh.replace(path)


def parameter_groups(network: Network, plan: Plan) -> list[dict]:
    """Split the parameters by learning rate; vectors (norms, biases) and embeddings of places do not decay."""
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, value in network.named_parameters():
        if value.requires_grad:
            old = name.startswith("encoder.") and not name.startswith("encoder.shapes")
            groups.setdefault((old, value.ndim > 1), []).append(value)
    return [
        {
            "params": values,
            "top": plan.encoder_rate if old else plan.head_rate,
            "lr": 0.0,
            "weight_decay": plan.decay if decays else 0.0,
        }
        for (old, decays), values in groups.items()
    ]


def move(batch: Batch, device: torch.device) -> Batch:
    return Batch(*(getattr(batch, name).to(device) for name in Batch.__slots__))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("polnear", type=Path, help="folder with train/ and dev/")
    parser.add_argument("encoder", type=Path, help="folder of all-MiniLM-L6-v2 (model.safetensors, tokenizer.json)")
    parser.add_argument("out", type=Path, help="folder for checkpoints; an unfinished run there goes on")
    parser.add_argument("--warm", type=Path, help="averaged weights to start from")
    for name, value in asdict(Plan()).items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(value), default=value)
    arguments = vars(parser.parse_args())
    plan = Plan(**{name: arguments[name] for name in asdict(Plan())})
    tokenizer = Tokenizer.from_file(str(arguments["encoder"] / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    articles = [mark(article, tokenizer) for article in read_split(arguments["polnear"] / "train")]
    train(articles, arguments["encoder"], arguments["out"], plan, arguments["warm"])


if __name__ == "__main__":
    main()
