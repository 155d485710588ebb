"""Who said what in a text: source, cue and content of each attribution, and scores of its sentences.

Pure Python without Django. `attribute` and `attribute_batch` are the whole of it for most callers; `sentences`
splits a text, `detect` and `supported` tell its language, `read_settings` the model's name, version and cuts.
"""

from sources.attribution.engine import attribute, attribute_batch
from sources.attribution.language import detect, supported
from sources.attribution.model import ModelError, read_settings
from sources.attribution.sentences import sentences
from sources.attribution.types import Attributed, Extraction, Mode, Polarity, SentenceScore, Span

__all__ = [
    "Attributed",
    "Extraction",
    "Mode",
    "ModelError",
    "Polarity",
    "SentenceScore",
    "Span",
    "attribute",
    "attribute_batch",
    "detect",
    "read_settings",
    "sentences",
    "supported",
]
