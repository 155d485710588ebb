import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.core.text import Segment, context, normalise, segments_of


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet=st.characters(codec=None)))
def test_normalised_text_is_nfc_encodable_and_has_one_kind_of_line_end(text: str) -> None:
    result = normalise(text)
    result.encode("utf-8")
    assert unicodedata.is_normalized("NFC", result)
    assert "\r" not in result
    assert "\u2028" not in result


def test_controls_and_bidirectional_marks_are_removed() -> None:
    assert normalise("a\x00b\u202ec\u2066d\ufeffe\x1bf") == "abcdef"


def test_tabs_and_newlines_stay() -> None:
    assert normalise("a\tb\r\nc\rd") == "a\tb\nc\nd"


def test_segments_come_in_text_order() -> None:
    assert segments_of([[5, 7], [1, 3]]) == (Segment(1, 3), Segment(5, 7))


@pytest.mark.parametrize("spans", [[[1, 3], [2, 5]], [[3, 3]], [[-1, 2]]])
def test_overlapping_empty_or_negative_segments_are_refused(spans: list[list[int]]) -> None:
    with pytest.raises(ValueError):
        segments_of(spans)


def test_context_is_cut_at_the_ends_of_the_text() -> None:
    assert context("abcdef", (Segment(1, 3),), length=2) == ("a", "de")
