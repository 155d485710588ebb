"""The network: a six-layer BERT encoder, a tagger for cues, and a reader that tags the text as each cue sees it.

The encoder is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019). The reader is our own: it projects
the encoder's output once per window, modulates it by the cue (feature-wise, Perez et al. 2018), marks the cue and
the signed distance from it, and lets the pieces see each other in two narrow transformer layers before tagging.
"""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

from sources.attribution.labels import PAIR, TAGS
from sources.attribution.pieces import SHAPES

LAYERS, WIDTH, HEADS, INNER, VOCABULARY, POSITIONS = 6, 384, 12, 1536, 30522, 512
READER_WIDTH, READER_INNER, READER_HEADS, READER_HEAD_WIDTH, READER_LAYERS = 192, 256, 2, 48, 2
DISTANCES = 48
JUDGE_DEPTH, JUDGE_LAYERS = 2, 3


class Dropout(nn.Module):
    """Dropout whose masks come from numpy's generator on a CPU, several times faster than torch's there."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.level = round(rate * 256)
        self.chance = np.random.default_rng(0)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training or not self.level:
            return x
        if x.device.type != "cpu":
            return F.dropout(x, self.level / 256)
        drawn = torch.frombuffer(bytearray(self.chance.bytes(x.numel())), dtype=torch.uint8).view(x.shape)
        return x * ((drawn >= self.level) * (256 / (256 - self.level))).to(x.dtype)


class Layer(nn.Module):
    """One transformer layer; ``before`` puts the norms before the sublayers, BERT has them after."""

    def __init__(
        self, width: int, inner: int, heads: int, head_width: int, dropout: float, before: bool = False
    ) -> None:
        super().__init__()
        self.heads, self.head_width, self.before, self.plain = heads, head_width, before, not before
        self.qkv = nn.Linear(width, 3 * heads * head_width)
        self.mix = nn.Linear(heads * head_width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12 if not before else 1e-5)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12 if not before else 1e-5)
        self.drop = Dropout(dropout)

    def attend(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        rows, length, _ = x.shape
        q, k, v = self.qkv(x).view(rows, length, 3, self.heads, self.head_width).permute(2, 0, 3, 1, 4)
        if not self.plain:
            seen = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        else:  # for many heads of few pieces the plain products are faster on a CPU than the fused kernel
            scores = q @ k.transpose(-1, -2) * self.head_width**-0.5 + bias.to(q.dtype)
            seen = scores.softmax(-1).to(v.dtype) @ v
        return self.mix(seen.transpose(1, 2).reshape(rows, length, self.heads * self.head_width))

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """x (rows, n, width), bias (rows, 1, 1, n) added to the attention scores."""
        if self.before:
            x = x + self.drop(self.attend(self.norm1(x), bias))
            return x + self.drop(self.down(F.gelu(self.up(self.norm2(x)))))
        x = self.norm1(x + self.drop(self.attend(x, bias)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT's encoder, with an embedding of each piece's shape that the uncased vocabulary cannot see."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        self.kinds = nn.Parameter(torch.zeros(WIDTH))
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(WIDTH, INNER, HEADS, WIDTH // HEADS, dropout) for _ in range(LAYERS))
        nn.init.zeros_(self.shapes.weight)
        self.words.weight.requires_grad_(False)

    def embed(self, ids: torch.Tensor, shapes: torch.Tensor) -> torch.Tensor:
        places = self.places.weight[: ids.shape[1]]
        onehot = F.one_hot(shapes, SHAPES).to(self.shapes.weight.dtype)
        return self.drop(self.norm(self.words(ids) + places + self.kinds + onehot @ self.shapes.weight))

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor, bias: torch.Tensor) -> list[torch.Tensor]:
        """Return the hidden states after the embedding and after each layer, each (rows, n, WIDTH)."""
        states = [self.embed(ids, shapes)]
        for layer in self.layers:
            states.append(layer(states[-1], bias))
        return states


class Reader(nn.Module):
    """Tags a window as one cue sees it, and says whether the cue is one at all."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        width = READER_WIDTH
        self.text = nn.Linear(WIDTH, width)
        self.cue = nn.Linear(WIDTH, 2 * width)
        self.marker = nn.Parameter(torch.randn(width) * 0.1)
        self.distance = nn.Parameter(torch.randn(DISTANCES, width) * 0.1)
        self.drop = Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(width, READER_INNER, READER_HEADS, READER_HEAD_WIDTH, 0.0, before=True) for _ in range(READER_LAYERS)
        )
        self.norm = nn.LayerNorm(width)
        self.tags = nn.Linear(width, len(PAIR))
        self.valid = nn.Linear(width, 1)
        self.register_buffer("buckets", distance_buckets(POSITIONS), persistent=False)

    def forward(
        self, h: torch.Tensor, bias: torch.Tensor, row: torch.Tensor, start: torch.Tensor, end: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return tag scores (cues, w, 5) and validity scores (cues,).

        h (windows, w, WIDTH); bias (windows, w); row, start, end (cues,): the window of each cue and its words
        there. Rows are spread by a product with one-hot rows, because indexing has a slow backward pass on a CPU.
        """
        windows, length, _ = h.shape
        pick = F.one_hot(row, windows).to(h.dtype)
        place = torch.arange(length, device=h.device)
        inside = ((place >= start[:, None]) & (place < end[:, None])).to(h.dtype)
        text = self.text(self.drop(h))
        spread = (pick @ text.reshape(windows, -1)).view(-1, length, READER_WIDTH)
        # mean of the cue's words: first over each window for every cue of it
        every = torch.einsum("cn,bnd->cbd", inside, h)
        cue = torch.einsum("cb,cbd->cd", pick, every) / inside.sum(1, keepdim=True)
        bucket = self.buckets[place[None] - start[:, None] + POSITIONS]
        distance = F.one_hot(bucket, DISTANCES).to(spread.dtype) @ self.distance.to(spread.dtype)
        mask = (pick.to(bias.dtype) @ bias)[:, None, None, :]
        return self.judge(spread, cue, distance, inside, mask)

    def judge(
        self, spread: torch.Tensor, cue: torch.Tensor, distance: torch.Tensor, inside: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what `forward` does from each cue's own copy of its window (cues, w, READER_WIDTH)."""
        scale, shift = self.cue(cue)[:, None].chunk(2, dim=-1)
        x = spread * (1 + scale) + shift + distance
        x = x + inside[..., None].to(x.dtype) * self.marker
        for layer in self.layers:
            x = layer(x, mask)
        x = self.norm(x)
        mean = torch.einsum("cn,cnd->cd", inside.to(x.dtype), x) / inside.sum(1, keepdim=True)
        return self.tags(x), self.valid(mean)[:, 0]


class Judge(nn.Module):
    """Scores sentences: layers of its own above the encoder's second, then for each question a value and a weight."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(WIDTH, INNER, HEADS, WIDTH // HEADS, dropout) for _ in range(JUDGE_LAYERS))
        self.scores = nn.Linear(WIDTH, 4)

    def forward(self, states: list[torch.Tensor], bias: torch.Tensor) -> torch.Tensor:
        """Return (rows, n, 4): check-worthiness value and weight, opinion value and weight of each piece."""
        x = states[JUDGE_DEPTH]
        for layer in self.layers:
            x = layer(x, bias)
        return self.scores(x)


class Network(nn.Module):
    """Encoder, cue tagger, reader, and judge of sentences."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.reader = Reader(dropout)
        self.judge = Judge(dropout)

    def encode(
        self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor, words: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the words' hidden states (rows, w, WIDTH) and tag scores (rows, w, 7).

        ids, shapes, mask (rows, n); words (rows, w): the piece that opens each word.
        """
        h = self.encoder(ids, shapes, attention_bias(mask)[:, None, None, :])[-1]
        h = F.one_hot(words, ids.shape[1]).to(h.dtype) @ h
        return h, self.tags(h)


def attention_bias(mask: torch.Tensor) -> torch.Tensor:
    """Return 0 where ``mask`` (rows, n) is true and a large negative number elsewhere."""
    return (1.0 - mask.float()) * -10000.0


def distance_buckets(limit: int) -> torch.Tensor:
    """Return the bucket of each signed distance -limit … limit: exact below 8, then logarithmic, 24 on each side."""
    distance = torch.arange(-limit, limit + 1)
    far = distance.abs()
    steps = (8 + (torch.log2(far.clamp(min=1).float() / 8) * 3).long()).clamp(max=DISTANCES // 2 - 1)
    bucket = torch.where(far < 8, far, steps)
    return torch.where(distance < 0, bucket + DISTANCES // 2, bucket)


def load_encoder(network: Network, folder: Path) -> None:
    """Fill the encoder from the weights of all-MiniLM-L6-v2 in ``folder`` (model.safetensors, BERT's names)."""
    weights = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
    encoder = network.encoder
    with torch.no_grad():
        encoder.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        encoder.places.weight.copy_(weights["embeddings.position_embeddings.weight"])
        encoder.kinds.copy_(weights["embeddings.token_type_embeddings.weight"][0])
        _copy(encoder.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            load_layer(layer, weights, number)


def load_layer(layer: Layer, weights: dict[str, torch.Tensor], number: int) -> None:
    """Fill one layer from BERT's layer ``number``."""
    base = f"encoder.layer.{number}."
    with torch.no_grad():
        for kind in ("weight", "bias"):
            parts = [weights[f"{base}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            getattr(layer.qkv, kind).copy_(torch.cat(parts))
    _copy(layer.mix, weights, base + "attention.output.dense")
    _copy(layer.norm1, weights, base + "attention.output.LayerNorm")
    _copy(layer.up, weights, base + "intermediate.dense")
    _copy(layer.down, weights, base + "output.dense")
    _copy(layer.norm2, weights, base + "output.LayerNorm")


def _copy(module: nn.Module, weights: dict[str, torch.Tensor], name: str) -> None:
    with torch.no_grad():
        module.weight.copy_(weights[name + ".weight"])
        module.bias.copy_(weights[name + ".bias"])
