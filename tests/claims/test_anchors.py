import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from factcheck.claims.models import ClaimAnchorSegment
from factcheck.claims.services import anchor_create
from factcheck.claims.services.anchors import segments_check
from factcheck.core.errors import InvalidInput
from factcheck.core.text import Segment
from tests.factories import ClaimFactory

TEXT = "Alice said that the bridge is closed. Nobody knows when it will open again."


@pytest.mark.django_db
def test_an_anchor_holds_the_words_and_what_stands_around_them() -> None:
    claim = ClaimFactory()
    anchor = anchor_create(claim=claim, version=claim.article_version, segments=[Segment(16, 26), Segment(30, 36)])
    assert [segment.quote for segment in anchor.segments.all()] == ["the bridge", "closed"]
    assert (anchor.quote, anchor.prefix, anchor.suffix[:8]) == ("the bridge … closed", "Alice said that ", ". Nobody")


@pytest.mark.django_db
def test_a_new_anchor_takes_the_place_of_the_old_one_which_is_kept() -> None:
    claim = ClaimFactory()
    anchor = anchor_create(claim=claim, version=claim.article_version, segments=[Segment(16, 26)])
    assert claim.anchors.count() == 2
    assert claim.anchors.get(is_current=True) == anchor


@pytest.mark.django_db
def test_a_quote_that_does_not_stand_there_is_refused_and_nothing_is_written() -> None:
    claim = ClaimFactory()
    with pytest.raises(InvalidInput, match="the bridge") as caught:
        anchor_create(claim=claim, version=claim.article_version, segments=[Segment(16, 26)], quotes=["another bridge"])
    assert [(error.pointer, error.code) for error in caught.value.errors] == [("/segments/0", "quote_mismatch")]
    assert claim.anchors.count() == 1


@pytest.mark.parametrize(
    ("segments", "quotes", "code"),
    [
        ([], None, "required"),
        ([Segment(70, 90)], None, "out_of_range"),
        ([Segment(0, 5), Segment(3, 9)], None, "overlap"),
        ([Segment(6, 9), Segment(0, 5)], None, "overlap"),
        ([Segment(0, 5)], [], "invalid"),
        ([Segment(0, 5)], ["alice"], "quote_mismatch"),
    ],
)
def test_segments_that_are_not_in_the_text_are_named(
    segments: list[Segment], quotes: list[str] | None, code: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        segments_check(text=TEXT, segments=segments, quotes=quotes)
    assert caught.value.code == code


@given(st.text(min_size=1, max_size=60), st.data())
def test_the_quotes_of_a_texts_own_segments_are_always_right(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True).map(sorted))
    segments = [Segment(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    segments_check(text=text, segments=segments, quotes=[text[s.start : s.end] for s in segments])


@pytest.mark.django_db
def test_a_segment_without_words_is_refused_by_the_database() -> None:
    anchor = ClaimFactory().anchors.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimAnchorSegment.objects.create(anchor=anchor, position=9, start=5, end=5, quote="")


@pytest.mark.django_db
def test_the_command_finds_a_segment_that_lost_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    claim = ClaimFactory()
    call_command("verify_anchors")
    assert "All 1 segments hold their quotes." in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_claimanchorsegment SET start = start + 1")
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("verify_anchors")
    assert claim.public_id in capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_finds_an_anchor_without_segments(capsys: pytest.CaptureFixture[str]) -> None:
    claim = ClaimFactory()
    ClaimAnchorSegment.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("verify_anchors")
    assert f"{claim.public_id}: anchor" in capsys.readouterr().out
