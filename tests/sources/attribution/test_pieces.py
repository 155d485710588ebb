"""Word pieces, words and windows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from sources.attribution.model import FOLDER, TOKENIZER, load_tokenizer
from sources.attribution.pieces import LINE_START, QUOTED, WINDOW_PIECES, cut_pieces, quoted_spans, windows

TEXTS = st.text(st.sampled_from(list("ab cD.“”\"'!?é́\n\t漢字🙂😀<p>&#39;1 ")), max_size=400)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(FOLDER / TOKENIZER)


@given(text=TEXTS)
def test_words_lie_in_the_text_in_order_and_apart(tokenizer: Tokenizer, text: str) -> None:
    cut = cut_pieces(text, tokenizer)
    before = 0
    for start, end in zip(cut.starts, cut.ends, strict=True):
        assert before <= start < end <= len(text)
        before = end
    assert len(cut.ids) == len(cut.shapes)
    assert all(0 <= shape < 12 for shape in cut.shapes)


@given(text=TEXTS, size=st.integers(30, 60), opening=st.none() | st.integers(30, 60))
def test_windows_take_every_word_once_and_hold_no_more_than_their_size(
    tokenizer: Tokenizer, text: str, size: int, opening: int | None
) -> None:
    cut = cut_pieces(text, tokenizer)
    at = 0
    for start, end in windows(cut, size, opening):
        assert start == at < end
        assert cut.opening(end) - cut.opening(start) <= max(size, opening or 0)
        at = end
    assert at == len(cut.words)


def test_a_window_ends_where_a_paragraph_ends(tokenizer: Tokenizer) -> None:
    text = "\n".join("word " * 100 for _ in range(5))
    cut = cut_pieces(text, tokenizer)
    assert windows(cut) == [(0, 200), (200, 400), (400, 500)]


def test_a_paragraph_longer_than_a_window_is_cut_after_a_sentence(tokenizer: Tokenizer) -> None:
    cut = cut_pieces("word " * 180 + "end. " + "word " * 200, tokenizer)
    assert windows(cut)[0] == (0, 182)


def test_a_sentence_ends_behind_the_mark_that_closes_its_quotation(tokenizer: Tokenizer) -> None:
    cut = cut_pieces("word " * 180 + "end.” " + "word " * 200, tokenizer)
    assert windows(cut)[0] == (0, 183)
    assert cut_pieces("3.5 end", tokenizer).stops == []


def test_text_without_any_punctuation_is_cut_at_the_windows_size(tokenizer: Tokenizer) -> None:
    cut = cut_pieces("word " * 600, tokenizer)
    assert windows(cut) == [(0, 254), (254, 508), (508, 600)]


def test_words_that_overlap_a_span_are_found_from_its_offsets(tokenizer: Tokenizer) -> None:
    text = "Unbelievable tokenization, said Ng."
    cut = cut_pieces(text, tokenizer)
    low, high = cut.covering(13, 25)
    assert [text[a:b] for a, b in zip(cut.starts[low:high], cut.ends[low:high], strict=True)] == ["tokenization"]
    low, high = cut.covering(12, 13)
    assert low == high


def test_shapes_tell_capitals_line_starts_and_quotation(tokenizer: Tokenizer) -> None:
    cut = cut_pieces('He said "no" to\nNATO', tokenizer)
    assert list(cut.shapes) == [1 + LINE_START, 0, QUOTED, QUOTED, QUOTED, 0, 2 + LINE_START]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ('a "b" c', ["“b”"]),
        ("a “b c” d “e”", ["“b c”", "“e”"]),
        ("an “unclosed quotation\nends with its line", ["“unclosed quotation"]),
        ("a closing mark ” alone opens nothing", []),
        ("“a “b” c", ["“a “b”"]),
        ("«da» „ja“", ["«da»", "„ja“"]),
    ],
)
def test_quoted_spans_end_at_their_mark_or_line(text: str, expected: list[str]) -> None:
    got = [text[a:b] for a, b in quoted_spans(text)]
    assert [part.replace('"b"', "“b”") for part in got] == expected


def test_the_window_leaves_room_for_the_two_outer_pieces() -> None:
    assert WINDOW_PIECES + 2 == 256
