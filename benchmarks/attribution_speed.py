"""How fast the engine is next to its bare ONNX sessions on the same windows, how soon it is ready, how much it holds.

    python benchmarks/attribution_speed.py [ARTICLES.jsonl]     lines {"text"}; without it, the seed article repeated

The bare run feeds the sessions windows and cues prepared beforehand; the engine starts from texts. Both run in this
process in turns, and the medians of five turns are compared. Load time and memory come from fresh processes.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sources.attribution import attribute_batch  # noqa: E402
from sources.attribution.decode import find_cues, log_softmax, pad  # noqa: E402
from sources.attribution.engine import inputs_of, ranges_of  # noqa: E402
from sources.attribution.model import Model, shipped  # noqa: E402
from sources.attribution.pieces import cut_pieces, windows  # noqa: E402

TURNS, ARTICLES = 5, 40
FRESH = """
import time, sys
started = time.perf_counter()
from sources.attribution import attribute  # noqa: E402
attribute("The minister said that taxes would fall.")
ready = time.perf_counter() - started
text = open(sys.argv[1], encoding="utf-8").read()
attribute(text * max(1, 200_000 // len(text)))
# of the process alone: getrusage counts what its parent held at the fork too
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(ready, int(peak.split()[1]) / 1024)
"""


def prepare(texts: list[str], model: Model) -> tuple[list, list, int]:
    """Return the encoder's inputs of all windows, the reader's inputs of all windows with cues, the word pieces."""
    encoder, reader, count = [], [], 0
    for text in texts:
        cut = cut_pieces(text, model.tokenizer)
        count += len(cut.ids)
        for start, end in windows(cut):
            inputs = inputs_of(cut, start, end)
            hidden, tags, _ = model.encode(*inputs)
            (cues,) = find_cues(log_softmax(pad([tags])), np.array([len(tags)]), model.settings.cue_threshold)
            encoder.append(inputs)
            if cues:
                reader.append((hidden, *ranges_of(cues)))
    return encoder, reader, count


def bare(model: Model, encoder: list, reader: list) -> float:
    started = time.perf_counter()
    for inputs in encoder:
        model.encode(*inputs)
    for inputs in reader:
        model.read(*inputs)
    return time.perf_counter() - started


def whole(texts: list[str]) -> float:
    started = time.perf_counter()
    attribute_batch(texts)
    return time.perf_counter() - started


def main() -> None:
    seed = ROOT / "seeds" / "li-shangfu.txt"
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf-8") as handle:
            texts = [json.loads(line)["text"] for line in handle][:ARTICLES]
    else:
        texts = [seed.read_text(encoding="utf-8")] * ARTICLES
    model = shipped()
    encoder, reader, count = prepare(texts, model)
    runs = [(bare(model, encoder, reader), whole(texts)) for _ in range(TURNS)]
    alone, engine = (statistics.median(times) for times in zip(*runs, strict=True))
    print(f"{len(texts)} articles, {count} word pieces, {len(encoder)} windows")
    print(f"bare sessions  {count / alone:8.0f} pieces/s")
    print(f"engine         {count / engine:8.0f} pieces/s   {alone / engine:.2f} of bare")
    fresh = subprocess.run(
        [sys.executable, "-c", FRESH, str(seed)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    ready, resident = map(float, fresh.stdout.split())
    print(f"fresh process  ready after {ready:.2f} s, at most {resident:.0f} MB resident over 200,000 characters")


if __name__ == "__main__":
    main()
