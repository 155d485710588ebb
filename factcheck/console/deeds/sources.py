"""Forms about sources: on the workbench for the mention and the appearance at hand, on a source's page for the rest."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.console.deeds.types import Deed, Files
from factcheck.core.errors import InvalidInput, NotFound
from sources.registry import services as registry
from sources.registry.models import Mention, Source, SourceName, SourceParent
from sources.tracing import services as tracing
from sources.tracing.models import Appearance


def source_named(form: QueryDict, field: str = "source") -> Source:
    """Return the source whose public id the form holds. Raises InvalidInput."""
    source = Source.objects.filter(public_id=form.get(field) or None).first()
    if source is None:
        raise InvalidInput.field(f"/{field}", "missing", _("Pick a source from the list."))
    return source


def _number(form: QueryDict, field: str) -> int:
    value = str(form.get(field, ""))
    return int(value) if value.isdigit() else 0


def _mention(claim: Claim, form: QueryDict) -> Mention:
    mention = Mention.objects.filter(public_id=form.get("mention") or None, article_version__article=claim.article_id)
    found = mention.select_related("source").first()
    if found is None:
        raise NotFound(_("There is no such mention in this article."))
    return found


def mention_judge(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    """Say whether the words mean the source that they were resolved to."""
    mention = _mention(claim, form)
    judgement = str(form.get("judgement", ""))
    registry.mention_judge(mention=mention, judgement=judgement, actor=actor)
    return _("“%(words)s”: %(judgement)s.") % {"words": mention.text, "judgement": mention.get_judgement_display()}


def mention_change(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    """Set the source that the words mean: one from the list, or, with a kind, a new one of this name."""
    mention = _mention(claim, form)
    if not form.get("source") and form.get("kind"):
        source = registry.source_create(
            kind=str(form.get("kind")), name=str(form.get("source_name", "")).strip(), actor=actor
        )
    else:
        source = source_named(form)
    registry.mention_judge(mention=mention, judgement=Mention.Judgement.YES, actor=actor, source=source)
    return _("“%(words)s” now means %(name)s.") % {"words": mention.text, "name": source.name}


def appearance_decide(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    """Say whether a claim elsewhere is this one."""
    appearance = Appearance.objects.filter(public_id=form.get("appearance") or None).first()
    if appearance is None:
        raise NotFound(_("There is no such suggestion."))
    same = form.get("state") == Appearance.State.CONFIRMED
    tracing.appearance_decide(appearance=appearance, confirmed=same, actor=actor)
    return _("Linked: the same claim.") if same else _("Kept apart.")


DEEDS: dict[str, Deed] = {
    "mention_judge": mention_judge,
    "mention_change": mention_change,
    "appearance_decide": appearance_decide,
}


# What is done on a source's own page: the source, the person, the form → a sentence.


def source_confirm(source: Source, actor: User, form: QueryDict) -> str:
    registry.source_confirm(source=source, actor=actor)
    return _("Confirmed.")


def source_name_add(source: Source, actor: User, form: QueryDict) -> str:
    name = registry.NewName(
        text=str(form.get("text", "")), language=str(form.get("language", "")).strip(), type=str(form.get("type", ""))
    )
    registry.source_name_add(source=source, name=name, actor=actor)
    return _("Name added.")


def source_name_remove(source: Source, actor: User, form: QueryDict) -> str:
    name = SourceName.objects.filter(source=source, pk=_number(form, "name")).first()
    if name is None:
        raise NotFound(_("The source has no such name."))
    registry.source_name_remove(name=name, actor=actor)
    return _("Name removed.")


def source_parent_add(source: Source, actor: User, form: QueryDict) -> str:
    registry.source_parent_add(source=source, parent=source_named(form, "parent"), actor=actor)
    return _("Added.")


def source_parent_remove(source: Source, actor: User, form: QueryDict) -> str:
    link = SourceParent.objects.filter(source=source, pk=_number(form, "link")).first()
    if link is None:
        raise NotFound(_("There is no such link."))
    registry.source_parent_remove(link=link, actor=actor)
    return _("Removed.")


def source_withdraw(source: Source, actor: User, form: QueryDict) -> str:
    registry.source_withdraw(source=source, actor=actor, reason=str(form.get("reason", "")))
    return _("Withdrawn; published claims that rest on it go to re-review.")


SOURCE_DEEDS = {
    "confirm": source_confirm,
    "name_add": source_name_add,
    "name_remove": source_name_remove,
    "parent_add": source_parent_add,
    "parent_remove": source_parent_remove,
    "withdraw": source_withdraw,
}
