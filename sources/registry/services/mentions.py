"""Mentions become rows, and what they were resolved to becomes sources: known ones, or provisional ones."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from factcheck.accounts.models import User
from factcheck.accounts.policies import fact_checker_require
from factcheck.articles.models import ArticleVersion
from factcheck.core import clock
from factcheck.core.errors import InvalidInput, StaleVersion
from factcheck.search.models import IndexJob
from factcheck.search.services import index_jobs_enqueue
from sources.registry.lookup import RegistryLookup
from sources.registry.models import Mention, Source, SourceParent
from sources.registry.names import name_keys
from sources.registry.reading.entities import organisation_kind
from sources.registry.resolution import choose_known
from sources.registry.selectors import source_current, sources_current
from sources.registry.services.naming import NewName, names_create
from sources.registry.types import KnownSource, ResolvedMention, SourceDescription

_NEVER_BY_NAME = (Source.Kind.ANONYMOUS, Source.Kind.DOCUMENT)
_BATCH = 300


def mention_store(*, version: ArticleVersion, mention: ResolvedMention) -> Mention:
    """Store one mention as `mentions_store` does."""
    return mentions_store(version=version, mentions=[mention])[mention]


def mentions_store(*, version: ArticleVersion, mentions: Iterable[ResolvedMention]) -> dict[ResolvedMention, Mention]:
    """Store the mentions of a version with their sources; returns the row of each.

    A mention that is there already is brought up to date, unless a person has judged it. A source that the registry
    does not know is made, provisional; an anonymous one, or a document without a name, once per article and never
    found by its words. A few queries for every few hundred mentions.
    """
    wanted = {_place(m): m for m in mentions}
    given = {m: _place(m) for m in mentions}
    with transaction.atomic():
        rows = {(r.start, r.end): r for r in Mention.objects.filter(article_version=version)}
        open_places = [place for place in wanted if place not in rows or rows[place].judgement is None]
        sources = _sources_of(version, [wanted[place] for place in open_places], rows)
        created: list[Mention] = []
        updated: list[Mention] = []
        for place in open_places:
            mention = wanted[place]
            source = sources.get(mention)
            row = rows.get(place) or Mention(article_version=version, start=place[0], end=place[1])
            ambiguous = source is None and mention.source is not None
            row.segments = [{"start": s.start, "end": s.end} for s in mention.segments]
            row.text = mention.text[:1000]
            row.source = source
            row.resolved_by = "ambiguous" if ambiguous else mention.rule[:32]
            row.confidence = mention.confidence
            (updated if row.pk else created).append(row)
            rows[place] = row
        Mention.objects.bulk_create(created, batch_size=_BATCH)
        Mention.objects.bulk_update(
            updated, ["segments", "text", "source", "resolved_by", "confidence"], batch_size=_BATCH
        )
    return {mention: rows[place] for mention, place in given.items()}


def mention_judge(
    *, mention: Mention, judgement: str, actor: User, source: Source | None = None, expected_version: int | None = None
) -> Mention:
    """Record a person's word on what a mention was resolved to.

    ``yes`` confirms its source, or, with ``source``, puts that one in its place; ``no`` takes the source away (or
    replaces it by ``source``); ``unsure`` leaves it. The hops that rest on the mention follow. Later runs never
    overwrite it. Raises InvalidInput, Forbidden, StaleVersion.
    """
    from sources.tracing.services.following import hops_follow_mention

    fact_checker_require(actor, "Only fact-checkers and editors judge mentions.")
    if judgement not in Mention.Judgement.values:
        raise InvalidInput.field("/judgement", "unknown_value", "Say yes, no or unsure.")
    chosen = source_current(source) if source is not None else mention.source
    if judgement == Mention.Judgement.NO and source is None:
        chosen = None
    if judgement == Mention.Judgement.YES and chosen is None:
        raise InvalidInput.field("/source", "required", "Name the source that this mention stands for.")
    with transaction.atomic():
        values = {
            "judgement": judgement,
            "judged_by": actor,
            "judged_at": clock.now(),
            "source": chosen,
            "version": mention.version + 1,
        }
        if source is not None:
            values |= {"resolved_by": "person", "confidence": 1.0}
        guard = Mention.objects.filter(id=mention.id, version=expected_version or mention.version)
        if not guard.update(**values):
            raise StaleVersion("The mention has changed since you read it. Read it again.")
        mention.refresh_from_db()
        hops_follow_mention(mention=mention, actor=actor)
    return mention


def _place(mention: ResolvedMention) -> tuple[int, int]:
    return mention.segments[0].start, mention.segments[-1].end


def _group(description: SourceDescription) -> tuple[str, ...]:
    """Return what the descriptions of one source in one text share."""
    if description.local_key:
        return (description.local_key,)
    return (description.kind, description.name, description.description)


def _sources_of(
    version: ArticleVersion, mentions: Sequence[ResolvedMention], rows: Mapping[tuple[int, int], Mention]
) -> dict[ResolvedMention, Source | None]:
    """Return the source of each mention: known, found by name, or made; None when left open or ambiguous."""
    groups: dict[tuple[str, ...], list[ResolvedMention]] = {}
    for mention in mentions:
        if mention.source is not None:
            groups.setdefault(_group(mention.source), []).append(mention)
    heads = {group: members[0].source for group, members in groups.items() if members[0].source is not None}
    by_id = sources_current({d.source_id for d in heads.values() if d.source_id})
    found: dict[tuple[str, ...], Source | None] = {}
    to_find: dict[tuple[str, ...], SourceDescription] = {}
    to_make: dict[tuple[str, ...], SourceDescription] = {}
    for group, description in heads.items():
        if description.source_id in by_id:
            found[group] = by_id[description.source_id]
        elif described_only(description):
            earlier = _earlier(groups[group], rows)
            if earlier is not None:
                found[group] = earlier
            else:
                to_make[group] = description
        else:
            to_find[group] = description
    found |= _find_or_make(to_find, to_make)
    return {mention: found.get(group) for group, members in groups.items() for mention in members}


def described_only(description: SourceDescription) -> bool:
    """Say whether a source has no name to be found by, only the article's words for it."""
    return description.kind == Source.Kind.ANONYMOUS or (
        description.kind in _NEVER_BY_NAME and bool(description.description)
    )


def _earlier(members: Sequence[ResolvedMention], rows: Mapping[tuple[int, int], Mention]) -> Source | None:
    """Return the source that an earlier run gave to one of a described source's mentions."""
    for member in members:
        row = rows.get(_place(member))
        if row is not None and row.source is not None and row.source.kind in _NEVER_BY_NAME:
            return row.source
    return None


def _find_or_make(
    to_find: Mapping[tuple[str, ...], SourceDescription], to_make: Mapping[tuple[str, ...], SourceDescription]
) -> dict[tuple[str, ...], Source | None]:
    parents = {d.parent_name for d in (*to_find.values(), *to_make.values()) if d.parent_name}
    known = RegistryLookup().find({d.name for d in to_find.values()} | parents)
    result: dict[tuple[str, ...], Source | None] = {}
    ids: dict[tuple[str, ...], int] = {}
    fresh: dict[str, SourceDescription] = {}
    fresh_of: dict[tuple[str, ...], str] = {}
    for group, description in to_find.items():
        chosen, ambiguous = _choose(known.get(description.name, ()), description)
        if chosen is not None:
            ids[group] = chosen.source_id
        elif ambiguous:
            result[group] = None
        else:
            key = ingest_key(description)
            fresh.setdefault(key or "/".join(group), description)
            fresh_of[group] = key or "/".join(group)
    parent_ids, parent_fresh = _parents(parents, known, {d.name: k for k, d in fresh.items()})
    made = _make({**parent_fresh, **fresh}, to_make)
    rows = sources_current(set(ids.values()) | set(parent_ids.values()))
    result |= {group: rows[source_id] for group, source_id in ids.items()}
    result |= {group: made[key] for group, key in fresh_of.items()}
    result |= {group: made["/".join(group)] for group in to_make}
    _link_parents({**fresh, **{"/".join(g): d for g, d in to_make.items()}}, made, rows, parent_ids)
    return result


def _choose(known: Sequence[KnownSource], description: SourceDescription) -> tuple[KnownSource | None, bool]:
    short = len(name_keys(description.name).exact.split()) == 1
    return choose_known(known, kind=description.kind, country=description.country, short=short)


def ingest_key(description: SourceDescription) -> str | None:
    """Return the key under which ingest makes a source once; None for a person's single name, which many bear."""
    exact = name_keys(description.name).exact
    if description.kind == Source.Kind.PERSON and len(exact.split()) == 1:
        return None
    return f"{description.kind}:{exact}"[:320]


def _parents(
    names: set[str], known: Mapping[str, Sequence[KnownSource]], fresh: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, SourceDescription]]:
    """Return the known parents by name, and those to make by their keys."""
    ids: dict[str, int] = {}
    to_make: dict[str, SourceDescription] = {}
    for name in names:
        best = [k for k in known.get(name, ()) if k.score >= 0.85 and k.kind != Source.Kind.PERSON]
        if best and (len(best) == 1 or best[0].score > best[1].score):
            ids[name] = best[0].source_id
        elif not best and name not in fresh:
            description = SourceDescription(name, _parent_kind(name))
            to_make[ingest_key(description) or name] = description
    return ids, to_make


def _parent_kind(name: str) -> str:
    return organisation_kind(tuple(name.lower().split())) or Source.Kind.ORGANISATION


def _make(
    named: Mapping[str, SourceDescription], described: Mapping[tuple[str, ...], SourceDescription]
) -> dict[str, Source]:
    """Make provisional sources; one that another run has made meanwhile is taken instead."""
    if not named and not described:
        return {}
    rows = {key: _provisional(description, ingest_key(description)) for key, description in named.items()}
    anonymous = {"/".join(group): _provisional(description, None) for group, description in described.items()}
    keyed = [row for row in rows.values() if row.ingest_key]
    Source.objects.bulk_create(keyed, ignore_conflicts=True, batch_size=_BATCH)
    loose = [row for row in (*rows.values(), *anonymous.values()) if not row.ingest_key]
    Source.objects.bulk_create(loose, batch_size=_BATCH)
    by_key = {s.ingest_key: s for s in Source.objects.filter(ingest_key__in=[row.ingest_key for row in keyed])}
    made = {key: by_key[row.ingest_key] if row.ingest_key else row for key, row in {**rows, **anonymous}.items()}
    names_create(
        (source, NewName(source.name, type="primary")) for source in made.values() if source.merged_into_id is None
    )
    index_jobs_enqueue(kind=IndexJob.Kind.SOURCE, object_ids=[source.id for source in made.values()])
    return {key: source_current(source) for key, source in made.items()}


def _provisional(description: SourceDescription, key: str | None) -> Source:
    return Source(
        kind=description.kind,
        name=(description.name or description.description)[:300],
        description=description.description,
        country=description.country,
        provisional=True,
        ingest_key=key,
    )


def _link_parents(
    made_from: Mapping[str, SourceDescription],
    made: Mapping[str, Source],
    rows: Mapping[int, Source],
    parent_ids: Mapping[str, int],
) -> None:
    by_name = {source.name: source for source in made.values()}
    links = []
    for key, description in made_from.items():
        if not description.parent_name:
            continue
        parent = rows.get(parent_ids.get(description.parent_name, 0)) or by_name.get(description.parent_name)
        if parent is not None and parent.id != made[key].id:
            links.append(SourceParent(source=made[key], parent=parent))
    SourceParent.objects.bulk_create(links, ignore_conflicts=True, batch_size=_BATCH)
