import re
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.console.marks import CONTENT, CUE, MAX_LANES, SOURCE, Link, Mark, Reference, lanes, render

TEXT = "He said that it rains.\nIt does."


class Reader(HTMLParser):
    """Reads the pieces back: the text of each with its offset, and the marks around it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[tuple[int, str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        opened, _attributes = self.open.pop()
        assert opened == tag, "well nested"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "span":
            around = [f"{a['class'].split()[1]}:{a['data-n']}" for tag, a in self.open if tag == "mark"]
            self.pieces.append((int(self.open[-1][1]["data-s"] or -1), data, around))


def read(html: str) -> list[tuple[int, str, list[str]]]:
    reader = Reader()
    reader.feed(html)
    assert not reader.open
    return reader.pieces


def test_each_role_is_marked_where_it_stands() -> None:
    marks = [Mark(0, 2, SOURCE, (1,)), Mark(3, 7, CUE, (1,)), Mark(8, 21, CONTENT, (1,))]
    assert read(render(TEXT, marks=marks)) == [
        (0, "He", ["m-source:1"]),
        (2, " ", []),
        (3, "said", ["m-cue:1"]),
        (7, " ", []),
        (8, "that it rains", ["m-content:1"]),
        (21, ".", []),
        (23, "It does.", []),
    ]


def test_overlapping_contents_nest_and_get_lanes_of_their_own() -> None:
    outer, inner = Mark(3, 21, CONTENT, (1,)), Mark(8, 21, CONTENT, (2,))
    html = render(TEXT, marks=[outer, inner])
    assert 'lane-0" data-n="1"' in html
    assert 'lane-1" data-n="2"' in html
    assert (8, "that it rains", ["m-content:2", "m-content:1"]) in read(html)


def test_what_an_article_holds_cannot_become_markup() -> None:
    html = render('<script>alert("x")</script>', marks=[Mark(0, 8, CONTENT, (1,))])
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_links_of_the_article_lead_out_only_over_http() -> None:
    links = [Link(0, 2, "javascript:alert(1)"), Link(0, 2, 'https://a.example/?"><b>')]
    html = render(TEXT, marks=[], links=links)
    assert "javascript" not in html
    assert html.count("outbound") == 1
    assert "<b>" not in html


def test_a_reference_stands_before_the_first_word_of_its_claim() -> None:
    reference = Reference(8, 1, "/claim/?a=1&b=2", 'Claim 1, "it"', "in review")
    html = render(TEXT, marks=[Mark(8, 21, CONTENT, (1,))], references=[reference])
    assert html.index('id="ref-1"') < html.index("that it rains")
    assert "a=1&amp;b=2" in html
    assert "&quot;it&quot;" in html


def test_empty_text_gives_an_empty_paragraph() -> None:
    assert render("", marks=[]) == "<p></p>"


texts = st.text(st.sampled_from('ab <&"\n😀é'), max_size=40)
spans = st.tuples(st.integers(0, 45), st.integers(1, 20), st.sampled_from([SOURCE, CUE, CONTENT]))


# A busy machine draws slowly; that says nothing about the code.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(texts, st.lists(spans, max_size=8))
def test_the_pieces_always_give_the_text_back_with_its_offsets(text: str, found: list[tuple[int, int, str]]) -> None:
    marks = [Mark(start, start + length, role, (i,)) for i, (start, length, role) in enumerate(found)]
    pieces = read(render(text, marks=marks))
    for start, words, around in pieces:
        assert text[start : start + len(words)] == words
        covering = {m.numbers[0] for m in marks if m.start <= start and start + len(words) <= m.end}
        assert {int(name.split(":")[1]) for name in around} == covering
    assert "".join(words for _start, words, _around in pieces) == text.replace("\n", "")


@patient
@given(st.lists(spans, max_size=12))
def test_two_contents_in_one_lane_never_overlap_below_the_last_lane(found: list[tuple[int, int, str]]) -> None:
    marks = [Mark(start, start + length, CONTENT, (i,)) for i, (start, length, _role) in enumerate(found)]
    by_lane = lanes(marks)
    for mark, lane in by_lane.items():
        assert 0 <= lane < MAX_LANES
        for other, same in by_lane.items():
            if other is not mark and same == lane < MAX_LANES - 1:
                assert mark.end <= other.start or other.end <= mark.start


def test_paragraphs_follow_the_lines() -> None:
    assert len(re.findall("<p>", render("a\nb\n\nc", marks=[]))) == 3
