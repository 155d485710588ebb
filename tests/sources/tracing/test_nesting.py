import pytest

from benchmarks.nesting import Marked, Media, built, sentences
from sources.tracing.chains import attributions_read
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
