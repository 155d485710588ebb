import random

from hypothesis import given
from hypothesis import strategies as st

from sources.tracing.sketches import NEAR, contains_quote, folded_words, similarity, sketch

QUOTE = "the ties between the two nations stand stronger than many traditional alliances seen in that era"


def test_case_accents_marks_and_kinds_of_quotation_marks_do_not_matter() -> None:
    assert sketch("“Élan, vital: it’s ON,” he wrote here").digest == sketch(
        '"Elan vital its on" he wrote here'
    ).digest or (folded_words("“Élan, vital”") == ["elan", "vital"])


def test_a_leading_that_does_not_matter() -> None:
    assert sketch(f"that {QUOTE}").digest == sketch(QUOTE).digest


def test_one_changed_word_leaves_a_near_duplicate_that_shares_a_band() -> None:
    changed = QUOTE.replace("traditional", "classic")
    assert similarity(QUOTE, changed) >= NEAR
    assert set(enumerate(sketch(QUOTE).bands)) & set(enumerate(sketch(changed).bands))


def test_nearly_all_pairs_that_share_more_than_half_meet_in_a_band_and_few_of_the_others_do() -> None:
    chance = random.Random(7)
    vocabulary = [f"word{n}" for n in range(300)]
    near = far = 0
    for _ in range(100):
        base = chance.sample(vocabulary, 24)
        strange = chance.sample(sorted(set(vocabulary) - set(base)), 18)
        own = set(enumerate(sketch(" ".join(base)).bands))
        near += bool(own & set(enumerate(sketch(" ".join(base[:19] + strange[:5])).bands)))
        far += bool(own & set(enumerate(sketch(" ".join(base[:6] + strange)).bands)))
    assert near >= 95
    assert far <= 25


def test_other_words_share_nothing() -> None:
    assert similarity(QUOTE, "prices of bread rose by four percent in the north last month") == 0.0


def test_a_quotation_inside_a_longer_one_is_found_whole() -> None:
    assert contains_quote(f"He said again: {QUOTE}, and left.", QUOTE)
    assert not contains_quote(QUOTE, "the ties between")


@given(st.text(max_size=200))
def test_any_text_has_a_sketch_that_is_always_the_same(text: str) -> None:
    assert sketch(text) == sketch(text)
    assert similarity(text, text) in (0.0, 1.0)
