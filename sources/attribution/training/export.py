"""Writes the trained network as two ONNX graphs with eight-bit weights, encoder and reader."""

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn
from torch.export import Dim

from sources.attribution.training.network import POSITIONS, Layer, Network, attention_bias

OPSET = 18


class EncoderGraph(nn.Module):
    """ids, shapes, mask (b, n), words (b, w) → hidden (b, w, 384), tags (b, w, 7), scores (b, w, 4)."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor, words: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        encoder = self.network.encoder
        places = encoder.places.weight[: ids.shape[1]]
        x = encoder.norm(encoder.words(ids) + places + encoder.kinds + encoder.shapes(shapes))
        bias = attention_bias(mask)[:, None, None, :]
        states = [x]
        for layer in encoder.layers:
            states.append(layer(states[-1], bias))
        index = words[:, :, None].expand(-1, -1, x.shape[2])
        hidden = torch.gather(states[-1], 1, index)
        scores = self.network.judge_words(states, bias)
        scores = torch.gather(scores, 1, words[:, :, None].expand(-1, -1, scores.shape[2]))
        return hidden, self.network.tags(hidden), scores


class ReaderGraph(nn.Module):
    """hidden (b, w, 384), word_mask (b, w), row, start, end (c,) → pairs (c, w, 5), valid (c,)."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.reader = network.reader

    def forward(
        self, hidden: torch.Tensor, word_mask: torch.Tensor, row: torch.Tensor, start: torch.Tensor, end: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        reader = self.reader
        place = torch.arange(hidden.shape[1])
        inside = ((place >= start[:, None]) & (place < end[:, None])).to(hidden.dtype)
        sums = torch.cumsum(torch.nn.functional.pad(hidden, (0, 0, 1, 0)), dim=1)
        cue = (sums[row, end] - sums[row, start]) / (end - start)[:, None].to(hidden.dtype)
        distance = reader.distance[reader.buckets[place[None] - start[:, None] + POSITIONS]]
        mask = attention_bias(word_mask)[row][:, None, None, :]
        return reader.judge(reader.text(hidden)[row], cue, distance, inside, mask)


def export(network: Network, folder: Path, quantise: bool = True) -> None:
    """Write encoder.onnx and reader.onnx into ``folder``; eight-bit weights unless ``quantise`` is false."""
    network = network.eval().float().cpu()
    for module in network.modules():
        if isinstance(module, Layer):
            module.plain = True
    folder.mkdir(parents=True, exist_ok=True)
    rows, pieces, words, cues = Dim("rows"), Dim("pieces", max=POSITIONS), Dim("words"), Dim("cues")
    length, count = 24, 20
    ids = torch.ones((3, length), dtype=torch.long)
    _write(
        EncoderGraph(network),
        (ids, torch.zeros_like(ids), torch.ones_like(ids, dtype=torch.bool), torch.ones((3, count), dtype=torch.long)),
        ["ids", "shapes", "mask", "words"],
        ["hidden", "tags", "scores"],
        [{0: rows, 1: pieces}, {0: rows, 1: pieces}, {0: rows, 1: pieces}, {0: rows, 1: words}],
        folder / "encoder.onnx",
        quantise,
    )
    at = torch.tensor([0, 1, 1, 2, 0])
    _write(
        ReaderGraph(network),
        (torch.rand(3, count, 384), torch.ones((3, count), dtype=torch.bool), at, at + 3, at + 5),
        ["hidden", "word_mask", "row", "start", "end"],
        ["pairs", "valid"],
        [{0: rows, 1: words}, {0: rows, 1: words}, {0: cues}, {0: cues}, {0: cues}],
        folder / "reader.onnx",
        quantise,
    )


def _write(
    graph: nn.Module, example: tuple, inputs: list[str], outputs: list[str], shapes: list[dict], path: Path, small: bool
) -> None:
    with tempfile.TemporaryDirectory() as scratch, torch.no_grad():
        plain, prepared = Path(scratch, "plain.onnx"), Path(scratch, "prepared.onnx")
        program = torch.onnx.export(
            graph.eval(),
            example,
            input_names=inputs,
            output_names=outputs,
            dynamic_shapes=shapes,
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
        )
        program.save(plain)
        if not small:
            onnx.save(onnx.load(plain), path)
            return
        quant_pre_process(plain, prepared, skip_symbolic_shape=True)
        quantize_dynamic(
            prepared,
            path,
            op_types_to_quantize=["MatMul", "Gather"],
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"MatMulConstBOnly": True},
        )
