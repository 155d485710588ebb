"""A cluster read: how many outlets carry a claim, and from how many independent origins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import networkx as nx
from django.db.models import QuerySet

from factcheck.claims.models import Claim
from sources.registry.models import Source, SourceParent
from sources.registry.selectors import source_current
from sources.tracing.models import Cluster, Hop

Party = tuple[str, int]
"""What stands at a hop: ("source", id), or ("article", id) and ("hop", id) where no source is known."""


@dataclass(frozen=True)
class Origin:
    """Where chains end: one party, or several that only cite each other. ``parties`` are their names."""

    parties: tuple[str, ...]
    source_ids: tuple[int, ...]
    anonymous: bool
    circle: bool
    claims: int


@dataclass(frozen=True)
class ClusterReport:
    """``claims`` earliest first. ``circular`` is true when two or more outlets carry the claim and all their chains end
    in one source or in each other; ``explanation`` says so in sentences."""

    claims: tuple[Claim, ...]
    outlets: int
    origins: tuple[Origin, ...]
    circular: bool
    explanation: tuple[str, ...]

    @property
    def independent_origins(self) -> int:
        return len(self.origins)


def cluster_of(claim: Claim) -> Cluster | None:
    """Return the cluster that a claim is in, None when it is with no other."""
    member = getattr(claim, "cluster_member", None)
    return member.cluster if member is not None else None


def appeared_at(claim: Claim) -> datetime:
    """Return when a claim appeared: its article's publication as far as known, else when the article came in."""
    version = claim.article_version
    return version.published_at or claim.article.published_at or version.received_at


def cluster_report(cluster: Cluster) -> ClusterReport:
    """Return outlets, independent origins and whether the reporting is circular, of a cluster."""
    return claims_report(members_of(cluster))


def members_of(cluster: Cluster, *, among: QuerySet[Claim] | None = None) -> list[Claim]:
    """Return the claims of a cluster (those ``among`` a queryset, where given) with their chains and evidence, in a
    constant number of queries."""
    claims = Claim.objects.all() if among is None else among
    return list(
        claims.filter(cluster_member__cluster=cluster)
        .select_related("article__publisher__merged_into", "article_version", "attribution")
        .defer("article_version__text")
        .prefetch_related("attribution__hops__source__merged_into", "attribution__hops__mention", "evidence")
    )


def claims_report(claims: Iterable[Claim]) -> ClusterReport:
    """Report on claims as on a cluster.

    Each chain says who has it from whom: publisher from relay, relay from originator. An outlet that is named as a
    source in another's chain leads on to where that outlet's own chain leads. What is left without anybody before it,
    or only cites each other, is an origin. An office and its spokesperson are one; two anonymous sources are two.
    """
    ordered = sorted(claims, key=lambda claim: (appeared_at(claim), claim.id))
    graph, names, sources, tops = _graph(ordered)
    condensed = nx.condensation(graph)
    ends = [node for node in condensed.nodes if condensed.out_degree(node) == 0]
    reach = {node: nx.ancestors(condensed, node) | {node} for node in ends}
    mapping = condensed.graph["mapping"]
    origins = []
    for end in ends:
        members = sorted(condensed.nodes[end]["members"])
        known = [sources[party] for party in members if party in sources]
        origins.append(
            Origin(
                parties=tuple(names[party] for party in members),
                source_ids=tuple(source.id for source in known),
                anonymous=not known or any(source.kind == Source.Kind.ANONYMOUS for source in known),
                circle=len(members) > 1,
                claims=sum(mapping[top] in reach[end] for top in tops),
            )
        )
    origins.sort(key=lambda origin: (-origin.claims, origin.parties))
    outlets = len({_outlet(claim) for claim in ordered})
    circular = outlets > 1 and len(origins) == 1
    return ClusterReport(tuple(ordered), outlets, tuple(origins), circular, _explain(outlets, origins, circular))


def _graph(claims: list[Claim]) -> tuple[nx.DiGraph, dict[Party, str], dict[Party, Source], list[Party]]:
    graph = nx.DiGraph()
    names: dict[Party, str] = {}
    sources: dict[Party, Source] = {}
    tops: list[Party] = []
    above = _speaks_for(claims)
    for claim in claims:
        chain = [_party(hop, above, names, sources) for hop in hops_of(claim)]
        outlet = _outlet(claim)
        names.setdefault(outlet, _outlet_name(claim))
        if outlet[0] == "source" and claim.article.publisher is not None:
            sources.setdefault(outlet, source_current(claim.article.publisher))
        if not chain or chain[-1] != outlet:
            chain.append(outlet)
        graph.add_nodes_from(chain)
        for nearer, farther in zip(reversed(chain), list(reversed(chain))[1:], strict=False):
            if nearer != farther:
                graph.add_edge(nearer, farther)
        tops.append(outlet)
    return graph, names, sources, tops


def hops_of(claim: Claim) -> list[Hop]:
    """Return a claim's hops from the originator; those of channels are left out where a statement came from nobody."""
    attribution = getattr(claim, "attribution", None)
    return sorted(attribution.hops.all(), key=lambda hop: hop.position) if attribution is not None else []


def _party(hop: Hop, above: dict[int, Source], names: dict[Party, str], sources: dict[Party, Source]) -> Party:
    if hop.source is None:
        party: Party = ("hop", hop.id)
        names[party] = hop.mention.text if hop.mention is not None else "unknown"
        return party
    source = source_current(hop.source)
    source = above.get(source.id, source)
    party = ("source", source.id)
    names[party], sources[party] = source.name, source
    return party


def _speaks_for(claims: list[Claim]) -> dict[int, Source]:
    """Return, by the id of a spokesperson, the body that it speaks for: as origins the two are one."""
    spokes = {
        hop.source_id
        for claim in claims
        for hop in hops_of(claim)
        if hop.source is not None and source_current(hop.source).kind == Source.Kind.SPOKESPERSON
    }
    links = SourceParent.objects.filter(source__in=spokes).select_related("parent__merged_into").order_by("id")
    return {link.source_id: source_current(link.parent) for link in links}


def _outlet(claim: Claim) -> Party:
    publisher = claim.article.publisher
    return ("source", source_current(publisher).id) if publisher is not None else ("article", claim.article_id)


def _outlet_name(claim: Claim) -> str:
    if claim.article.publisher is not None:
        return source_current(claim.article.publisher).name
    return claim.article.title or claim.article.public_id


def _explain(outlets: int, origins: list[Origin], circular: bool) -> tuple[str, ...]:
    lines = [f"{outlets} {'outlet carries' if outlets == 1 else 'outlets carry'} it."]
    for origin in origins:
        who = " and ".join(origin.parties)
        if origin.circle:
            lines.append(f"{who} only cite each other.")
        else:
            lines.append(
                f"{origin.claims} of the claims lead back to {who}{' (anonymous)' if origin.anonymous else ''}."
            )
    if circular:
        lines.append("All of it has one origin: more outlets are not more confirmation.")
    return tuple(lines)
