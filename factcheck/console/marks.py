"""Article text with marks: overlapping stretches are cut at every boundary, so that plain nested HTML can show them.

Offsets are code points into the version's text, end exclusive. The pieces carry their start, so that the browser can
turn a selection back into offsets.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SOURCE, CUE, CONTENT = "source", "cue", "content"
_NESTING = {CONTENT: 0, CUE: 1, SOURCE: 2}
MAX_LANES = 4


@dataclass(frozen=True)
class Mark:
    """One stretch to show: of which claims (by their number in the article), in which role, with which extra class."""

    start: int
    end: int
    role: str
    numbers: tuple[int, ...]
    css: str = ""


@dataclass(frozen=True)
class Reference:
    """A small link before a claim's first word, by which it is reached from keyboard and screen reader."""

    position: int
    number: int
    href: str
    label: str
    title: str
    css: str = ""


@dataclass(frozen=True)
class Link:
    """A hyperlink that the article itself has."""

    start: int
    end: int
    href: str


def lanes(marks: Sequence[Mark]) -> dict[Mark, int]:
    """Give each content mark the lowest lane that no overlapping one has, so that their underlines do not cover.

    Returns lanes from 0 to ``MAX_LANES - 1``; a pile deeper than that shares the last.
    """
    taken: list[int] = []
    result = {}
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        lane = next((i for i, end in enumerate(taken) if end <= mark.start), len(taken))
        if lane == len(taken):
            taken.append(mark.end)
        else:
            taken[lane] = mark.end
        result[mark] = min(lane, MAX_LANES - 1)
    return result


def render(
    text: str, *, marks: Iterable[Mark], references: Iterable[Reference] = (), links: Iterable[Link] = ()
) -> SafeString:
    """Return the text as HTML paragraphs with nested ``<mark>`` elements.

    Marks that reach beyond the text are cut to it. Everything from the article is escaped; of its own links only
    http and https ones are kept.
    """
    marks = [
        Mark(max(0, m.start), min(len(text), m.end), m.role, m.numbers, m.css)
        for m in marks
        if m.start < len(text) and m.end > 0
    ]
    links = [link for link in links if link.href.startswith(("https://", "http://"))]
    lane_of = lanes([m for m in marks if m.role == CONTENT])
    by_position: dict[int, list[Reference]] = defaultdict(list)
    for reference in references:
        by_position[min(reference.position, max(0, len(text) - 1))].append(reference)
    link_ends: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        link_ends[min(link.end, len(text))].append(link)

    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        opening[mark.start].append(mark)
        closing[mark.end].append(mark)
    breaks = [i for i, character in enumerate(text) if character == "\n"]
    bounds = sorted({0, len(text), *opening, *closing, *by_position, *link_ends, *breaks, *(i + 1 for i in breaks)})

    active: list[Mark] = []
    html: list[str] = ["<p>"]
    for start, end in itertools.pairwise(bounds):
        for mark in closing.get(start, ()):
            active.remove(mark)
        html.extend(_outbound(link) for link in link_ends.get(start, ()))
        active.extend(opening.get(start, ()))
        html.extend(_reference(reference) for reference in by_position.get(start, ()))
        if text[start:end] == "\n":
            html.append("</p>\n<p>")
            continue
        html.append(_piece(text[start:end], start, active, lane_of))
    html.extend(_outbound(link) for link in link_ends.get(len(text), ()))
    html.append("</p>")
    return mark_safe("".join(html).replace("<p></p>\n", ""))  # noqa: S308  every text in it went through escape()


def _piece(words: str, start: int, active: Sequence[Mark], lane_of: dict[Mark, int]) -> str:
    piece = f'<span data-s="{start}">{escape(words)}</span>'
    # Inner marks are the narrow ones; of contents the higher lane lies outside, where its underline is drawn lower.
    for mark in sorted(active, key=lambda m: (-_NESTING[m.role], lane_of.get(m, 0))):
        lane = f" lane-{lane_of[mark]}" if mark in lane_of else ""
        numbers = " ".join(map(str, mark.numbers))
        css = f" {mark.css}" if mark.css else ""
        piece = f'<mark class="m m-{mark.role}{lane}{css}" data-n="{numbers}">{piece}</mark>'
    return piece


def _reference(reference: Reference) -> str:
    return (
        f'<a class="ref {escape(reference.css)}" id="ref-{reference.number}" data-n="{reference.number}"'
        f' href="{escape(reference.href)}" aria-label="{escape(reference.label)}"'
        f' title="{escape(reference.title)}">{reference.number}</a>'
    )


def _outbound(link: Link) -> str:
    return (
        f'<a class="outbound" href="{escape(link.href)}" rel="noopener noreferrer nofollow" target="_blank"'
        f' title="{escape(link.href)}" aria-label="{escape(link.href)}">↗</a>'
    )
