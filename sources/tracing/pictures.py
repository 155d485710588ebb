"""A trace as a picture: SVG drawn by Graphviz (graphviz-pure, its dot program as a wheel). Each hop is a link."""

import shutil
import subprocess
import sysconfig
import textwrap
from pathlib import Path
from typing import Any

import graphviz

from factcheck.core.errors import Unavailable
from sources.tracing.linked_data import Link

Json = dict[str, Any]

_PROGRAM = "graphviz-pure"
_SECONDS = 20
_FILL = {
    "originator": "#dbeafe",
    "relay": "#fef3c7",
    "channel": "#e0e7ff",
    "publisher": "#dcfce7",
    "claim": "#ffffff",
    "document": "#f3e8ff",
}
_ROLE_ORDER = ("originator", "channel", "relay", "publisher")


def trace_svg(graph: Json, *, link: Link) -> str:
    """Return a graph of `trace_graph` as an SVG document, its boxes linked by ``link``.

    One box per party (a source that stands in several chains is one box, so that common origins show), one per claim;
    an arrow goes from who said it to who has it from there. Raises Unavailable when the drawing program fails.
    """
    return _draw(trace_dot(graph, link=link))


def trace_dot(graph: Json, *, link: Link) -> str:
    """Return the picture as a DOT program."""
    nodes = {node["id"]: node for node in graph["nodes"]}
    dot = graphviz.Digraph(
        graph_attr={
            "rankdir": "LR",
            "bgcolor": "transparent",
            "nodesep": "0.25",
            "ranksep": "0.6",
            "fontname": "Arial",
        },
        node_attr={
            "shape": "box",
            "style": "filled,rounded",
            "fontname": "Arial",
            "fontsize": "11",
            "color": "#475569",
            "margin": "0.22,0.08",  # a viewer without Arial draws wider letters
        },
        edge_attr={"fontname": "Arial", "fontsize": "9", "color": "#64748b"},
    )
    for box in _boxes(graph, nodes).values():
        dot.node(
            graphviz.escape(box["id"]),
            _label(box),
            fillcolor=_FILL[box["role"]],
            penwidth="2" if box["focus"] else "1",
            URL=_escape_attribute(link(box["link_type"], box["link_id"])),
            tooltip=graphviz.escape(box["tooltip"]),
            target="_top",
        )
    for (tail, head), label in sorted(_arrows(graph, nodes).items()):
        dot.edge(graphviz.escape(tail), graphviz.escape(head), label=label)
    return str(dot.source)


def _boxes(graph: Json, nodes: dict[str, Json]) -> dict[str, Json]:
    boxes: dict[str, Json] = {}
    for node in graph["nodes"]:
        if node["type"] == "source":
            continue
        key = _box_of(node)
        role = node.get("role") or node["type"]
        box = boxes.get(key)
        if box is None:
            boxes[key] = {
                "id": key,
                "label": node["label"],
                "role": role,
                "roles": [role],
                "focus": bool(node.get("focus")),
                "article": (node.get("article") or {}).get("title"),
                "tooltip": node["label"],
                # a party's box leads to the party, one that nobody is known for to the hop
                "link_type": "source" if node.get("source") else node["type"],
                "link_id": node.get("source") or node["id"],
            }
        elif role not in box["roles"]:
            box["roles"].append(role)
            if role in _ROLE_ORDER and box["role"] in _ROLE_ORDER:
                box["role"] = min(role, box["role"], key=_ROLE_ORDER.index)
    return boxes


def _box_of(node: Json) -> str:
    return str(node.get("source") or node["id"])


def _arrows(graph: Json, nodes: dict[str, Json]) -> dict[tuple[str, str], str]:
    arrows: dict[tuple[str, str], str] = {}
    for edge in graph["edges"]:
        if edge["relation"] == "wasAttributedTo":
            continue
        nearer, farther = nodes[edge["from"]], nodes[edge["to"]]
        label = nearer.get("medium") or "" if edge["relation"] == "wasQuotedFrom" else "primary source"
        tail, head = _box_of(farther), _box_of(nearer)
        if tail != head:
            arrows.setdefault((tail, head), label)
    return arrows


def _label(box: Json) -> str:
    width = 34 if box["role"] == "claim" else 24
    text = box["label"] if len(box["label"]) <= 120 else f"{box['label'][:118]}…"
    lines = textwrap.wrap(text, width) or [""]
    if box["role"] == "claim" and box["article"]:
        lines += ["", *textwrap.wrap(f"in: {box['article'][:80]}", width)]
    elif box["role"] != "claim":
        lines.append(f"({', '.join(sorted(box['roles'], key=_order))})")
    return graphviz.escape("\n".join(lines)).replace("\n", r"\n")


def _order(role: str) -> int:
    return _ROLE_ORDER.index(role) if role in _ROLE_ORDER else len(_ROLE_ORDER)


def _escape_attribute(value: str) -> str:
    return str(graphviz.escape(value))


def _draw(dot: str) -> str:
    beside = Path(sysconfig.get_path("scripts")) / _PROGRAM
    program = str(beside) if beside.exists() else shutil.which(_PROGRAM)
    if program is None:
        raise Unavailable("Pictures need graphviz-pure; install what requirements.txt lists.")
    try:
        done = subprocess.run(  # noqa: S603 - a program of our own requirements, its input on stdin
            [program, "-Tsvg"],
            input=dot,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=True,
            encoding="utf-8",
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Unavailable("The picture could not be drawn.") from error
    return done.stdout
