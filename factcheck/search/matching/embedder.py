"""Sentence embeddings: all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020) in eight-bit integers."""

import threading
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from factcheck.search.types import Vector

MODEL = "all-MiniLM-L6-v2-int8"
MODEL_DIR = Path(__file__).parent / "model"
MAX_TOKENS = 256
_loading = threading.Lock()


def embed(text: str) -> Vector:
    """Return the text's embedding: 384 numbers, length 1; the cosine of two is their dot product.

    Only the first 256 pieces of the text are read. Texts go through the model one by one: in a batch its quantisation
    would look at all of them, and the same text would get another vector beside other company.
    """
    with _loading:
        tokenizer, session = _model()
    ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    pooled = session.run(None, feed)[0][0].mean(axis=0)
    unit: Vector = (pooled / np.linalg.norm(pooled)).astype(np.float32)
    return unit


@cache
def _model() -> tuple[Tokenizer, Any]:
    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    options = onnxruntime.SessionOptions()
    # One text is too little work to share among threads.
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(MODEL_DIR / "all-minilm-l6-v2-int8.onnx"), options, providers=["CPUExecutionProvider"]
    )
    return tokenizer, session
