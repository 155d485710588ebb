"""How well the opinion score tells subjective from objective sentences that it never saw.

    python benchmarks/attribution_sentences.py FILE.tsv...

Each file has a header and the columns sentence_id, sentence, label (OBJ or SUBJ), as in CLEF CheckThat! Task 1. A row
is scored as one sentence, whatever marks are in it; it counts as subjective from one half on.
"""

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from sources.attribution.engine import judge_span, propose
from sources.attribution.model import shipped
from sources.attribution.pieces import cut_pieces
from sources.attribution.training.scoring import macro_f1


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    model = shipped()
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
        pieces = {n: cut_pieces(row["sentence"], model.tokenizer) for n, row in enumerate(rows)}
        _, scores = propose(pieces, model)
        scale = model.settings.sentence_scale
        opinion = np.array([judge_span(scores[n], scale)[1] for n in range(len(rows))])
        truth = np.array([row["label"] == "SUBJ" for row in rows])
        majority = macro_f1(truth, np.zeros_like(truth))
        print(
            f"{Path(name).name}: {len(rows)} sentences, {100 * truth.mean():.0f} percent subjective, "
            f"macro-F1 {macro_f1(truth, opinion >= 0.5):.1f}, of the majority class {majority:.1f}"
        )


if __name__ == "__main__":
    main()
