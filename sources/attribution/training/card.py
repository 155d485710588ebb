"""Writes MODEL_CARD.md beside the weights, with the hashes of the files as they are (no torch needed)."""

import hashlib
from pathlib import Path

from sources.attribution.model import ENCODER, READER, SETTINGS, TOKENIZER, read_settings

CARD = "MODEL_CARD.md"

# ruff: noqa: E501
_TEXT = """# {name}

Finds attributions in English news: who (source) said it, by which words (cue), what (content), and how surely all of
that is right. Scores sentences for check-worthiness and for the author's own opinion. Made on {date}.

## Files

| file | bytes | sha-256 |
| --- | --- | --- |
{files}

`encoder.onnx`: a six-layer BERT encoder (all-MiniLM-L6-v2), a tagger for cues and a branch that scores sentences.
`reader.onnx`: tags a window as one cue sees it. `model.json`: the cuts and the calibration. `tokenizer.json`:
all-MiniLM-L6-v2's vocabulary. Weights are eight-bit integers, activations are quantised while running.

## Made from

| what | for | terms |
| --- | --- | --- |
| all-MiniLM-L6-v2 | first weights of the encoder, vocabulary | Apache-2.0 |
| PolNeAR 1.0, train split: 840 articles (Newell et al., LREC 2018) | source, cue and content | **The corpus states no licence.** It is published for research; the articles belong to their publishers. Whoever needs clear terms retrains without it |
| PolNeAR 1.0, dev split: 84 articles | calibration, the two cuts, every choice | the same |
| ClaimBuster, 7,255 sentences of US presidential debates (Arslan et al. 2020) | check-worthiness | published with a request to cite; its archive says CC BY 4.0 |
| our annotation of GUM sentences (`training/opinion/`) | opinion | annotation: this project's; texts: GUM's, per genre, all open for commercial use |

To retrain without PolNeAR, lay out articles of your own in its format (`text/NAME.txt`, `attributions/NAME_WHO.ann`, brat
stand-off with Source, Cue, Content and Attribution) and give that folder to the same command (docs/attribution.md).
The encoder and the two sentence scores do not depend on PolNeAR's labels otherwise than through the shared encoder.

## Figures

{figures}

Human annotators of PolNeAR against each other, on the corpus's test split, reach 73.5 linked F1, 79.6 content F1.

## Cuts

`attribute` gives what has a confidence of at least {best_cut} (best linked F1 on dev); below {sure_cut} (where
precision on dev reaches 80 percent) an extraction is *uncertain*.

## Limits and known biases

- English only. Trained on US political news of 2015-16: its names, topics and quoting habits. Expect less on
  interviews, speeches, fiction, court reports and on English from elsewhere.
- An attribution is looked for within a window of at most 254 word pieces. A speaker named only in another window is
  found as the pronoun or noun phrase nearest by; who that is, is not this model's question.
- The vocabulary is uncased; capitals, line starts and quotation marks come in beside it. Text without quotation marks
  or line breaks is read less well.
- Polarity comes from the cue and its negation, by rules; irony and negation at a distance escape them.
- Check-worthiness was learned from spoken debates and takes first-person politics for the norm. The opinion score was
  learned from {opinion_count} sentences labelled by one annotator.
- Confidence is calibrated on PolNeAR dev. On other kinds of text it is a ranking more than a probability.
- No output is a verdict. Nothing here says whether a content is true.
"""


def write_card(folder: Path, date: str, figures: str, opinion_count: int) -> None:
    """Write the card of the model in ``folder``; ``figures`` is Markdown with what was measured."""
    settings = read_settings(folder)
    rows = []
    for file in (ENCODER, READER, SETTINGS, TOKENIZER):
        data = (folder / file).read_bytes()
        rows.append(f"| `{file}` | {len(data):,} | `{hashlib.sha256(data).hexdigest()}` |")
    text = _TEXT.format(
        name=f"{settings.name}-{settings.version}",
        date=date,
        files="\n".join(rows),
        figures=figures.strip(),
        best_cut=settings.best_cut,
        sure_cut=settings.sure_cut,
        opinion_count=f"{opinion_count:,}",
    )
    (folder / CARD).write_text(text, encoding="utf-8")
