"""From data to model: ``python -m sources.attribution.training POLNEAR CLAIMBUSTER ENCODER WORK``

Trains the network, then the judge of sentences, exports both with eight-bit weights, calibrates on the development
split and writes the model card. Each step leaves its result in WORK and is not done again by a second call.
"""

import argparse
import json
import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from sources.attribution.model import FOLDER, SETTINGS, TOKENIZER, Model, load_tokenizer
from sources.attribution.training.calibrate import calibrate
from sources.attribution.training.card import write_card
from sources.attribution.training.examples import mark
from sources.attribution.training.export import export
from sources.attribution.training.judging import (
    CHECKWORTHY,
    OPINION,
    JudgePlan,
    Sentence,
    cross_validate,
    predict,
    read_sentences,
    scale_of,
    train_judge,
)
from sources.attribution.training.network import Network, load_encoder
from sources.attribution.training.polnear import read_split
from sources.attribution.training.scoring import macro_f1
from sources.attribution.training.train import Plan, mean_of, train

OPINIONS = Path(__file__).parent / "opinion"
CUE_THRESHOLD, SPLIT_COST = 0.08, 1.0


def judge_sentences(network: Network, encoder: Path, claims: Path, tokenizer: Tokenizer, plan: JudgePlan) -> dict:
    """Train the judge. Returns the scales of its scores and the figures, as they go into the work folder."""
    weights = {name.removeprefix("bert."): value for name, value in load_file(encoder / "model.safetensors").items()}
    claim = read_sentences(claims, CHECKWORTHY, tokenizer)
    opinion = read_sentences(OPINIONS / "opinion.jsonl", OPINION, tokenizer)
    held_out = read_sentences(OPINIONS / "opinion_heldout.jsonl", OPINION, tokenizer)
    claim_f1, odds = cross_validate(network, weights, claim, opinion, plan)
    train_judge(network, weights, claim + opinion, plan)
    guess = predict(network, held_out)
    opinion_f1 = macro_f1(labels(held_out), guess > 0)
    return {
        "sentence_scale": {"checkworthy": scale_of(odds, labels(claim)), "opinion": scale_of(guess, labels(held_out))},
        "checkworthy_macro_f1": round(claim_f1, 1),
        "opinion_macro_f1": round(opinion_f1, 1),
        "opinion_sentences": len(opinion),
    }


def labels(found: list[Sentence]) -> np.ndarray:
    return np.array([sentence.label for sentence in found])


def build(arguments: argparse.Namespace, plan: Plan, judge_plan: JudgePlan) -> None:
    """Do every step that is not done yet."""
    work, out = arguments.work, arguments.out
    tokenizer = load_tokenizer(arguments.encoder / TOKENIZER)
    weights = [work / f"epoch-{epoch}.pt" for epoch in arguments.average or [plan.epochs]]
    if not all(path.exists() for path in weights):
        train([mark(a, tokenizer) for a in read_split(arguments.polnear / "train")], arguments.encoder, work, plan)
    network = Network()
    load_encoder(network, arguments.encoder)
    network.load_state_dict(mean_of(weights), strict=False)
    judged, figures_file = work / "judged.pt", work / "judged.json"
    if judged.exists() and figures_file.exists():
        network.load_state_dict(torch.load(judged, map_location="cpu"))
    else:
        figures = judge_sentences(network, arguments.encoder, arguments.claims, tokenizer, judge_plan)
        figures_file.write_text(json.dumps(figures, indent=1), encoding="utf-8")
        torch.save(network.state_dict(), judged)
    figures = json.loads(figures_file.read_text(encoding="utf-8"))
    export(network, out)
    shutil.copyfile(arguments.encoder / TOKENIZER, out / TOKENIZER)
    settings = {
        "name": "attribution",
        "version": arguments.version,
        "best_cut": 0.5,
        "sure_cut": 0.5,
        "cue_threshold": CUE_THRESHOLD,
        "split_cost": SPLIT_COST,
        "confidence": {},
        "sentence_scale": figures["sentence_scale"],
    }
    (out / SETTINGS).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    report = calibrate(read_split(arguments.polnear / "dev"), Model(out), out)
    shown = (
        f"PolNeAR dev, confidence and cut fitted on the other four fifths of its articles:\n\n```\n{report}\n```\n\n"
        f"Check-worthiness, ClaimBuster, four folds: macro-F1 {figures['checkworthy_macro_f1']}. "
        f"Opinion, our annotation of GUM documents kept apart: macro-F1 {figures['opinion_macro_f1']}."
    )
    write_card(out, date.today().isoformat(), shown, figures["opinion_sentences"])
    print(report)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("polnear", type=Path, help="folder with train/ and dev/ in PolNeAR's format")
    parser.add_argument("claims", type=Path, help='ClaimBuster as JSONL: {"text", "label"}')
    parser.add_argument("encoder", type=Path, help="folder of all-MiniLM-L6-v2 (model.safetensors, tokenizer.json)")
    parser.add_argument("work", type=Path, help="folder for checkpoints; what is unfinished there goes on")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the model (the shipped one)")
    parser.add_argument("--version", default=date.today().strftime("%Y-%m"), help="version of the model")
    parser.add_argument("--average", type=int, nargs="*", help="epochs whose weights are averaged (default: the last)")
    for name, value in asdict(Plan()).items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(value), default=value)
    arguments = parser.parse_args()
    plan = Plan(**{name: getattr(arguments, name) for name in asdict(Plan())})
    arguments.work.mkdir(parents=True, exist_ok=True)
    build(arguments, plan, JudgePlan())


if __name__ == "__main__":
    main()
