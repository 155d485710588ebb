"""The engine as its callers see it, with the shipped model."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.attribution import Attributed, Extraction, attribute, attribute_batch, read_settings, sentences

STORY = (
    "The minister said on Monday that taxes would fall next year. “We promised it and we will do it,” she told "
    "reporters in Paris, adding that the budget was ready.\n"
    "According to the central bank, inflation slowed to 2 percent. A spokesman for the party denied that the figures "
    "had been changed. It was a cold morning."
)
BITS = [
    "said", "He", "that the war is over", ",", ".", " ", "\n", "“", "”", '"', "according to", "Reuters", "🙂",
    "e\u0301", "漢字", "<p>", "&amp;", "’s", "A" * 120, "\u200b", "\x00", "denied", "…", "\ud7ff", "١٢",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(BITS), max_size=60).map(" ".join) | st.text(max_size=200)


def check(text: str, found: Attributed) -> None:
    """Assert what holds of any result: spans in the text, in order, never empty; roles apart; known values."""
    for item in found.extractions:
        every = []
        for role in (item.source, item.cue, item.content):
            assert list(role) == sorted(role)
            every += role
        assert item.cue
        assert item.content
        before = 0
        for start, end in sorted(every):
            assert before <= start < end <= len(text)
            before = end
        assert 0 < item.confidence < 1
        assert item.mode in ("direct", "indirect", "mixed")
        assert item.polarity in ("asserts", "denies", "not_said")
    assert [item.cue for item in found.extractions] == sorted(item.cue for item in found.extractions)
    spans = sentences(text)
    for score in found.sentences:
        assert (score.start, score.end) in spans
        assert 0 <= score.checkworthy <= 1
        assert 0 <= score.opinion <= 1


def words_of(text: str, item: Extraction) -> tuple[list[str], list[str], list[str]]:
    return tuple([text[a:b] for a, b in role] for role in (item.source, item.cue, item.content))  # type: ignore[return-value]


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_any_text_gives_spans_that_lie_in_it_and_roles_that_do_not_overlap(text: str) -> None:
    check(text, attribute(text))


@settings(max_examples=15, deadline=None)
@given(texts=st.lists(TEXTS | st.just(STORY), max_size=4))
def test_a_batch_gives_what_each_text_gives_alone(texts: list[str]) -> None:
    assert attribute_batch(texts) == [attribute(text) for text in texts]


def test_a_story_is_attributed_to_those_who_said_it() -> None:
    found = attribute(STORY)
    check(STORY, found)
    assert found.language == "en"
    got = [words_of(STORY, item) for item in found.extractions]
    assert any(s == ["The minister"] and "said" in c[0] and "taxes would fall" in t[0] for s, c, t in got)
    assert any(s == ["she"] and "We promised it" in t[0] for s, _, t in got)
    assert any(s and "central bank" in s[0] and "inflation" in t[0] for s, _, t in got)
    denial = next(item for item in found.extractions if "denied" in words_of(STORY, item)[1][0])
    assert denial.polarity == "denies"
    quoted = next(item for item in found.extractions if "We promised it" in words_of(STORY, item)[2][0])
    assert quoted.mode == "direct"


def test_what_lies_in_another_window_does_not_change_a_result() -> None:
    line = STORY.replace("\n", " ")
    filler = "\n" + "It was a cold morning in the city and the streets were empty. " * 30 + "\n"
    alone, together = attribute(line), attribute(line + filler + line)
    first = [item for item in together.extractions if item.cue[0][0] < len(line)]
    shift = len(line) + len(filler)
    last = [item for item in together.extractions if item.cue[0][0] >= shift]
    assert [words_of(line, item) for item in alone.extractions]
    assert len(first) >= len(alone.extractions) - 1
    assert all(a[1] < shift for item in first for a in item.content)
    assert all(a[0] >= shift for item in last for a in item.content)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "word",
        "🙂🙂",
        "“",
        "<div><p>&nbsp;</p></div>",
        "\x00\x00",
        "e\u0301" * 50,
        "-" * 5000,
        "a" * 10_000,
    ],
)
def test_text_with_nothing_said_gives_no_extraction(text: str) -> None:
    found = attribute(text)
    check(text, found)
    assert found.extractions == ()


def test_a_long_text_without_punctuation_is_read_to_the_end() -> None:
    text = "and so on " * 9_000 + "the minister said that the war is over"
    found = attribute(text)
    check(text, found)
    assert found.extractions[-1].cue[0][0] > 90_000


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le ministre a déclaré lundi que les impôts allaient baisser l’an prochain.", "fr"),
        ("Пресс-секретарь Кремля заявил, что встреча состоялась.", "ru"),
        ("外交部发言人表示，两国关系稳定。", "zh"),
    ],
)
def test_a_text_in_another_language_gives_its_language_and_no_extraction(text: str, language: str) -> None:
    found = attribute(text)
    assert found.language == language
    assert found.extractions == ()
    assert found.sentences == ()


def test_what_lies_below_the_sure_cut_is_uncertain() -> None:
    cuts = read_settings()
    assert 0 < cuts.best_cut <= cuts.sure_cut < 1
    for item in attribute(STORY).extractions:
        assert item.confidence >= cuts.best_cut - 1e-4
        assert item.uncertain == (item.confidence < cuts.sure_cut)


def test_every_sentence_of_a_read_text_is_scored() -> None:
    found = attribute(STORY)
    assert [(s.start, s.end) for s in found.sentences] == sentences(STORY)


def test_the_model_names_itself_in_each_result() -> None:
    assert attribute("").model == f"{read_settings().name}-{read_settings().version}"
