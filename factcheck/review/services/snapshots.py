"""Keeping the bytes of evidence, and checking that a quote stands in them."""

import hashlib
import mimetypes

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.accounts.policies import fact_checker_require
from factcheck.core import clock
from factcheck.core.errors import InvalidInput, NotFound
from factcheck.core.http import Fetched, FetchError, fetch
from factcheck.core.jobs import job_enqueue
from factcheck.review.models import Evidence, EvidenceSnapshot
from factcheck.review.quotes import quote_find, quote_selectors
from factcheck.review.reading import document_text

FETCH_JOB = "review.snapshot_fetch"


def snapshot_enqueue(*, evidence_id: str, actor: User) -> Evidence:
    """Have a worker fetch the evidence's URL, for the first time or again. Raises as ``evidence_get`` and for
    evidence without a URL."""
    fact_checker_require(actor)
    with transaction.atomic():
        evidence = _fetchable(evidence_id)
        Evidence.objects.filter(id=evidence.id).update(
            fetch_state=Evidence.FetchState.QUEUED, fetch_error="", fetch_error_detail=""
        )
        job_enqueue(
            kind=FETCH_JOB,
            key=evidence.public_id,
            payload={"evidence_id": evidence.public_id, "user_id": actor.id},
        )
    evidence.refresh_from_db()
    return evidence


def snapshot_fetch(*, evidence_id: str, actor: User | None = None) -> EvidenceSnapshot:
    """Fetch the evidence's URL now and keep what came. Call it outside of a transaction: it may take half a minute.

    Raises FetchError with a reason code when nothing usable came; the evidence then says so too, and a file can be
    uploaded by hand. Raises NotFound, and InvalidInput for evidence without a URL or withdrawn.
    """
    evidence = _fetchable(evidence_id)
    try:
        fetched = fetch(evidence.url, max_bytes=settings.EVIDENCE_MAX_BYTES).require_ok()
    except FetchError as error:
        _fetch_failed(evidence, code=error.code, detail=error.detail)
        raise
    return _fetched_store(evidence, fetched, actor)


def snapshot_fetch_queued(*, evidence_id: str, user_id: int | None) -> None:
    """Do a queued fetch. One that has been done, or whose evidence is gone or withdrawn, is left alone."""
    waiting = Evidence.objects.filter(public_id=evidence_id, fetch_state=Evidence.FetchState.QUEUED, withdrawn_at=None)
    if not waiting.exists():
        return
    actor = User.objects.filter(id=user_id).first() if user_id else None
    try:
        snapshot_fetch(evidence_id=evidence_id, actor=actor)
    except FetchError:
        return  # the evidence says why; a person fetches again or uploads


def snapshot_fetch_gave_up(*, evidence_id: str, error: str) -> None:
    """Say on the evidence that its fetch failed for a reason of our own."""
    evidence = Evidence.objects.filter(public_id=evidence_id, fetch_state=Evidence.FetchState.QUEUED).first()
    if evidence is not None:
        _fetch_failed(evidence, code="engine_error", detail=error)


def snapshot_upload(*, evidence_id: str, actor: User, upload: File) -> EvidenceSnapshot:
    """Keep a file that a person hands in, where fetching fails or there is nothing to fetch.

    Raises Forbidden, NotFound, or InvalidInput for a file that is empty or larger than ``EVIDENCE_MAX_BYTES``.
    """
    fact_checker_require(actor)
    evidence = evidence_get(evidence_id)
    body = upload_read(upload)
    name = (upload.name or "").rsplit("/", 1)[-1][:255]
    declared = (getattr(upload, "content_type", "") or "").split(";")[0].strip().lower()
    with transaction.atomic():
        return _store(
            evidence,
            body,
            method=EvidenceSnapshot.Method.UPLOADED,
            mime=declared or mimetypes.guess_type(name)[0] or "application/octet-stream",
            charset=getattr(upload, "charset", None) or "",
            filename=name,
            fetched_by=actor,
        )


def upload_read(upload: File) -> bytes:
    """Return the bytes of an uploaded file. Raises InvalidInput when it is empty or too large."""
    if upload.size > settings.EVIDENCE_MAX_BYTES:
        limit = settings.EVIDENCE_MAX_BYTES // 1_000_000
        raise InvalidInput.field("/upload", "too_large", _("A file may have %(limit)s MB at most.") % {"limit": limit})
    body: bytes = upload.read()
    if not body:
        raise InvalidInput.field("/upload", "empty", _("The file is empty."))
    return body


def evidence_quote_check(*, evidence_id: str) -> Evidence:
    """Look for the evidence's quote in its snapshots, the latest first, and store where it stands or that it does not.

    Raises NotFound.
    """
    with transaction.atomic():
        evidence = evidence_get(evidence_id)
        quote_check(evidence)
    return evidence


def quote_check(evidence: Evidence) -> None:
    """Do the check on a row that is at hand, and store its result."""
    evidence.quote_state, evidence.quote_selectors, evidence.quote_snapshot = Evidence.QuoteState.UNCHECKED, [], None
    readable = 0
    snapshots = list(evidence.snapshots.order_by("-id")) if evidence.quote else []
    for snapshot in snapshots:
        readable += bool(snapshot.text)
        segments = quote_find(snapshot.text, evidence.quote) if snapshot.text else None
        if segments:
            evidence.quote_state = Evidence.QuoteState.FOUND
            evidence.quote_selectors = quote_selectors(snapshot.text, segments)
            evidence.quote_snapshot = snapshot
            break
    else:
        if snapshots:
            evidence.quote_state = Evidence.QuoteState.NOT_FOUND if readable else Evidence.QuoteState.UNREADABLE
    evidence.quote_checked_at = clock.now() if snapshots else None
    evidence.save(update_fields=["quote_state", "quote_selectors", "quote_snapshot", "quote_checked_at", "updated_at"])


def evidence_get(public_id: str) -> Evidence:
    """Return the evidence with this public id. Raises NotFound, or InvalidInput for withdrawn evidence."""
    evidence = Evidence.objects.filter(public_id=public_id).select_related("claim", "hop").first()
    if evidence is None:
        raise NotFound(_("There is no such evidence."))
    if evidence.withdrawn_at:
        raise InvalidInput(_("This evidence was withdrawn; add it anew."), code="withdrawn")
    return evidence


def _fetchable(evidence_id: str) -> Evidence:
    evidence = evidence_get(evidence_id)
    if not evidence.url:
        raise InvalidInput.field("/url", "required", _("This evidence has no URL to fetch: upload a file instead."))
    return evidence


def _fetch_failed(evidence: Evidence, *, code: str, detail: str) -> None:
    Evidence.objects.filter(id=evidence.id).update(
        fetch_state=Evidence.FetchState.FAILED, fetch_error=code[:32], fetch_error_detail=detail
    )


@transaction.atomic
def _fetched_store(evidence: Evidence, fetched: Fetched, actor: User | None) -> EvidenceSnapshot:
    Evidence.objects.filter(id=evidence.id).update(
        fetch_state=Evidence.FetchState.FETCHED, fetch_error="", fetch_error_detail=""
    )
    evidence.refresh_from_db()
    return _store(
        evidence,
        fetched.body,
        method=EvidenceSnapshot.Method.FETCHED,
        mime=(fetched.mime or "application/octet-stream")[:200],
        charset=fetched.charset[:40],
        url=fetched.url[:2000],
        status=fetched.status,
        fetched_by=actor,
    )


def _store(evidence: Evidence, body: bytes, *, mime: str, charset: str, **columns: object) -> EvidenceSnapshot:
    document = document_text(body, mime=mime, charset=charset)
    snapshot = EvidenceSnapshot(
        evidence=evidence,
        mime=mime,
        charset=charset,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        text=document.text,
        extractor=document.extractor,
        fetched_at=clock.now(),
        **columns,
    )
    path = snapshot.file.field.generate_filename(snapshot, "")
    # Named by its digest: what lies there already is this very document.
    snapshot.file.name = path if default_storage.exists(path) else default_storage.save(path, ContentFile(body))
    snapshot.save(force_insert=True)
    quote_check(evidence)
    return snapshot
