"""The model file and its sessions: loads once, runs batches of windows."""

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "model"
ENCODER, READER, SETTINGS, TOKENIZER = "encoder.onnx", "reader.onnx", "model.json", "tokenizer.json"
THREADS_VARIABLE = "ATTRIBUTION_THREADS"


class ModelError(RuntimeError):
    """The model's files are missing or do not belong together."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen on the development data, stored beside the weights in model.json.

    ``best_cut`` is the confidence of the best linked F1, ``sure_cut`` the one at which precision reaches 80 percent;
    ``cue_threshold`` the least probability at which a word is tried as a cue; ``split_cost`` what each further
    part of a content costs; ``confidence`` the weights of the
    calibration by feature name; ``sentence_scale`` slope and offset of each sentence score.
    """

    name: str
    version: str
    best_cut: float
    sure_cut: float
    cue_threshold: float
    split_cost: float
    confidence: dict[str, float]
    sentence_scale: dict[str, list[float]]


def read_settings(folder: Path = FOLDER) -> Settings:
    """Read model.json. Raises `ModelError` where it is missing or lacks a value."""
    path = folder / SETTINGS
    try:
        return Settings(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ModelError(f"{path} is missing; build the model as docs/attribution.md says") from error
    except (TypeError, ValueError) as error:
        raise ModelError(f"{path} does not fit this version of the engine: {error}") from error


class Model:
    """Tokenizer, sessions and settings. Sessions may be shared by threads."""

    def __init__(self, folder: Path = FOLDER, threads: int | None = None) -> None:
        self.settings = read_settings(folder)
        self.tokenizer = load_tokenizer(folder / TOKENIZER)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or int(os.environ.get(THREADS_VARIABLE, "1"))
        options.inter_op_num_threads = 1
        # the arena keeps the largest batch's memory for good; without it a worker stays small
        options.enable_cpu_mem_arena = False
        self.encoder = self._open(folder / ENCODER, options)
        self.reader = self._open(folder / READER, options)

    @staticmethod
    def _open(path: Path, options: Any) -> Any:
        if not path.exists():
            raise ModelError(f"{path} is missing; build the model as docs/attribution.md says")
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def encode(
        self, ids: np.ndarray, shapes: np.ndarray, words: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Run the encoder on one window: ids, shapes (n,), words (w,) the places of the pieces that open words.

        Returns hidden states (w, 384), tag scores (w, 7) and sentence scores (w, 4): for check-worthiness and opinion
        each a value and the weight that it has in its sentence.
        """
        hidden, tags, scores = self.encoder.run(None, {"ids": ids, "shapes": shapes, "words": words})
        return hidden, tags, scores

    def read(self, hidden: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Read one window as its cues see it, whose words are ``[start, end)``: tag scores (c, w, 5), validity (c,)."""
        pairs, valid = self.reader.run(None, {"hidden": hidden, "start": start, "end": end})
        return pairs, valid


def load_tokenizer(path: Path) -> Tokenizer:
    """Load a tokenizer that neither cuts nor pads."""
    if not path.exists():
        raise ModelError(f"{path} is missing; build the model as docs/attribution.md says")
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@cache
def shipped() -> Model:
    """Return the model that lies beside this module, loaded on first use."""
    return Model()
