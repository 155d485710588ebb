"""The reader of GUM's discourse dependencies."""

from pathlib import Path

import pytest

from sources.attribution.training.gum import lay_out, read_folder
from sources.attribution.training.polnear import DataFormatError


def line(number: int, words: str, features: str, head: int, relation: str, signals: str = "_") -> str:
    return "\t".join([str(number), words, "0", "_", "_", features, str(head), relation, "_", signals])


ROWS = [
    line(1, "Rain in Rome", "sid=1|heading=heading", 2, "organization-heading_r"),
    line(2, '" It rained , "', "sid=2|para=para", 0, "ROOT"),
    line(3, "the mayor said .", "sid=2", 2, "attribution-positive_r",
         "semantic-attribution_source-9-10-_;lexical-indicative_word-11-_"),
    line(4, "He did n't think", "sid=3", 5, "attribution-negative_r",
         "semantic-attribution_source-13-_;semantic-negation-15-_;lexical-indicative_word-16-_"),
    line(5, "it would end", "sid=3", 2, "joint-list_m"),
    line(6, "soon .", "sid=3", 5, "adverbial_r"),
    line(7, "Source :", "sid=4", 2, "attribution-positive_r"),
]  # fmt: skip


def write(folder: Path, rows: list[str]) -> Path:
    (folder / "GUM_news_rain.rsd").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_attributions_come_with_source_cue_content_and_sign(tmp_path: Path) -> None:
    (document,) = read_folder(write(tmp_path, ROWS))
    text = document.article.text
    assert text == 'Rain in Rome\n"It rained," the mayor said. He didn\'t think it would end soon. Source:'
    got = [
        tuple([text[a:b] for a, b in role] for role in (r.source, r.cue, r.content))
        for r in document.article.annotations[0]
    ]
    assert got == [
        (["the mayor"], ["said"], ['"It rained,"']),
        (["He"], ["think"], ["it would end soon."]),
    ]
    assert document.negative == (False, True)


def test_documents_can_be_chosen_or_left_out_by_name(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    assert not list(read_folder(tmp_path, names=frozenset(["other"])))
    assert not list(read_folder(tmp_path, without=frozenset(["GUM_news_rain"])))


def test_the_words_span_their_places_in_the_text() -> None:
    words = ["(", "He", "said", ":", '"', "No", '"', ")", "."]
    text, spans = lay_out(words, {0})
    assert text == '(He said: "No").'
    assert [text[a:b] for a, b in spans] == words


def test_a_folder_or_line_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFormatError, match=r"no \.rsd files"):
        list(read_folder(tmp_path))
    with pytest.raises(DataFormatError, match="line 1: 2 columns"):
        list(read_folder(write(tmp_path, ["1\tword"])))
