"""Forms that judge: transitions, assessments, evidence, comments, assignment, right of reply."""

from datetime import UTC, date, datetime, time

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.console.deeds.types import Deed, Files, seen_version
from factcheck.core.errors import InvalidInput
from factcheck.review import services as review
from factcheck.review.types import TransitionData


def _end_of(day: date) -> datetime:
    """The last minute of a day, in UTC."""
    return datetime.combine(day, time(23, 59), tzinfo=UTC)


def transition(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    """Take the claim one step on. ``evidence_chosen`` says that the ticked evidence is meant, also when none is."""
    hops = [key for key in form if key.startswith("hop_finding:") and form[key]]
    changed = review.claim_transition(
        claim_id=claim.pk,
        action=str(form.get("action", "")),
        actor=actor,
        expected_version=seen_version(form),
        data=TransitionData(
            reason=form.get("reason", ""),
            public_note=form.get("public_note", ""),
            finding=form.get("finding", ""),
            hop_findings={key.removeprefix("hop_finding:"): str(form[key]) for key in hops},
            verdict=form.get("verdict") or None,
            rationale=form.get("rationale", ""),
            evidence=tuple(form.getlist("evidence")) if "evidence_chosen" in form else None,
            discard_reason=form.get("discard_reason", ""),
            duplicate_of=form.get("duplicate_of", "").strip(),
        ),
    )
    return _("The claim is now %(state)s.") % {"state": changed.get_state_display()}


def assess(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    review.assessment_record(
        claim_id=claim.pk,
        actor=actor,
        finding=form.get("finding", ""),
        verdict=form.get("verdict") or None,
        rationale=form.get("rationale", ""),
    )
    return _("Your assessment is kept beside the others.")


def evidence_add(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    review.evidence_add(
        claim_id=claim.pk,
        actor=actor,
        stance=form.get("stance", ""),
        upload=files.get("upload"),
        hop_id=form.get("hop") or None,
        primary="primary" in form,
        **{
            name: form.get(name, "").strip()
            for name in (
                "url",
                "title",
                "archived_url",
                "quote",
                "language",
                "translation",
                "translator",
                "media_fragment",
                "transcript",
                "note",
            )
        },
    )
    return _("Evidence added.")


def evidence_withdraw(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    hit = review.evidence_withdraw(evidence_id=form.get("evidence", ""), actor=actor, reason=form.get("reason", ""))
    if not hit:
        return _("Evidence withdrawn.")
    return _("Evidence withdrawn; %(n)s published claims need re-review.") % {"n": len(hit)}


def evidence_fetch(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    review.snapshot_enqueue(evidence_id=form.get("evidence", ""), actor=actor)
    return _("The address is fetched again.")


def evidence_upload(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    upload = files.get("upload")
    if upload is None:
        raise InvalidInput.field("/upload", "missing", _("Choose a file."))
    review.snapshot_upload(evidence_id=form.get("evidence", ""), actor=actor, upload=upload)
    return _("Snapshot stored.")


def comment(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    review.comment_add(claim_id=claim.pk, actor=actor, body=form.get("body", ""))
    return _("Comment added.")


def assign(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    assignee = User.objects.filter(public_id=form.get("assignee") or None).first()
    day = parse_date(form.get("due", "")) if form.get("due") else None
    review.claims_assign(claim_ids=[claim.pk], assignee=assignee, actor=actor, due_at=_end_of(day) if day else None)
    return _("Given to %(name)s.") % {"name": assignee.display_name} if assignee else _("Given to nobody.")


def lock(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    review.claim_lock(claim_id=claim.pk, actor=actor)
    return _("The claim is yours for now.")


def unlock(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    review.claim_unlock(claim_id=claim.pk, actor=actor)
    return _("The claim is free.")


def reply_request(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    day = parse_date(form.get("deadline", "")) if form.get("deadline") else None
    if day is None:
        raise InvalidInput.field("/deadline", "missing", _("Name the day by which they may answer."))
    review.reply_request_add(
        claim_id=claim.pk,
        actor=actor,
        party=form.get("party", "").strip(),
        channel=form.get("channel", ""),
        question=form.get("question", ""),
        deadline=_end_of(day),
    )
    return _("The question is on record.")


def reply_answer(*, claim: Claim, actor: User, form: QueryDict, files: Files) -> str:
    review.reply_request_answer(
        reply_request_id=form.get("reply", ""),
        actor=actor,
        outcome=form.get("outcome", ""),
        answer=form.get("answer", ""),
    )
    return _("The answer is on record.")


DEEDS: dict[str, Deed] = {
    "transition": transition,
    "assess": assess,
    "evidence_add": evidence_add,
    "evidence_withdraw": evidence_withdraw,
    "evidence_fetch": evidence_fetch,
    "evidence_upload": evidence_upload,
    "comment": comment,
    "assign": assign,
    "lock": lock,
    "unlock": unlock,
    "reply_request": reply_request,
    "reply_answer": reply_answer,
}
