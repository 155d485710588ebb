"""The first article of the service, attributed by the shipped model as any other text is."""

from pathlib import Path

import pytest

from sources.attribution import Attributed, attribute

TEXT = (Path(__file__).parents[3] / "seeds" / "li-shangfu.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found() -> Attributed:
    return attribute(TEXT)


@pytest.mark.parametrize(
    ("cue", "source", "opening"),
    [
        ("asserted", "He", "that the ties between"),
        ("highlighted", "The official statement attributed to Li Shangfu", "a bond described"),
        ("described", "He", "the relationship as exceeding"),
        ("stressing", "He", "that it rests on"),
        ("indicated", "a Kremlin spokesperson", "that Putin had"),
        ("signals", "The brief note from the authorities", "ongoing high-level diplomacy"),
        ("reaffirmed", "a Chinese Foreign Ministry spokesperson", "Beijing’s confidence"),
        ("recalled", "The spokesperson", "Xi Jinping’s state visit"),
        ("emphasizing", "The spokesperson", "that the bilateral relationship"),
    ],
)
def test_each_statement_goes_to_the_words_that_name_its_source(
    found: Attributed, cue: str, source: str, opening: str
) -> None:
    (item,) = [e for e in found.extractions if TEXT[e.cue[0][0] : e.cue[-1][1]] == cue]
    assert [TEXT[a:b] for a, b in item.source] == [source]
    assert TEXT[item.content[0][0] :].startswith(opening)
    assert item.mode == "indirect"
    assert item.polarity == "asserts"
