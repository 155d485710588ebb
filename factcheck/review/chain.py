"""The arithmetic of the decision log: canonical JSON, and the hash that each entry has over itself and the one before.

Names of people are not in it: a person is a SHA-256 of a random salt, their public id and their name.
"""

import hashlib
import json
from typing import Any

from factcheck.core.clock import rfc3339
from factcheck.review.models import Decision

_PLAIN = (
    *("public_id", "sequence", "role", "action", "from_state", "to_state", "finding", "verdict"),
    *("claim_text", "claim_version", "article_id", "article_version", "article_sha256"),
    *("reason", "public_note", "evidence", "four_eyes", "revision", "revision_sha256", "data", "previous_hash"),
)


def canonical_json(value: Any) -> bytes:
    """Return the one spelling of a JSON value: sorted keys, no spaces, UTF-8. ValueError for NaN and infinity."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def json_sha256(value: Any) -> str:
    """Return the hexadecimal SHA-256 of the value's canonical JSON."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def decision_hash(decision: Decision) -> str:
    """Return the hash that an entry must carry: over all its columns but the row number and the hash itself."""
    content = {name: getattr(decision, name) for name in _PLAIN}
    content |= {"at": rfc3339(decision.at), "person": decision.person_id, "claim": decision.claim_id}
    return json_sha256(content)


def person_digest(*, salt: str, user_public_id: str, name: str) -> str:
    """Return what stands for a person in the log."""
    return json_sha256([salt, user_public_id, name])
