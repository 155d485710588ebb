import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from factcheck.claims.locating import Located, Outcome, TextIndex, locate
from factcheck.core.text import Segment

TEXT = (
    "The council met on Monday. The mayor said that the old bridge would be closed for repairs until June. "
    "Nobody had expected it. Shop owners near the river told reporters that they feared for their trade. "
    "The mayor said that a ferry would run every hour. The council meets again next week."
)
QUOTE = "that the old bridge would be closed for repairs until June"


def find(old: str, quote: str, new: str, occurrence: int = 0) -> Located:
    start = -1
    for _ in range(occurrence + 1):
        start = old.index(quote, start + 1)
    return locate(old_text=old, segments=[Segment(start, start + len(quote))], index=TextIndex(new))


def words_of(located: Located, text: str) -> list[str]:
    return [text[segment.start : segment.end] for segment in located.segments]


def test_words_that_moved_are_found_where_they_stand_now() -> None:
    new = "Updated on Tuesday.\n" + TEXT
    located = find(TEXT, QUOTE, new)
    assert (located.outcome, located.score, located.exact) == (Outcome.FOUND, 1.0, True)
    assert words_of(located, new) == [QUOTE]


def test_words_with_a_small_change_are_found_and_not_exact() -> None:
    new = TEXT.replace("until June", "until July")
    located = find(TEXT, QUOTE, new)
    assert located.outcome == Outcome.FOUND
    assert 0.9 <= located.score < 1
    assert not located.exact
    assert words_of(located, new) == [QUOTE.replace("June", "July")]


def test_words_with_one_more_among_them_are_found_whole() -> None:
    new = TEXT.replace("old bridge", "old stone bridge")
    located = find(TEXT, QUOTE, new)
    assert words_of(located, new) == [QUOTE.replace("old", "old stone")]


def test_words_that_are_gone_are_an_orphan() -> None:
    assert find(TEXT, QUOTE, TEXT.replace(QUOTE, "nothing of interest")).outcome == Outcome.ORPHANED


def test_words_that_say_something_else_now_are_an_orphan() -> None:
    new = TEXT.replace(QUOTE, "that the new bridge will stay open to all traffic this summer")
    assert find(TEXT, QUOTE, new).outcome == Outcome.ORPHANED


def test_another_place_with_the_same_words_is_never_taken_for_the_one_that_went() -> None:
    old = "Robin signed the letter in May. Much later, and far from home, Robin denied having read it at all."
    located = find(old, "Robin", old.replace("Robin signed the letter in May. ", ""))
    assert located.outcome == Outcome.AMBIGUOUS
    assert located.segments == ()


def test_a_look_alike_elsewhere_does_not_draw_the_anchor_away() -> None:
    new = "It was reported that the old bridge would be closed for repairs until May, wrongly. " + TEXT
    located = find(TEXT, QUOTE, new)
    assert located.segments[0].start == new.index(QUOTE)


def test_one_of_two_equal_quotes_is_told_by_its_context() -> None:
    old = (
        "Ann said: “We will win.” Everybody cheered for her. Bob, who trails far behind, said: “We will win.” No cheer."
    )
    new = "Breaking. " + old
    for occurrence in (0, 1):
        located = find(old, "We will win.", new, occurrence)
        assert located.outcome == Outcome.FOUND
        assert located.segments[0].start == len("Breaking. ") + old.index("We will win.", 30 * occurrence)


def test_a_copy_that_kept_the_context_does_not_draw_away_the_anchor_of_one_that_lost_a_word_of_it() -> None:
    old = (
        "It rained. The mayor told reporters gravely that the bridge is closed until further notice, she said. The end."
    )
    quote = "that the bridge is closed until further notice"
    new = old.replace("gravely", "calmly") + " Much later a blog repeated it. " + old[11:-9]
    assert find(old, quote, new).outcome == Outcome.AMBIGUOUS


def test_two_equal_quotes_in_equal_surroundings_are_ambiguous() -> None:
    sentence = "The minister said that taxes will fall in the coming year and everybody clapped for a long while. "
    old = "Start here, all of you. " + sentence * 3
    located = find(old, "taxes will fall", "A new line. " + old, occurrence=1)
    assert located.outcome == Outcome.AMBIGUOUS


def test_the_parts_of_an_anchor_are_found_each_in_its_place() -> None:
    old = "“The bridge,” the mayor said on Monday, “is closed.” Traffic was heavy in the whole of the inner city."
    new = old.replace("the mayor said on Monday", "the mayor told us on Monday")
    parts = [Segment(old.index("The bridge"), 11), Segment(old.index("is closed"), old.index("is closed") + 10)]
    located = locate(old_text=old, segments=parts, index=TextIndex(new))
    assert words_of(located, new) == ["The bridge", "is closed."]
    assert located.exact


def test_a_text_of_nothing_else_orphans_everything() -> None:
    assert find(TEXT, QUOTE, "x").outcome == Outcome.ORPHANED


WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)
PASSAGES = st.lists(WORDS, min_size=4, max_size=30).map(" ".join)


@st.composite
def edited(draw: st.DrawFn, passage: str) -> str:
    """The passage after a few random edits: words put in, taken out, or replaced."""
    words = passage.split(" ")
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(words)))
        cut = draw(st.integers(0, 3))
        words[place : place + cut] = draw(st.lists(WORDS, max_size=3))
    return " ".join(words)


def looks_alike(quote: str, passage: str) -> bool:
    return fuzz.partial_ratio(quote, passage) > 70


@settings(max_examples=150)
@given(data=st.data(), before=PASSAGES, quote=PASSAGES, after=PASSAGES)
def test_an_unchanged_quote_is_always_found(data: st.DataObject, before: str, quote: str, after: str) -> None:
    """Whatever is edited around it, as long as nothing else looks like it and one side of it stays in place."""
    assume(len(quote) >= 15)
    old = f"{before}. {quote}. {after}"
    new_before = data.draw(edited(before))
    new_after = data.draw(edited(after))
    if data.draw(st.booleans()):
        new_before += f" {before[-40:]}"
    else:
        new_after = f"{after[:40]} {new_after}"
    new = f"{new_before}. {quote}. {new_after}"
    assume(not any(looks_alike(quote, part) for part in (before, after, new_before, new_after)))
    start = len(before) + 2
    located = locate(old_text=old, segments=[Segment(start, start + len(quote))], index=TextIndex(new))
    assert located.outcome == Outcome.FOUND
    assert located.exact
    assert words_of(located, new) == [quote]


@settings(max_examples=100)
@given(data=st.data(), before=PASSAGES, quote=PASSAGES, after=PASSAGES)
def test_an_unchanged_quote_is_never_an_orphan(data: st.DataObject, before: str, quote: str, after: str) -> None:
    old = f"{before}. {quote}. {after}"
    new = f"{data.draw(edited(before))}. {quote}. {data.draw(edited(after))}"
    start = len(before) + 2
    located = locate(old_text=old, segments=[Segment(start, start + len(quote))], index=TextIndex(new))
    assert located.outcome != Outcome.ORPHANED
    if located.segments:
        assert words_of(located, new) == [quote]


@settings(max_examples=100)
@given(data=st.data(), passages=st.tuples(PASSAGES, PASSAGES, PASSAGES), quote=PASSAGES, second=st.booleans())
def test_a_quote_that_stands_twice_is_told_apart_or_ambiguous(
    data: st.DataObject, passages: tuple[str, str, str], quote: str, second: bool
) -> None:
    before, between, after = passages
    old = f"{before}. {quote}. {between}. {quote}. {after}"
    starts = [len(before) + 2, len(before) + len(quote) + len(between) + 6]
    head = data.draw(st.one_of(st.just(""), PASSAGES.map(lambda words: f"{words}. ")))
    new = head + old
    start = starts[second]
    located = locate(old_text=old, segments=[Segment(start, start + len(quote))], index=TextIndex(new))
    assert located.outcome != Outcome.ORPHANED
    if located.outcome == Outcome.FOUND:
        assert located.segments == (Segment(len(head) + start, len(head) + start + len(quote)),)


@settings(max_examples=100)
@given(before=PASSAGES, quote=PASSAGES, after=PASSAGES, other=PASSAGES)
def test_a_removed_quote_is_an_orphan(before: str, quote: str, after: str, other: str) -> None:
    assume(len(quote) >= 25)
    new = f"{before}. {other}. {after}"
    assume(not looks_alike(quote, new))
    old = f"{before}. {quote}. {after}"
    start = len(before) + 2
    located = locate(old_text=old, segments=[Segment(start, start + len(quote))], index=TextIndex(new))
    assert located.outcome == Outcome.ORPHANED


@pytest.mark.parametrize("length", [1, 3])
def test_a_very_short_quote_needs_its_exact_words(length: int) -> None:
    old = "Asked whether he knew, he said no and left the room by the side door without another word to anybody."
    quote = "no and left"[:length]
    located = find(old, quote, old)
    assert located.outcome in (Outcome.FOUND, Outcome.AMBIGUOUS)
