"""Hops of a chain, changed by a person. Positions stay contiguous from the originator; no source comes twice."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from factcheck.accounts.models import User
from factcheck.accounts.policies import fact_checker_require
from factcheck.claims.models import Claim
from factcheck.core.errors import Conflict, FieldError, InvalidInput, StaleVersion
from sources.registry.models import Source
from sources.registry.selectors import source_current
from sources.tracing.fragments import is_media_fragment
from sources.tracing.models import Attribution, Hop
from sources.tracing.services.touching import claims_touch

_EDITABLE = (
    "medium",
    "source",
    "said_at",
    "said_at_precision",
    "said_where",
    "programme",
    "air_time",
    "media_fragment",
    "note",
)
_SHIFT = 1000


def hop_add(
    *,
    claim: Claim,
    role: str,
    actor: User,
    source: Source | None = None,
    position: int | None = None,
    expected_version: int | None = None,
    **fields: Any,
) -> Hop:
    """Add a hop to a claim's chain; returns it.

    ``position`` defaults to the place that the role has: the originator first, the publisher last, anything else
    before the publisher. ``fields``: medium, said_at (with said_at_precision), said_where, programme, air_time,
    media_fragment, note. Raises InvalidInput, Forbidden, StaleVersion, Conflict.
    """
    _may_edit(actor, claim)
    fields = _checked({**fields, "source": source})
    if role not in Hop.Role.values:
        raise InvalidInput.field("/role", "unknown_value", "A hop is originator, relay, channel or publisher.")
    with transaction.atomic():
        _guard(claim, expected_version)
        attribution, _ = Attribution.objects.get_or_create(claim=claim)
        chain = list(attribution.hops.order_by("position"))
        at = _place(chain, role, position)
        _no_repeat(chain, fields["source"], None)
        chain.insert(at, Hop(attribution=attribution, role=role, **fields))
        _check_order(chain)
        _write(attribution, chain)
        claims_touch([claim.id])
    return chain[at]


def hop_update(*, hop: Hop, actor: User, expected_version: int | None = None, **changes: Any) -> Hop:
    """Change what a hop says (see `hop_add`) or its source. ``expected_version`` is the claim's.

    Raises InvalidInput, Forbidden, StaleVersion, Conflict.
    """
    claim = hop.attribution.claim
    _may_edit(actor, claim)
    changes = _checked(changes)
    with transaction.atomic():
        _guard(claim, expected_version)
        if "source" in changes:
            _no_repeat(list(hop.attribution.hops.all()), changes["source"], hop)
            hop.resolved_by, hop.confidence = "person", 1.0
        for name, value in changes.items():
            setattr(hop, name, value)
        hop.save()
        claims_touch([claim.id])
    return hop


def hop_remove(*, hop: Hop, actor: User, expected_version: int | None = None) -> None:
    """Take a hop out of its chain; the ones behind it move up. Raises Forbidden, StaleVersion."""
    attribution = hop.attribution
    _may_edit(actor, attribution.claim)
    with transaction.atomic():
        _guard(attribution.claim, expected_version)
        hop.delete()
        _write(attribution, list(attribution.hops.order_by("position")))
        claims_touch([attribution.claim_id])


def _may_edit(actor: User, claim: Claim) -> None:
    fact_checker_require(actor, "Only fact-checkers and editors change chains.")
    if claim.state in (Claim.State.PUBLISHED, Claim.State.RETRACTED):
        raise Conflict("The claim is published. Reopen it to change its chain.")


def _guard(claim: Claim, expected_version: int | None) -> None:
    """Hold the claim's row, and refuse when it has changed since the caller read it."""
    rows = Claim.objects.filter(id=claim.id)
    if expected_version is not None:
        rows = rows.filter(version=expected_version)
    if not rows.update(version=F("version")):
        raise StaleVersion("The claim has changed since you read it. Read it again.")


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    errors = [
        FieldError(f"/{name}", "unknown_field", "This field cannot be set.") for name in fields if name not in _EDITABLE
    ]
    if fields.get("medium") and fields["medium"] not in Hop.Medium.values:
        errors.append(FieldError("/medium", "unknown_value", f"A medium is one of {', '.join(Hop.Medium.values)}."))
    if fields.get("said_at_precision") and fields["said_at_precision"] not in Hop.Precision.values:
        errors.append(
            FieldError("/said_at_precision", "unknown_value", f"It is one of {', '.join(Hop.Precision.values)}.")
        )
    if isinstance(fields.get("said_at"), datetime) and not fields.get("said_at_precision", "minute"):
        errors.append(FieldError("/said_at_precision", "required", "Say how exact the time is."))
    if fields.get("media_fragment") and not is_media_fragment(fields["media_fragment"]):
        errors.append(FieldError("/media_fragment", "form", "A media fragment looks like t=10,25.5 or t=0:02:10."))
    for name, limit in (("said_where", 300), ("programme", 300)):
        if len(fields.get(name) or "") > limit:
            errors.append(FieldError(f"/{name}", "length", f"At most {limit} characters."))
    if errors:
        raise InvalidInput("Some fields cannot be used as they are.", errors=errors)
    if fields.get("source") is not None:
        fields = {**fields, "source": source_current(fields["source"])}
    return {
        name: value for name, value in fields.items() if value is not None or name in ("source", "said_at", "air_time")
    }


def _place(chain: list[Hop], role: str, position: int | None) -> int:
    if role == Hop.Role.ORIGINATOR:
        return 0
    last = len(chain) - (1 if chain and chain[-1].role == Hop.Role.PUBLISHER else 0)
    if role == Hop.Role.PUBLISHER or position is None:
        return len(chain) if role == Hop.Role.PUBLISHER else last
    if not 0 <= position <= last:
        raise InvalidInput.field("/position", "range", f"The position is 0 to {last}.")
    return position


def _no_repeat(chain: list[Hop], source: Source | None, changed: Hop | None) -> None:
    if source is not None and any(h.source_id == source.id for h in chain if changed is None or h.pk != changed.pk):
        raise Conflict(
            f"{source.name} has a hop in this chain already; a chain never comes back to a source.", code="cycle"
        )


def _check_order(chain: list[Hop]) -> None:
    roles = [hop.role for hop in chain]
    if roles.count(Hop.Role.ORIGINATOR) > 1 or roles.count(Hop.Role.PUBLISHER) > 1:
        raise Conflict("A chain has one originator and one publisher at most.")
    if Hop.Role.ORIGINATOR in roles[1:]:
        raise InvalidInput.field("/position", "order", "The originator comes first.")
    if Hop.Role.PUBLISHER in roles[:-1]:
        raise InvalidInput.field("/position", "order", "The publisher comes last.")


def _write(attribution: Attribution, chain: list[Hop]) -> None:
    """Number the hops from 0; far ones first, so that no two ever have one position."""
    Hop.objects.filter(attribution=attribution).exclude(role=Hop.Role.ORIGINATOR).update(
        position=F("position") + _SHIFT
    )
    for position, hop in enumerate(chain):
        hop.position = position
        if hop.pk:
            Hop.objects.filter(pk=hop.pk).update(position=position)
        else:
            hop.save()
