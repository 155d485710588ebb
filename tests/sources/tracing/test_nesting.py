import pytest

from benchmarks.nesting import Marked, Media, built, sentences
from sources.attribution.types import Extraction
from sources.tracing.chains import attributions_read
from sources.tracing.nesting import extractions_unnested
from tests.sources.marked import read_marked

MARKED = sentences()


def test_at_least_sixty_sentences_are_marked_by_hand() -> None:
    assert len(MARKED) >= 60


def test_nearly_all_chains_of_the_marked_sentences_are_right() -> None:
    wrong = [item.text for item in MARKED if built(item.text) != item.chains]
    assert len(wrong) <= 0.05 * len(MARKED), wrong


@pytest.mark.parametrize("item", MARKED, ids=lambda item: item.text[:40])
def test_every_chain_is_sound(item: Marked) -> None:
    text, extractions = read_marked(item.text)
    _, chains = attributions_read(text=text, extractions=extractions, lookup=Media())
    absorbed = {index for chain in chains for index in chain.merged}
    assert {chain.extraction for chain in chains} == set(range(len(extractions))) - absorbed
    for chain in chains:
        roles = [hop.role for hop in chain.hops]
        assert roles.count("originator") <= 1
        assert "originator" not in roles[1:]
        assert "publisher" not in roles
        parties = [hop.mention.source.local_key for hop in chain.hops if hop.mention and hop.mention.source]
        assert len(parties) == len(set(parties))


def inner(text: str, content: str) -> list[str]:
    """Return source, cue and content of what is read out of an extraction's content."""
    start = text.index(content)
    outer = Extraction(((0, 5),), (), ((start, start + len(content)),), "indirect", "asserts", 0.8, False)
    found = extractions_unnested(text=text, extractions=[outer])[1:]
    return [text[s:e] for e_ in found for spans in (e_.source, e_.cue, e_.content) for s, e in spans]


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("that Maria Keller said that the bridge is closed", ["Maria Keller", "said", "that the bridge is closed"]),
        ("a senior official had warned of more attacks", ["a senior official", "had warned", "of more attacks"]),
        ("the ministry told reporters that talks go on", ["the ministry", "told", "that talks go on"]),
        ("the bridge is closed, Maria Keller said", ["Maria Keller", "said", "the bridge is closed"]),
        ("the bridge is closed, said Maria Keller", ["Maria Keller", "said", "the bridge is closed"]),
        ("that the bridge was closed at noon", []),
        ("that what was said on Monday is wrong", []),
        ("the bridge, which officials say is old, is closed", []),
    ],
)
def test_an_attribution_inside_of_a_content_is_read_out_of_it(content: str, parts: list[str]) -> None:
    assert inner(f"Radio reported {content}.", content) == parts


def test_a_splinter_without_source_and_words_is_left_out() -> None:
    splinter = Extraction((), ((10, 14),), ((0, 3),), "indirect", "asserts", 0.8, False)
    assert extractions_unnested(text="The bridge said nothing.", extractions=[splinter]) == []


def test_what_is_marked_already_is_not_read_again() -> None:
    text, extractions = read_marked(
        "[s1 Reuters] [c1 reported] [x1 that [s2 Maria Keller] [c2 said] [x2 no such thing]]."
    )
    assert extractions_unnested(text=text, extractions=extractions) == extractions
