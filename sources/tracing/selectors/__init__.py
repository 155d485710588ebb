"""Reading chains: how far a claim can be traced, its graph, its cluster, a source over time."""

from sources.tracing.selectors.clusters import ClusterReport, Origin, cluster_of, cluster_report
from sources.tracing.selectors.graph import trace_graph
from sources.tracing.selectors.sources import source_claim_counts, source_role_counts, source_timeline
from sources.tracing.selectors.traceability import (
    Traceability,
    traceability,
    traceability_level,
    traceability_prefetches,
    with_traceability,
)

__all__ = [
    "ClusterReport",
    "Origin",
    "Traceability",
    "cluster_of",
    "cluster_report",
    "source_claim_counts",
    "source_role_counts",
    "source_timeline",
    "trace_graph",
    "traceability",
    "traceability_level",
    "traceability_prefetches",
    "with_traceability",
]
