"""Writing attributions: chains of hops and appearances. Every door calls these."""

from sources.tracing.services.appearances import appearance_add, appearance_decide, appearances_suggest
from sources.tracing.services.attributions import (
    StatedSource,
    attribution_store,
    attributions_store,
    own_voice_attribution_store,
)
from sources.tracing.services.clusters import clusters_rebuild
from sources.tracing.services.hops import hop_add, hop_remove, hop_update

__all__ = [
    "StatedSource",
    "appearance_add",
    "appearance_decide",
    "appearances_suggest",
    "attribution_store",
    "attributions_store",
    "clusters_rebuild",
    "hop_add",
    "hop_remove",
    "hop_update",
    "own_voice_attribution_store",
]
