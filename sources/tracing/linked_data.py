"""A trace as JSON-LD in the terms of PROV-O (https://www.w3.org/TR/prov-o/) and schema.org. Pure."""

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
Link = Callable[[str, str], str]
"""From a node's type (claim, hop, source, document) and id to its address."""

CONTEXT: Json = {
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "hadPrimarySource": {"@id": "prov:hadPrimarySource", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
}
_TYPES = {
    "claim": ["prov:Entity", "schema:Claim"],
    "hop": ["prov:Entity"],
    "document": ["prov:Entity", "schema:CreativeWork"],
}
_PERSONS = ("person", "anonymous")


def trace_jsonld(graph: Json, *, link: Link) -> Json:
    """Return a graph of `trace_graph` as one JSON-LD document: claims, hops and documents are entities, sources agents.

    A hop stands for the statement as it was made or passed on there. Every node's ``@id`` is its address by ``link``.
    """
    addresses = {node["id"]: link(node["type"], node["id"]) for node in graph["nodes"]}
    described: dict[str, Json] = {}
    for node in graph["nodes"]:
        described[node["id"]] = {
            "@id": addresses[node["id"]],
            "@type": _agent_types(node) if node["type"] == "source" else _TYPES[node["type"]],
            "label": node["label"],
        }
    for edge in graph["edges"]:
        subject = described[edge["from"]]
        subject.setdefault(edge["relation"], []).append(addresses[edge["to"]])
    return {"@context": CONTEXT, "@graph": list(described.values())}


def _agent_types(node: Json) -> list[str]:
    return ["prov:Agent", "prov:Person" if node["kind"] in _PERSONS else "prov:Organization"]
