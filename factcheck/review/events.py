"""The types of change events: a dotted name each, the object first."""

TYPES = frozenset(
    {
        "article.ready",
        "article.updated",
        "claim.created",
        "claim.updated",
        "claim.state_changed",
        "claim.published",
        "claim.corrected",
        "claim.retracted",
        "claim.reopened",
        "claim.needs_rereview",
        "claim.discarded",
        "claim.restored",
        "source.created",
        "source.updated",
        "source.merged",
        "source.split",
        "source.withdrawn",
    }
)

_OF_ACTION = {
    "publish": "claim.published",
    "reopen": "claim.reopened",
    "retract": "claim.retracted",
    "flag": "claim.needs_rereview",
    "discard": "claim.discarded",
    "restore": "claim.restored",
}


def type_of_action(action: str, *, corrected: bool) -> str:
    """Return the event that a transition makes; publishing again is a correction."""
    if action == "publish" and corrected:
        return "claim.corrected"
    return _OF_ACTION.get(action, "claim.state_changed")
