"""Sources: made, changed, confirmed, named, withdrawn, by a person or by a loader."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from factcheck.accounts.models import User
from factcheck.accounts.policies import editor_require, fact_checker_require
from factcheck.core import clock
from factcheck.core.errors import Conflict, FieldError, InvalidInput, StaleVersion
from factcheck.review.services import source_withdrawn
from factcheck.search.models import IndexJob
from factcheck.search.services import index_job_enqueue, source_fan_out_enqueue
from sources.registry.models import Source, SourceName, SourceParent
from sources.registry.selectors import source_descendant_ids
from sources.registry.services.naming import NewName, names_create

_EDITABLE = (
    "kind",
    "name",
    "description",
    "country",
    "control",
    "wikidata_id",
    "homepage",
    "notes",
    "valid_from",
    "valid_to",
)


def source_create(
    *,
    kind: str,
    name: str,
    actor: User | None = None,
    names: Iterable[NewName] = (),
    parents: Iterable[Source] = (),
    provisional: bool = False,
    **fields: Any,
) -> Source:
    """Add a source with its primary name, further names and parents; returns it.

    ``fields``: language (of the primary name), description, country, control, wikidata_id, homepage, notes,
    valid_from, valid_to. ``actor`` is None for a loader. Raises InvalidInput; Conflict when the Wikidata id is another
    source's.
    """
    _may_edit(actor)
    language = str(fields.pop("language", ""))
    source = Source(kind=kind, name=name.strip(), provisional=provisional, **_checked(fields))
    _clean(source)
    with transaction.atomic():
        _save_new(source)
        primary = NewName(source.name, language, SourceName.Type.PRIMARY)
        names_create([(source, primary), *((source, n) for n in names if n.text != source.name)])
        SourceParent.objects.bulk_create([SourceParent(source=source, parent=parent) for parent in parents])
        index_job_enqueue(kind=IndexJob.Kind.SOURCE, object_id=source.id)
    return source


def source_update(*, source: Source, actor: User | None, expected_version: int | None = None, **changes: Any) -> Source:
    """Change fields of a source (see `source_create`); a new ``name`` becomes the primary one, the old an alias.

    Raises InvalidInput, Forbidden, StaleVersion, Conflict.
    """
    _may_edit(actor)
    changes = _checked(changes)
    for name, value in changes.items():
        setattr(source, name, value.strip() if isinstance(value, str) else value)
    _clean(source)
    with transaction.atomic():
        values = {name: getattr(source, name) for name in changes}
        _guarded(source, expected_version, values)
        if "name" in changes:
            _rename(source)
        source_fan_out_enqueue(source_id=source.id)
    return source


def source_confirm(*, source: Source, actor: User, expected_version: int | None = None) -> Source:
    """Say that a source which ingest made is a real one, rightly named. Raises Forbidden, StaleVersion."""
    _may_edit(actor)
    with transaction.atomic():
        _guarded(source, expected_version, {"provisional": False})
        source_fan_out_enqueue(source_id=source.id)
    return source


def source_withdraw(*, source: Source, actor: User, reason: str, expected_version: int | None = None) -> Source:
    """Withdraw a source that does not exist or must not be used; published claims that rest on it are looked at again.

    It keeps its address and its place in chains; new articles no longer find it. Raises InvalidInput, Forbidden,
    Conflict when it is withdrawn already.
    """
    editor_require(actor, "Only editors withdraw sources.")
    if not reason.strip():
        raise InvalidInput.field("/reason", "required", "Say why the source is withdrawn.")
    if source.withdrawn_at is not None:
        raise Conflict("The source is withdrawn already.")
    with transaction.atomic():
        _guarded(source, expected_version, {"withdrawn_at": clock.now()})
        source_withdrawn(source=source, reason=reason, actor=actor)
        source_fan_out_enqueue(source_id=source.id)
    return source


def source_name_add(*, source: Source, name: NewName, actor: User | None) -> SourceName:
    """Add a name; one with type ``primary`` takes the place of the present primary name.

    Raises InvalidInput, Conflict when the source has the name already.
    """
    _may_edit(actor)
    text = name.text.strip()
    if not text or len(text) > 300:
        raise InvalidInput.field("/text", "length", "A name has 1 to 300 characters.")
    if name.type not in SourceName.Type.values:
        raise InvalidInput.field("/type", "unknown_value", "A name is primary, alias, weak or former.")
    if source.names.filter(text=text).exists():
        raise Conflict("The source has this name already.")
    if name.type == SourceName.Type.PRIMARY:
        source_update(source=source, actor=actor, name=text)
        return source.names.get(text=text)
    with transaction.atomic():
        (row,) = names_create([(source, NewName(text, name.language, name.type))])
        _touch(source)
    return row


def source_name_remove(*, name: SourceName, actor: User) -> None:
    """Take a name away. Raises Conflict for the primary name: give another one first."""
    _may_edit(actor)
    if name.type == SourceName.Type.PRIMARY:
        raise Conflict("This is the primary name. Give the source another primary name first.")
    with transaction.atomic():
        source = name.source
        name.delete()
        _touch(source)


def source_parent_add(
    *,
    source: Source,
    parent: Source,
    actor: User | None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> SourceParent:
    """Say whom a source speaks for or belongs to. Raises Conflict when that would make a circle or is there already."""
    _may_edit(actor)
    if parent.id in source_descendant_ids(source):
        raise Conflict(f"{parent.name} speaks for or belongs to {source.name} itself.", code="cycle")
    if valid_from and valid_to and valid_to < valid_from:
        raise InvalidInput.field("/valid_to", "order", "The end lies before the beginning.")
    with transaction.atomic():
        row, created = SourceParent.objects.get_or_create(
            source=source, parent=parent, defaults={"valid_from": valid_from, "valid_to": valid_to}
        )
        if not created:
            raise Conflict("The source has this parent already.")
        _touch(source)
    return row


def source_parent_remove(*, link: SourceParent, actor: User) -> None:
    """Take a parent away."""
    _may_edit(actor)
    with transaction.atomic():
        source = link.source
        link.delete()
        _touch(source)


def _may_edit(actor: User | None) -> None:
    if actor is not None:
        fact_checker_require(actor, "Only fact-checkers and editors change sources.")


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(_EDITABLE)
    if unknown:
        raise InvalidInput(
            "Some fields cannot be set.",
            errors=[FieldError(f"/{name}", "unknown_field", "This field cannot be set.") for name in sorted(unknown)],
        )
    checked = dict(fields)
    if "wikidata_id" in checked:
        checked["wikidata_id"] = checked["wikidata_id"] or None
    return checked


def _clean(source: Source) -> None:
    """Raise InvalidInput when a field does not hold what it should."""
    try:
        source.clean_fields()
    except ValidationError as error:
        raise InvalidInput(
            "Some fields cannot be used as they are.",
            errors=[
                FieldError(f"/{name}", "invalid", " ".join(messages)) for name, messages in error.message_dict.items()
            ],
        ) from error
    if source.wikidata_id and not _is_wikidata_id(source.wikidata_id):
        raise InvalidInput.field("/wikidata_id", "form", "A Wikidata id is Q and a number, such as Q8673.")
    if source.country and not (len(source.country) == 2 and source.country.isalpha() and source.country.isupper()):
        raise InvalidInput.field("/country", "form", "A country is its ISO 3166-1 alpha-2 code, such as FR.")


def _is_wikidata_id(value: str) -> bool:
    return value[:1] == "Q" and value[1:].isascii() and value[1:].isdigit() and value[1:2] != "0"


def _save_new(source: Source) -> None:
    try:
        with transaction.atomic():
            source.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(source) from error


def _taken(source: Source) -> Conflict:
    other = Source.objects.filter(wikidata_id=source.wikidata_id, merged_into=None).exclude(id=source.id).first()
    name = f" ({other.name}, {other.public_id})" if other else ""
    return Conflict(f"Another source has this Wikidata id{name}. Merge the two, or correct the id.")


def _guarded(source: Source, expected_version: int | None, values: Mapping[str, Any]) -> None:
    """Write values while nobody else has changed the row since it was read."""
    version = source.version if expected_version is None else expected_version
    try:
        with transaction.atomic():
            done = Source.objects.filter(id=source.id, version=version).update(
                **values, version=version + 1, updated_at=clock.now()
            )
    except IntegrityError as error:
        raise _taken(source) from error
    if not done:
        raise StaleVersion("The source has changed since you read it. Read it again.")
    source.refresh_from_db()
    index_job_enqueue(kind=IndexJob.Kind.SOURCE, object_id=source.id)


def _rename(source: Source) -> None:
    SourceName.objects.filter(source=source, type=SourceName.Type.PRIMARY).update(type=SourceName.Type.ALIAS)
    names_create([(source, NewName(source.name))])
    SourceName.objects.filter(source=source, text=source.name).update(type=SourceName.Type.PRIMARY)


def _touch(source: Source) -> None:
    _guarded(source, None, {})
    source_fan_out_enqueue(source_id=source.id)
