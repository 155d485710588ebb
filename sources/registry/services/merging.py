"""Two rows for one source become one, and can become two again; a row for two sources is split."""

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Count

from factcheck.accounts.models import User
from factcheck.accounts.policies import editor_require
from factcheck.core import clock
from factcheck.core.errors import Conflict, FieldError, InvalidInput
from factcheck.search.models import IndexJob
from factcheck.search.services import index_jobs_enqueue, source_fan_out_enqueue
from sources.registry.models import Mention, Source, SourceMerge, SourceName, SourceParent
from sources.registry.selectors import source_descendant_ids
from sources.registry.services.naming import NewName, names_create
from sources.registry.services.sources import source_create

# These belong to a source itself or tell its story, and stay with it when it is merged.
_STAY = (
    "registry.SourceName.source",
    "registry.Source.merged_into",
    "registry.SourceMerge.kept",
    "registry.SourceMerge.merged",
)
_PARENTS = ("registry.SourceParent.source", "registry.SourceParent.parent")


def source_merge_warnings(*, kept: Source, merged: Source) -> list[FieldError]:
    """Return what speaks against the two being one: other Wikidata ids, kinds or countries."""
    warnings = []
    for field, label in (("wikidata_id", "Wikidata ids"), ("kind", "kinds"), ("country", "countries")):
        ours, theirs = getattr(kept, field), getattr(merged, field)
        if ours and theirs and ours != theirs:
            warnings.append(FieldError(f"/{field}", f"other_{field}", f"The {label} differ: {ours} and {theirs}."))
    return warnings


def source_merge(
    *, kept: Source, merged: Source, actor: User, reason: str = "", despite_warnings: bool = False
) -> SourceMerge:
    """Let ``merged`` live on in ``kept``: everything that pointed to it points there; its address answers, pointing on.

    What was moved is written down, so that `source_merge_undo` restores it whole. Raises Forbidden; Conflict when one
    is merged already, one is above the other, a chain would pass through one source twice, or, unless
    ``despite_warnings``, when `source_merge_warnings` has any.
    """
    _may_merge(actor)
    _check(kept, merged)
    warnings = source_merge_warnings(kept=kept, merged=merged)
    if warnings and not despite_warnings:
        raise Conflict("The two may not be one source.", code="needs_confirmation", errors=warnings)
    with transaction.atomic():
        moved: dict[str, Any] = {}
        for path, field in _references():
            rows = field.model._default_manager.filter(**{field.name: merged})
            ids = list(rows.values_list("pk", flat=True))
            if ids:
                rows.update(**{field.name: kept})
                moved[path] = ids
        moved["parents"] = _move_parents(kept, merged)
        moved["names"] = _copy_names(kept, merged)
        if merged.wikidata_id and not kept.wikidata_id:
            moved["wikidata_id"] = merged.wikidata_id
        done = Source.objects.filter(id=merged.id, merged_into=None).update(
            merged_into=kept, version=merged.version + 1, updated_at=clock.now()
        )
        if not done:
            raise Conflict("The source has been merged meanwhile.")
        if "wikidata_id" in moved:
            Source.objects.filter(id=kept.id).update(wikidata_id=moved["wikidata_id"])
        merge = SourceMerge.objects.create(
            kept=kept, merged=merged, moved=moved, reason=reason, merged_by_user=actor, merged_at=clock.now()
        )
        _index(kept, merged)
    kept.refresh_from_db()
    merged.refresh_from_db()
    return merge


def source_merge_undo(*, merge: SourceMerge, actor: User) -> SourceMerge:
    """Part two merged sources again: what the merge moved, and what nobody has moved on since, goes back.

    Raises Forbidden; Conflict when it is undone already or ``kept`` has itself been merged since.
    """
    _may_merge(actor)
    kept, merged = merge.kept, merge.merged
    if merge.undone_at is not None:
        raise Conflict("This merge is undone already.")
    if kept.merged_into_id is not None:
        raise Conflict(f"{kept.name} has itself been merged since. Undo that merge first.")
    with transaction.atomic():
        moved = merge.moved
        for path, field in _references():
            field.model._default_manager.filter(pk__in=moved.get(path, ()), **{field.name: kept}).update(
                **{field.name: merged}
            )
        _restore_parents(moved.get("parents", []))
        SourceName.objects.filter(id__in=moved.get("names", ()), source=kept).delete()
        if moved.get("wikidata_id"):
            Source.objects.filter(id=kept.id, wikidata_id=moved["wikidata_id"]).update(wikidata_id=None)
        try:
            with transaction.atomic():
                Source.objects.filter(id=merged.id).update(merged_into=None, version=merged.version + 1)
        except IntegrityError as error:
            raise Conflict(
                f"Another source has the Wikidata id {merged.wikidata_id} now. Take it away first."
            ) from error
        merge.undone_at, merge.undone_by = clock.now(), actor
        merge.save(update_fields=["undone_at", "undone_by"])
        _index(kept, merged)
    return merge


def source_split(
    *,
    source: Source,
    name: str,
    actor: User,
    mention_ids: Collection[int],
    name_ids: Collection[int] = (),
    kind: str = "",
) -> Source:
    """Take some mentions (and names) out of a source into a new one; the hops that rest on them follow. Returns it.

    Raises Forbidden; InvalidInput when nothing of what is named is the source's, or it would lose its primary name.
    """
    _may_merge(actor)
    mentions = Mention.objects.filter(id__in=mention_ids, source=source)
    if not mentions.exists():
        raise InvalidInput.field("/mentions", "not_found", "Name at least one mention of this source.")
    names = SourceName.objects.filter(id__in=name_ids, source=source)
    if names.filter(type=SourceName.Type.PRIMARY).exists():
        raise InvalidInput.field("/names", "primary", "The primary name stays. Give the source another one first.")
    from sources.tracing.services.following import hops_follow_mention

    with transaction.atomic():
        new = source_create(kind=kind or source.kind, name=name, actor=actor, country=source.country)
        for row in names.exclude(text=new.name):
            row.source = new
            row.save(update_fields=["source"])
        names.filter(text=new.name, source=source).delete()
        for mention in list(mentions):
            mention.source, mention.resolved_by, mention.confidence = new, "person", 1.0
            mention.judgement, mention.judged_by, mention.judged_at = Mention.Judgement.YES, actor, clock.now()
            mention.version += 1
            mention.save()
            hops_follow_mention(mention=mention, actor=actor)
        _index(source, new)
    return new


def _may_merge(actor: User) -> None:
    editor_require(actor, "Only editors merge and split sources.")


def _check(kept: Source, merged: Source) -> None:
    if kept.id == merged.id:
        raise InvalidInput.field("/merged", "same", "Choose two different sources.")
    for source in (kept, merged):
        if source.merged_into_id is not None:
            raise Conflict(f"{source.name} ({source.public_id}) has been merged already.")
    if Source.Kind.ANONYMOUS in (kept.kind, merged.kind) and kept.kind != merged.kind:
        raise Conflict("An anonymous source is nobody that is known. Judge its mention instead.")
    if kept.id in source_descendant_ids(merged) or merged.id in source_descendant_ids(kept):
        raise Conflict("One speaks for or belongs to the other; an office and its spokesperson are two sources.")
    from sources.tracing.models import Hop

    twice = (
        Hop.objects.filter(source__in=[kept, merged])
        .values("attribution")
        .annotate(sources=Count("source", distinct=True))
        .filter(sources=2)
        .count()
    )
    if twice:
        raise Conflict(f"In {twice} chains one passes on what the other said. Correct those hops first.", code="cycle")


def _references() -> list[tuple[str, models.ForeignKey[Any, Any]]]:
    """Return every column that points to a source and moves with a merge."""
    found = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is Source:
                path = f"{model._meta.app_label}.{model.__name__}.{field.name}"
                if path not in (*_STAY, *_PARENTS):
                    found.append((path, field))
    return found


def _move_parents(kept: Source, merged: Source) -> list[dict[str, Any]]:
    """Move the links above and below; returns each as it was and what became of it."""
    story = []
    for link in SourceParent.objects.filter(source=merged) | SourceParent.objects.filter(parent=merged):
        before: dict[str, Any] = {
            "id": link.id,
            "source": link.source_id,
            "parent": link.parent_id,
            "from": link.valid_from.isoformat() if link.valid_from else None,
            "to": link.valid_to.isoformat() if link.valid_to else None,
        }
        source = kept.id if link.source_id == merged.id else link.source_id
        parent = kept.id if link.parent_id == merged.id else link.parent_id
        if source == parent or SourceParent.objects.filter(source=source, parent=parent).exists():
            link.delete()
            before["deleted"] = True
        else:
            SourceParent.objects.filter(id=link.id).update(source=source, parent=parent)
        story.append(before)
    return story


def _restore_parents(story: list[dict[str, Any]]) -> None:
    for link in story:
        values = {"source_id": link["source"], "parent_id": link["parent"]}
        if link.get("deleted"):
            SourceParent.objects.get_or_create(**values, defaults={"valid_from": link["from"], "valid_to": link["to"]})
        else:
            SourceParent.objects.filter(id=link["id"]).update(**values)


def _copy_names(kept: Source, merged: Source) -> list[int]:
    """Give ``kept`` the names of ``merged``, so that it is found and shown by them; returns the new rows' ids."""
    present = set(kept.names.values_list("text", flat=True))
    fresh = [
        (
            kept,
            NewName(row.text, row.language, SourceName.Type.ALIAS if row.type == SourceName.Type.PRIMARY else row.type),
        )
        for row in merged.names.all()
        if row.text not in present
    ]
    return [row.id for row in names_create(fresh)] if fresh else []


def _index(*sources: Source) -> None:
    index_jobs_enqueue(kind=IndexJob.Kind.SOURCE, object_ids=[source.id for source in sources])
    for source in sources:
        source_fan_out_enqueue(source_id=source.id)
