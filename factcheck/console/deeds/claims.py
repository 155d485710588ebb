"""Forms that change a claim's words or the steps of its chain."""

from datetime import UTC, datetime, time

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.claims import services as claims
from factcheck.claims.models import Claim
from factcheck.console.deeds.sources import source_named
from factcheck.console.deeds.types import Deed, Files, seen_version
from factcheck.core.errors import InvalidInput, NotFound
from sources.tracing import services as tracing
from sources.tracing.models import Hop

_TEXTS = ("medium", "said_where", "programme", "media_fragment", "note")


def claim_edit(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    """Word the claim anew."""
    claims.claim_edit(
        claim_id=claim.pk,
        actor=actor,
        expected_version=seen_version(form),
        text=str(form.get("text", "")),
        kind=str(form.get("kind")) if form.get("kind") else None,
    )
    return _("The claim has a new wording.")


def hop_add(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    """Add a step to the chain, at the place that its role has."""
    tracing.hop_add(
        claim=claim,
        role=str(form.get("role", "")),
        actor=actor,
        source=source_named(form),
        expected_version=seen_version(form),
        medium=str(form.get("medium", "")),
    )
    return _("Step added.")


def hop_update(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    """Change what a step says; the day on which it was said is exact to the day."""
    day = parse_date(str(form.get("said_on", ""))) if form.get("said_on") else None
    changes: dict[str, object] = {name: str(form.get(name, "")).strip() for name in _TEXTS if name in form}
    if "said_on" in form:
        changes["said_at"] = datetime.combine(day, time(), tzinfo=UTC) if day else None
        changes["said_at_precision"] = Hop.Precision.DAY if day else ""
    if form.get("source"):
        changes["source"] = source_named(form)
    tracing.hop_update(hop=_hop(claim, form), actor=actor, expected_version=seen_version(form), **changes)
    return _("Step changed.")


def hop_remove(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    """Take a step out of the chain."""
    tracing.hop_remove(hop=_hop(claim, form), actor=actor, expected_version=seen_version(form))
    return _("Step removed.")


def _hop(claim: Claim, form: QueryDict) -> Hop:
    hop = Hop.objects.filter(public_id=form.get("hop") or None, attribution__claim=claim).first()
    if hop is None:
        raise NotFound(_("The chain has no such step any more."))
    return hop


def hop_change(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    """The step's form has two buttons."""
    what = form.get("what", "change")
    if what not in ("change", "remove"):
        raise InvalidInput.field("/what", "unknown", _("There is no such action; load the page again."))
    return (hop_remove if what == "remove" else hop_update)(claim=claim, actor=actor, form=form, files=files)


DEEDS: dict[str, Deed] = {"claim_edit": claim_edit, "hop_add": hop_add, "hop_change": hop_change}
