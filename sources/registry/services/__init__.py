"""Writing to the registry. Every door calls these; each raises errors of ``factcheck.core.errors``."""

from sources.registry.services.loading import registry_load
from sources.registry.services.mentions import mention_judge, mention_store, mentions_store
from sources.registry.services.merging import source_merge, source_merge_undo, source_merge_warnings, source_split
from sources.registry.services.sources import (
    NewName,
    source_confirm,
    source_create,
    source_name_add,
    source_name_remove,
    source_parent_add,
    source_parent_remove,
    source_update,
    source_withdraw,
)

__all__ = [
    "NewName",
    "mention_judge",
    "mention_store",
    "mentions_store",
    "registry_load",
    "source_confirm",
    "source_create",
    "source_merge",
    "source_merge_undo",
    "source_merge_warnings",
    "source_name_add",
    "source_name_remove",
    "source_parent_add",
    "source_parent_remove",
    "source_split",
    "source_update",
    "source_withdraw",
]
