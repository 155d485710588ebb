"""The state machine of a claim, as data. Nothing here knows Django; nobody changes a claim's state but by this table.

unreviewed ─start→ in_review ─propose→ proposed ─publish→ published ─reopen→ in_review
proposed ─return→ in_review        in_review ─release→ the state that it was started from
published | needs_rereview ─retract→ retracted
published ─flag (the system)→ needs_rereview ─start→ in_review
unreviewed | in_review ─discard→ discarded ─restore→ unreviewed
in_review ─take_over→ in_review    (another person's lock)
"""

from dataclasses import dataclass

UNREVIEWED = "unreviewed"
IN_REVIEW = "in_review"
PROPOSED = "proposed"
PUBLISHED = "published"
NEEDS_REREVIEW = "needs_rereview"
RETRACTED = "retracted"
DISCARDED = "discarded"
STATES = (UNREVIEWED, IN_REVIEW, PROPOSED, PUBLISHED, NEEDS_REREVIEW, RETRACTED, DISCARDED)

FACT_CHECKER = "fact_checker"
EDITOR = "editor"
SYSTEM = "system"

STARTED_FROM = "started_from"
"""Target of a transition that goes back to where the review began."""


@dataclass(frozen=True)
class Transition:
    """One row of the table.

    ``role`` is the least role that may do it (an editor may do all that a fact-checker may; the system is nobody's
    role). ``required`` and ``optional`` name the fields of TransitionData that it takes. ``holds_lock``: not while
    somebody else's lock runs. ``before_publication``: only while the claim has never been published.
    """

    action: str
    sources: tuple[str, ...]
    target: str
    role: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    holds_lock: bool = False
    before_publication: bool = False


TRANSITIONS = (
    Transition("start", (UNREVIEWED, NEEDS_REREVIEW), IN_REVIEW, FACT_CHECKER),
    Transition("release", (IN_REVIEW,), STARTED_FROM, FACT_CHECKER, optional=("reason",), holds_lock=True),
    Transition(
        "propose",
        (IN_REVIEW,),
        PROPOSED,
        FACT_CHECKER,
        required=("finding", "rationale"),
        optional=("verdict", "hop_findings", "evidence"),
        holds_lock=True,
    ),
    Transition("publish", (PROPOSED,), PUBLISHED, EDITOR, optional=("public_note",)),
    Transition("return", (PROPOSED,), IN_REVIEW, EDITOR, required=("reason",)),
    Transition("reopen", (PUBLISHED,), IN_REVIEW, EDITOR, required=("reason",)),
    Transition("retract", (PUBLISHED, NEEDS_REREVIEW), RETRACTED, EDITOR, required=("reason", "public_note")),
    Transition("flag", (PUBLISHED,), NEEDS_REREVIEW, SYSTEM, required=("reason",)),
    # Once published, a claim leaves the public view by a retraction with its note, never by being discarded.
    Transition(
        "discard",
        (UNREVIEWED, IN_REVIEW),
        DISCARDED,
        FACT_CHECKER,
        required=("discard_reason",),
        optional=("duplicate_of", "reason"),
        holds_lock=True,
        before_publication=True,
    ),
    Transition("restore", (DISCARDED,), UNREVIEWED, FACT_CHECKER, optional=("reason",)),
    Transition("take_over", (IN_REVIEW,), IN_REVIEW, EDITOR, optional=("reason",)),
)
BY_ACTION = {transition.action: transition for transition in TRANSITIONS}
_MAY = {FACT_CHECKER: {FACT_CHECKER}, EDITOR: {FACT_CHECKER, EDITOR}}


def possible(state: str, *, published: bool) -> tuple[Transition, ...]:
    """Return the rows that lead out of a state, for a claim that has been ``published`` once or not."""
    return tuple(
        transition
        for transition in TRANSITIONS
        if state in transition.sources and not (published and transition.before_publication)
    )


def role_may(role: str, transition: Transition) -> bool:
    """Say whether a role (``fact_checker``, ``editor``, anything else is none) may do this at all."""
    return transition.role in _MAY.get(role, set())


def target(transition: Transition, *, started_from: str) -> str:
    """Return the state that a transition leads to; a review that does not know where it began leads to unreviewed."""
    return (started_from or UNREVIEWED) if transition.target == STARTED_FROM else transition.target
