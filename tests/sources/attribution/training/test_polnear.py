"""The reader of PolNeAR's stand-off files."""

from pathlib import Path

import pytest

from sources.attribution.training.polnear import DataFormatError, Relation, read_split

TEXT = "The Post said it rained. “It did,” he said, “all day.”"
ANNOTATION = """T1\tSource 0 8\tThe Post
T2\tCue 9 13\tsaid
T3\tContent 14 23\tit rained
T4\tAttribution 9 13\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tSource 35 37\the
T6\tCue 38 42\tsaid
T7\tContent 44 54;25 34\t“all day.” “It did,”
T8\tAttribution 38 42\tsaid
E2\tAttribution:T8 Source:T5 Cue:T6 Content:T7
T9\tAttribution 0 1\tT
E3\tAttribution:T9
"""


def write(folder: Path, **annotations: str) -> Path:
    (folder / "text").mkdir()
    (folder / "attributions").mkdir()
    (folder / "text" / "story_one.txt").write_text(TEXT, encoding="utf-8")
    for annotator, content in annotations.items():
        (folder / "attributions" / f"story_one_{annotator}.ann").write_text(content, encoding="utf-8")
    return folder


def test_relations_come_with_their_spans_in_order(tmp_path: Path) -> None:
    (article,) = read_split(write(tmp_path, anna=ANNOTATION))
    assert article.name == "story_one"
    assert article.annotations == (
        (
            Relation(((0, 8),), ((9, 13),), ((14, 23),)),
            Relation(((35, 37),), ((38, 42),), ((25, 34), (44, 54))),
        ),
    )
    assert article.text[44:54] == "“all day.”"


def test_annotators_come_in_alphabetical_order(tmp_path: Path) -> None:
    (article,) = read_split(write(tmp_path, zoe="", anna=ANNOTATION))
    assert [len(reading) for reading in article.annotations] == [2, 0]


def test_line_ends_of_the_text_are_kept_so_that_offsets_hold(tmp_path: Path) -> None:
    write(tmp_path, anna="")
    (tmp_path / "text" / "story_one.txt").write_bytes(b"a\r\nb")
    (article,) = read_split(tmp_path)
    assert article.text == "a\r\nb"


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFormatError, match="give the folder of one PolNeAR split"):
        list(read_split(tmp_path))


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFormatError, match="line 1: no span"):
        list(read_split(write(tmp_path, anna="T1\tSource 0\tThe\n")))
