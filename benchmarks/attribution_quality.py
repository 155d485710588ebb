"""How good the attributions are: engine and scoring over a split of PolNeAR, and polarity over GUM.

    python benchmarks/attribution_quality.py POLNEAR_SPLIT [--gum GUM_FOLDER]

POLNEAR_SPLIT holds text/ and attributions/; GUM_FOLDER holds rsd/ and dev.txt.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sources.attribution import attribute_batch, read_settings
from sources.attribution.polarity import polarity_of
from sources.attribution.training.gum import read_folder
from sources.attribution.training.polnear import read_split
from sources.attribution.training.scoring import Score, covered, jaccard


def linking(split: Path) -> str:
    """Score what the engine gives above the cut of best F1 against each article's first annotator."""
    score, sure, started = Score(), Score(), time.monotonic()
    articles = list(read_split(split))
    for article, result in zip(articles, attribute_batch([a.text for a in articles]), strict=True):
        gold = [
            covered(article.text, {"source": r.source, "cue": r.cue, "content": r.content})
            for r in article.annotations[0]
        ]
        for target, items in ((score, result.extractions), (sure, [e for e in result.extractions if not e.uncertain])):
            found = [covered(article.text, {"source": e.source, "cue": e.cue, "content": e.content}) for e in items]
            target.add(gold, found, [e.confidence for e in items])
    seconds = time.monotonic() - started
    certain = f"not uncertain: {sure.found} found, precision {100 * sure.linked / max(1, sure.found):.1f}"
    return f"{len(articles)} articles in {seconds:.1f} s\n{score.report()}\n{certain}"


def gum_figures(folder: Path) -> str:
    """Measure on GUM's development documents: how many cues are found, whose sources are right; polarity on all."""
    development = frozenset((folder / "dev.txt").read_text(encoding="utf-8").split())
    documents = list(read_folder(folder / "rsd"))
    kept = [d for d in documents if d.article.name in development]
    cues = sources = total = 0
    for document, result in zip(kept, attribute_batch([d.article.text for d in kept]), strict=True):
        text = document.article.text
        found = [covered(text, {"source": e.source, "cue": e.cue, "content": e.content}) for e in result.extractions]
        for relation in document.article.annotations[0]:
            gold = covered(text, {"source": relation.source, "cue": relation.cue, "content": relation.content})
            met = [item for item in found if item["cue"] & gold["cue"]]
            total += 1
            cues += bool(met)
            sources += any(jaccard(item["source"], gold["source"]) >= 0.5 for item in met)
    counts = {(a, b): 0 for a in (False, True) for b in (False, True)}
    for document in documents:
        for relation, negative in zip(document.article.annotations[0], document.negative, strict=True):
            said = polarity_of(document.article.text, relation.source, relation.cue, relation.content)
            counts[negative, said != "asserts"] += 1
    right = counts[True, True]
    missed, false = counts[True, False], counts[False, True]
    f1 = 200 * right / max(1, 2 * right + missed + false)
    return (
        f"GUM development documents: {total} attributions, cue found {100 * cues / max(1, total):.1f}, "
        f"and source right {100 * sources / max(1, total):.1f}\n"
        f"GUM, all: polarity of {sum(counts.values())} attributions, {right + missed} negative: F1 of negative {f1:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("split", type=Path, help="folder of one PolNeAR split")
    parser.add_argument("--gum", type=Path, help="folder of the GUM corpus")
    arguments = parser.parse_args()
    settings = read_settings()
    print(f"{settings.name}-{settings.version}, cuts {settings.best_cut} and {settings.sure_cut}")
    print(linking(arguments.split))
    if arguments.gum:
        print(gum_figures(arguments.gum))


if __name__ == "__main__":
    main()
