"""Sources as the console looks for them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from factcheck.claims.models import Claim
from factcheck.console.selectors.article_page import claims_for_console
from factcheck.core.errors import FieldError
from sources.registry.models import Source, SourceMerge, SourceName, SourceParent
from sources.registry.selectors import sources_find
from sources.registry.services import source_merge_warnings
from sources.tracing.models import Hop


def source_suggestions(name: str, *, limit: int = 10) -> list[tuple[Source, str]]:
    """Return sources with the name of theirs that matched: first those that the whole name means, in any script, then
    those one of whose names contains what was typed so far."""
    name = name.strip()
    if not name:
        return []
    found = {c.source.pk: (c.source, c.name) for c in sources_find(name=name, limit=limit)}
    begun = (
        SourceName.objects.filter(text__icontains=name, source__merged_into=None, source__withdrawn_at=None)
        .select_related("source")
        .order_by("source__provisional", "text")[: 4 * limit]
    )
    for row in begun:
        found.setdefault(row.source_id, (row.source, row.text))
    return list(found.values())[:limit]


@dataclass(frozen=True)
class SourcePage:
    """What a source's page shows."""

    source: Source
    names: dict[str, list[SourceName]]
    parents: list[SourceParent]
    children: list[SourceParent]
    claims: list[Claim]
    claim_count: int
    mention_count: int
    article_count: int
    merges: list[SourceMerge]


def source_page(source: Source) -> SourcePage:
    """Return what is known of a source: names by script, above and below, its latest claims, merges."""
    names: dict[str, list[SourceName]] = defaultdict(list)
    for name in source.names.order_by("type", "language", "text"):
        names[name.script or "?"].append(name)
    said = Hop.objects.filter(attribution__claim=OuterRef("pk"), source=source)
    claims = claims_for_console().defer("article_version__text").filter(Exists(said))
    return SourcePage(
        source=source,
        names=dict(sorted(names.items(), key=lambda item: (item[0] != "Latn", item[0]))),
        parents=list(source.parents.select_related("parent")),
        children=list(source.children.select_related("source")[:50]),
        claims=list(claims.order_by("-id")[:10]),
        claim_count=Claim.objects.filter(Exists(said)).count(),
        mention_count=source.mentions.count(),
        article_count=source.published_articles.count(),
        merges=list(source.merges.select_related("merged", "merged_by_user", "undone_by").order_by("-id")),
    )


@dataclass(frozen=True)
class MergePreview:
    """What a merge would move from ``merged`` to ``kept``, and what speaks against it."""

    kept: Source
    merged: Source
    warnings: list[FieldError]
    moves: list[tuple[str, int]]
    new_names: list[str]
    examples: list[Claim]


def merge_preview(*, kept: Source, merged: Source) -> MergePreview:
    """Return what would happen, changing nothing."""
    said = Hop.objects.filter(attribution__claim=OuterRef("pk"), source=merged)
    present = set(kept.names.values_list("text", flat=True))
    moves = [
        (_("mentions in articles"), merged.mentions.count()),
        (_("steps in chains"), merged.hops.count()),
        (_("articles published"), merged.published_articles.count()),
        (_("feeds"), merged.feeds.count()),
        (_("pieces of evidence"), merged.evidence.count()),
        (_("those who speak for it or belong to it"), merged.children.count()),
    ]
    return MergePreview(
        kept=kept,
        merged=merged,
        warnings=source_merge_warnings(kept=kept, merged=merged),
        moves=[(label, count) for label, count in moves if count],
        new_names=[text for text in merged.names.values_list("text", flat=True) if text not in present],
        examples=list(Claim.objects.filter(Exists(said)).select_related("article").order_by("-id")[:5]),
    )
