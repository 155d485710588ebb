"""Adding, changing and withdrawing evidence."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.accounts.policies import fact_checker_require
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.errors import InvalidInput, NotFound, StaleVersion
from factcheck.core.text import normalise
from factcheck.review.models import Evidence
from factcheck.review.selectors import claims_for_log, claims_resting_on
from factcheck.review.services.log import decision_record
from factcheck.review.services.rereview import claims_need_rereview
from factcheck.review.services.snapshots import (
    evidence_get,
    quote_check,
    snapshot_enqueue,
    snapshot_upload,
    upload_read,
)
from factcheck.search.models import IndexJob
from factcheck.search.services import index_job_enqueue
from sources.registry.models import Source
from sources.tracing.models import Hop

_TEXTS = ("title", "quote", "translation", "translator", "transcript", "note", "language")
_EDITABLE = {"stance", "primary", "archived_url", "media_fragment", "hop_id", "source_id", *_TEXTS}
_LIMITS = {"title": 500, "language": 16, "translator": 200, "media_fragment": 100}
# Normal play time of W3C Media Fragments: seconds or hh:mm:ss, from, to, or both.
_TIME = r"(?:\d+:)?(?:\d{1,2}:\d{2}(?:\.\d+)?|\d+(?:\.\d+)?)"
_MEDIA_FRAGMENT = re.compile(rf"t=(?:{_TIME}(?:,{_TIME})?|,{_TIME})")


@transaction.atomic
def evidence_add(
    *,
    claim_id: int,
    actor: User,
    stance: str,
    url: str = "",
    upload: File | None = None,
    hop_id: str | None = None,
    source_id: str | None = None,
    primary: bool = False,
    title: str = "",
    archived_url: str = "",
    quote: str = "",
    language: str = "",
    translation: str = "",
    translator: str = "",
    media_fragment: str = "",
    transcript: str = "",
    note: str = "",
) -> Evidence:
    """Add a URL or a file (or both: where the URL cannot be fetched) as evidence on a claim, or on one of its hops.

    A URL without a file is fetched by a worker soon (``fetch_state``). ``hop_id`` and ``source_id`` are public ids.
    Raises Forbidden, NotFound, or InvalidInput that names the field.
    """
    fact_checker_require(actor)
    claim = Claim.objects.filter(id=claim_id).first()
    if claim is None:
        raise NotFound(_("There is no such claim."))
    url = url.strip()
    if not url and upload is None:
        raise InvalidInput.field("/url", "required", _("Give a URL or upload a file."))
    fields = _checked(
        claim,
        {
            "stance": stance,
            "hop_id": hop_id,
            "source_id": source_id,
            "primary": primary,
            "title": title,
            "archived_url": archived_url,
            "quote": quote,
            "language": language,
            "translation": translation,
            "translator": translator,
            "media_fragment": media_fragment,
            "transcript": transcript,
            "note": note,
        },
    )
    _url_check("/url", url)
    if upload is not None:
        upload_read(upload)
        upload.seek(0)
    evidence = Evidence.objects.create(claim=claim, url=url, added_by=actor, **fields)
    if upload is not None:
        snapshot_upload(evidence_id=evidence.public_id, actor=actor, upload=upload)
    else:
        snapshot_enqueue(evidence_id=evidence.public_id, actor=actor)
    _claim_touch(claim)
    evidence.refresh_from_db()
    return evidence


@transaction.atomic
def evidence_update(*, evidence_id: str, actor: User, expected_version: int, **fields: Any) -> Evidence:
    """Change what was said of a piece of evidence; its URL and snapshots stay. A changed quote is checked anew.

    Raises Forbidden, NotFound, StaleVersion, or InvalidInput (an unknown field, a value that cannot be, withdrawn).
    """
    fact_checker_require(actor)
    unknown = sorted(set(fields) - _EDITABLE)
    if unknown:
        raise InvalidInput.field(f"/{unknown[0]}", "unknown", _("This field of evidence cannot be changed."))
    taken = Evidence.objects.filter(public_id=evidence_id, version=expected_version).update(version=F("version") + 1)
    evidence = evidence_get(evidence_id)
    if not taken:
        raise StaleVersion(_("The evidence has changed meanwhile: read it again."))
    present = {name: getattr(evidence, name) for name in ("translation", "translator")}
    for name, value in _checked(evidence.claim, {**present, **fields}).items():
        setattr(evidence, name, value)
    evidence.save()
    if "quote" in fields:
        quote_check(evidence)
    _claim_touch(evidence.claim)
    return evidence


@transaction.atomic
def evidence_withdraw(*, evidence_id: str, actor: User, reason: str) -> list[Claim]:
    """Withdraw a piece of evidence: it stays readable, but nothing may rest on it any more.

    Returns the claims whose published verdict rests on it; they were sent to needs_rereview. Raises Forbidden,
    NotFound, or InvalidInput without a reason or when it was withdrawn before.
    """
    fact_checker_require(actor)
    reason = normalise(reason)
    if not reason:
        raise InvalidInput.field("/reason", "required", _("Say why it is withdrawn."))
    evidence = evidence_get(evidence_id)
    withdrawn = Evidence.objects.filter(id=evidence.id, withdrawn_at=None).update(
        withdrawn_at=clock.now(), withdrawn_by=actor, withdrawn_reason=reason, version=F("version") + 1
    )
    if not withdrawn:
        raise InvalidInput(_("This evidence was withdrawn already."), code="withdrawn")
    _claim_touch(evidence.claim)
    claim_ids = list(claims_resting_on(evidence=evidence).values_list("id", flat=True))
    claims = claims_need_rereview(claim_ids=claim_ids, reason=reason, code="evidence_withdrawn", actor=actor)
    claim = claims_for_log().get(id=evidence.claim_id)
    decision_record(
        action="withdraw_evidence",
        actor=actor,
        claim=claim,
        from_state=claim.state,
        to_state=claim.state,
        reason=reason,
        data={"evidence": evidence.public_id},
    )
    return claims


def _checked(claim: Claim, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the columns for what a person gave. Raises InvalidInput that names the field."""
    columns = {name: normalise(value) if name in _TEXTS else value for name, value in fields.items()}
    if columns.get("stance", Evidence.Stance.CONTEXT) not in Evidence.Stance.values:
        raise InvalidInput.field(
            "/stance", "unknown", _("The stance is one of: %(list)s.") % {"list": ", ".join(Evidence.Stance.values)}
        )
    for name, limit in _LIMITS.items():
        if len(columns.get(name, "")) > limit:
            raise InvalidInput.field(f"/{name}", "too_long", _("At most %(n)s characters.") % {"n": limit})
    if columns.get("translation") and not columns.get("translator"):
        raise InvalidInput.field("/translator", "required", _("Say who translated it, a person or a machine."))
    if columns.get("media_fragment") and not _MEDIA_FRAGMENT.fullmatch(columns["media_fragment"]):
        raise InvalidInput.field("/media_fragment", "form", _("Write the time as t=10,25.5 or t=0:01:10,0:01:25."))
    _url_check("/archived_url", columns.get("archived_url", ""))
    if "hop_id" in columns:
        columns["hop"] = _hop(claim, columns.pop("hop_id"))
    if "source_id" in columns:
        columns["source"] = _source(columns.pop("source_id"))
    return columns


def _url_check(pointer: str, url: str) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= 2000
    except ValueError:
        fine = False
    if not fine:
        raise InvalidInput.field(pointer, "form", _("Give a full http or https address of at most 2000 characters."))


def _hop(claim: Claim, public_id: str | None) -> Hop | None:
    if not public_id:
        return None
    hop = Hop.objects.filter(public_id=public_id, attribution__claim=claim).first()
    if hop is None:
        raise InvalidInput.field("/hop_id", "not_found", _("The claim has no such hop."))
    return hop


def _source(public_id: str | None) -> Source | None:
    if not public_id:
        return None
    source = Source.objects.filter(public_id=public_id, merged_into=None).first()
    if source is None:
        raise InvalidInput.field("/source_id", "not_found", _("There is no such source, or it was merged."))
    return source


def _claim_touch(claim: Claim) -> None:
    now = clock.now()
    Claim.objects.filter(id=claim.id).update(version=F("version") + 1, updated_at=now)
    Claim.objects.filter(id=claim.id, touched_at=None).update(touched_at=now)
    index_job_enqueue(kind=IndexJob.Kind.CLAIM, object_id=claim.id)
