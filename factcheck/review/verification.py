"""Checking the decision log from its first entry to its head."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from factcheck.review import chain, triggers
from factcheck.review.models import Decision, LogHead, LogPerson, Revision


@dataclass(frozen=True)
class LogReport:
    """What a check of the log found. ``problem`` is empty when all is well; ``sequence`` and ``hash`` then are
    its head.

    Otherwise ``entry`` is the public id of the first broken entry (empty when none is to blame) and ``sequence`` where
    it stands or should stand.
    """

    checked: int
    sequence: int
    hash: str
    entry: str = ""
    problem: str = ""


def log_verify(*, expected_head: tuple[int, str] | None = None) -> LogReport:
    """Check every entry: its number, its link to the one before, its hash, the name beside it and the revision that it
    made; then the head, a head that was published earlier (``expected_head``: sequence and hash), and the triggers.
    """
    sequence, previous = 0, ""
    known = {} if expected_head is None else {expected_head[0]: expected_head[1]}
    names = _names_broken()
    for decision in Decision.objects.select_related("revision_row").order_by("sequence").iterator(chunk_size=500):
        problem = _entry_problem(decision, sequence + 1, previous, names)
        if not problem and known.get(decision.sequence, decision.hash) != decision.hash:
            problem = "it is not the entry whose hash was published"
        if problem:
            return LogReport(sequence, decision.sequence, decision.hash, decision.public_id, problem)
        sequence, previous = decision.sequence, decision.hash
    return LogReport(sequence, sequence, previous, problem=_end_problem(sequence, previous, known))


def _entry_problem(decision: Decision, expected: int, previous: str, names: set[str]) -> str:
    if decision.sequence != expected:
        return f"entry {expected} is missing before it"
    if decision.previous_hash != previous:
        return "it does not follow the entry before it"
    if decision.hash != chain.decision_hash(decision):
        return "its content does not match its hash"
    if decision.person_id in names:
        return "the name beside it was changed"
    if decision.revision_sha256:
        revision: Revision | None = getattr(decision, "revision_row", None)
        if revision is None:
            return "the revision that it made is missing"
        if chain.json_sha256(revision.payload) != decision.revision_sha256:
            return f"revision {revision.public_id} that it made was changed"
    return ""


def _end_problem(sequence: int, last_hash: str, known: dict[int, str]) -> str:
    head = LogHead.objects.filter(id=LogHead.SINGLETON).first()
    stands = (head.decision_sequence, head.decision_hash) if head else (0, "")
    if stands != (sequence, last_hash):
        return f"the log ends at entry {sequence}, but its head stands at {stands[0]}: entries were cut off"
    if any(published > sequence for published in known):
        return f"the log ends at entry {sequence}, but entry {max(known)} was published: entries were cut off"
    missing = sorted(triggers.triggers_missing(connection))
    if missing:
        return f"the triggers that keep it append-only are missing: {', '.join(missing)}"
    return ""


def _names_broken() -> set[str]:
    """Return the digests of people whose copied name is not the one that the digest was made of."""
    return {person.digest for person in _people() if person.digest != _digest(person)}


def _people() -> Iterator[LogPerson]:
    return LogPerson.objects.filter(erased_at=None).iterator(chunk_size=500)


def _digest(person: LogPerson) -> str:
    return chain.person_digest(salt=person.salt, user_public_id=person.user_public_id, name=person.name)
