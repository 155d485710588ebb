"""All that changes the work of judging. Doors (API, admin, tasks, commands) and other rooms import from here."""

from factcheck.review.services.assessments import assessment_record
from factcheck.review.services.assignment import claim_lock, claim_unlock, claims_assign, deadlines_notify
from factcheck.review.services.comments import comment_add
from factcheck.review.services.evidence import evidence_add, evidence_update, evidence_withdraw
from factcheck.review.services.log import (
    Change,
    Entry,
    change_event_record,
    change_events_record,
    decision_record,
    decisions_record,
    log_person,
)
from factcheck.review.services.notifications import notification_read, notifications_read_all
from factcheck.review.services.people import person_erase
from factcheck.review.services.replies import reply_request_add, reply_request_answer
from factcheck.review.services.rereview import claims_need_rereview, source_withdrawn
from factcheck.review.services.snapshots import (
    evidence_quote_check,
    snapshot_enqueue,
    snapshot_fetch,
    snapshot_upload,
)
from factcheck.review.services.transitions import claim_transition

__all__ = [
    "Change",
    "Entry",
    "assessment_record",
    "change_event_record",
    "change_events_record",
    "claim_lock",
    "claim_transition",
    "claim_unlock",
    "claims_assign",
    "claims_need_rereview",
    "comment_add",
    "deadlines_notify",
    "decision_record",
    "decisions_record",
    "evidence_add",
    "evidence_quote_check",
    "evidence_update",
    "evidence_withdraw",
    "log_person",
    "notification_read",
    "notifications_read_all",
    "person_erase",
    "reply_request_add",
    "reply_request_answer",
    "snapshot_enqueue",
    "snapshot_fetch",
    "snapshot_upload",
    "source_withdrawn",
]
