from collections.abc import Mapping
from dataclasses import dataclass, field

from factcheck.review.labels import action_label


@dataclass(frozen=True)
class TransitionData:
    """What a person says with a transition; which fields count is in ``factcheck.review.states``.

    ``finding`` is of the originator hop, ``hop_findings`` of further hops by public id. ``verdict`` None is no verdict.
    ``evidence`` lists public ids; None stands for all evidence of the claim that is not withdrawn. ``duplicate_of`` is
    a claim's public id.
    """

    reason: str = ""
    public_note: str = ""
    finding: str = ""
    hop_findings: Mapping[str, str] = field(default_factory=dict)
    verdict: str | None = None
    rationale: str = ""
    evidence: tuple[str, ...] | None = None
    discard_reason: str = ""
    duplicate_of: str = ""


@dataclass(frozen=True)
class Action:
    """A transition that a person may make now. ``to_state`` is where it leads, ``fields`` what its form asks for."""

    name: str
    to_state: str
    fields: tuple[str, ...]
    required: tuple[str, ...]

    @property
    def label(self) -> str:
        """A word or two for a button, in the active language."""
        return action_label(self.name)
