"""The trace of a claim as a graph: who said it, through whom it came, where it appeared."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from factcheck.claims.models import Claim
from sources.registry.models import Source
from sources.registry.selectors import source_current
from sources.tracing.models import Hop
from sources.tracing.selectors.clusters import appeared_at, claims_report, cluster_of, hops_of, members_of
from sources.tracing.selectors.traceability import traceability

Json = dict[str, Any]


def trace_graph(claim: Claim, *, among: QuerySet[Claim] | None = None) -> Json:
    """Return the graph of a claim and of its appearances elsewhere (those ``among`` a queryset, where given), as plain
    values.

    ``nodes``: claims, hops, sources and primary documents, each with ``id``, ``type`` and ``label``. ``edges``: from,
    to and ``relation``, a term of PROV-O: a claim ``wasQuotedFrom`` its nearest hop, each hop ``wasQuotedFrom`` the one
    before it, the first ``hadPrimarySource`` a primary document, a hop ``wasAttributedTo`` its source. ``cluster`` says
    how many outlets and independent origins there are; ``traceability`` is the claim's level with its reasons.
    """
    cluster = cluster_of(claim)
    claims = members_of(cluster, among=among) if cluster is not None else []
    if all(member.id != claim.id for member in claims):
        claims = [claim]
    report = claims_report(claims)
    nodes: dict[str, Json] = {}
    edges: list[Json] = []
    for member in report.claims:
        _add_claim(member, nodes, edges, focus=member.id == claim.id)
    trace = traceability(claim)
    return {
        "claim": claim.public_id,
        "nodes": list(nodes.values()),
        "edges": edges,
        "cluster": {
            "id": cluster.public_id if cluster is not None else None,
            "claims": [member.public_id for member in report.claims],
            "outlets": report.outlets,
            "independent_origins": report.independent_origins,
            "origins": [
                {
                    "names": list(origin.parties),
                    "anonymous": origin.anonymous,
                    "circle": origin.circle,
                    "claims": origin.claims,
                }
                for origin in report.origins
            ],
            "circular": report.circular,
            "explanation": list(report.explanation),
        },
        "traceability": {"level": trace.level, "reasons": list(trace.reasons), "missing": list(trace.missing)},
    }


def _add_claim(claim: Claim, nodes: dict[str, Json], edges: list[Json], *, focus: bool) -> None:
    article = claim.article
    nodes[claim.public_id] = {
        "id": claim.public_id,
        "type": "claim",
        "label": claim.text,
        "article": {"id": article.public_id, "title": article.title or None, "url": article.canonical_url or None},
        "appeared_at": appeared_at(claim).isoformat(),
        "focus": focus,
    }
    nearer = claim.public_id
    hops = hops_of(claim)
    for hop in reversed(hops):
        nodes[hop.public_id] = _hop_node(hop)
        edges.append({"from": nearer, "to": hop.public_id, "relation": "wasQuotedFrom"})
        if hop.source is not None:
            source = source_current(hop.source)
            nodes.setdefault(source.public_id, _source_node(source))
            edges.append({"from": hop.public_id, "to": source.public_id, "relation": "wasAttributedTo"})
        nearer = hop.public_id
    if hops:
        _add_documents(claim, hops[0], nodes, edges)


def _hop_node(hop: Hop) -> Json:
    source = source_current(hop.source) if hop.source is not None else None
    words = hop.mention.text if hop.mention is not None else ""
    return {
        "id": hop.public_id,
        "type": "hop",
        "label": source.name if source is not None else words or "unknown",
        "role": hop.role,
        "medium": hop.medium or None,
        "finding": hop.finding,
        "source": source.public_id if source is not None else None,
        "mention": words or None,
        "said_where": hop.said_where or None,
        "programme": hop.programme or None,
    }


def _source_node(source: Source) -> Json:
    return {
        "id": source.public_id,
        "type": "source",
        "label": source.name,
        "kind": source.kind,
        "country": source.country or None,
        "provisional": source.provisional,
    }


def _add_documents(claim: Claim, originator: Hop, nodes: dict[str, Json], edges: list[Json]) -> None:
    for evidence in _primary_documents(claim, originator):
        nodes[evidence.public_id] = {
            "id": evidence.public_id,
            "type": "document",
            "label": evidence.title or evidence.url or "document",
            "url": evidence.url or None,
            "quote_state": evidence.quote_state,
        }
        edges.append({"from": originator.public_id, "to": evidence.public_id, "relation": "hadPrimarySource"})


def _primary_documents(claim: Claim, originator: Hop) -> Iterable[Any]:
    return [
        evidence
        for evidence in claim.evidence.all()
        if evidence.primary and evidence.withdrawn_at is None and evidence.hop_id in (None, originator.id)
    ]
