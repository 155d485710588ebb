"""Writes the trained network as two ONNX graphs with eight-bit weights, encoder and reader."""

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn
from torch.export import Dim

from sources.attribution.pieces import WINDOW_PIECES
from sources.attribution.training.network import POSITIONS, Layer, Network

OPSET = 18


class EncoderGraph(nn.Module):
    """One window: ids, shapes (n,), words (w,) → hidden (w, 384), tags (w, 7), scores (w, 4).

    Windows are not batched: the eight-bit products take their scale from all that is in a tensor, so that in a batch
    the result for one text would depend on its company.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: torch.Tensor, shapes: torch.Tensor, words: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        encoder = self.network.encoder
        places = encoder.places.weight[: WINDOW_PIECES + 2][: ids.shape[0]]
        x = encoder.norm(encoder.words(ids) + places + encoder.kinds + encoder.shapes(shapes))
        states = [x[None]]
        bias = torch.zeros(1)
        for layer in encoder.layers:
            states.append(layer(states[-1], bias))
        hidden = states[-1][0][words]
        return hidden, self.network.tags(hidden), self.network.judge(states, bias)[0][words]


class ReaderGraph(nn.Module):
    """One window and its cues: hidden (w, 384), start, end (c,) → pairs (c, w, 5), valid (c,)."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.reader = network.reader

    def forward(
        self, hidden: torch.Tensor, start: torch.Tensor, end: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        reader = self.reader
        place = torch.arange(hidden.shape[0])
        inside = ((place >= start[:, None]) & (place < end[:, None])).to(hidden.dtype)
        cue = inside @ hidden / inside.sum(1, keepdim=True)
        distance = reader.distance[reader.buckets[place[None] - start[:, None] + POSITIONS]]
        return reader.judge(reader.text(hidden)[None], cue, distance, inside, torch.zeros(1))


def export(network: Network, folder: Path, quantise: bool = True) -> None:
    """Write encoder.onnx and reader.onnx into ``folder``; eight-bit weights unless ``quantise`` is false."""
    network = network.eval().float().cpu()
    for module in network.modules():
        if isinstance(module, Layer):
            module.plain = True
    folder.mkdir(parents=True, exist_ok=True)
    pieces, words, cues = Dim("pieces", max=WINDOW_PIECES + 2), Dim("words"), Dim("cues")
    ids = torch.ones(24, dtype=torch.long)
    _write(
        EncoderGraph(network),
        (ids, torch.zeros_like(ids), torch.ones(20, dtype=torch.long)),
        ["ids", "shapes", "words"],
        ["hidden", "tags", "scores"],
        [{0: pieces}, {0: pieces}, {0: words}],
        folder / "encoder.onnx",
        quantise,
    )
    at = torch.tensor([3, 4, 5, 6, 7])
    _write(
        ReaderGraph(network),
        (torch.rand(20, 384), at, at + 2),
        ["hidden", "start", "end"],
        ["pairs", "valid"],
        [{0: words}, {0: cues}, {0: cues}],
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
