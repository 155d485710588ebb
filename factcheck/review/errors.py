from collections.abc import Sequence

from factcheck.core.errors import Conflict


class TransitionConflict(Conflict):
    """The transition is not possible now; ``allowed`` lists the actions that this person could take instead.

    ``code`` says why: ``not_allowed_now`` (the table), ``once_published``, ``locked`` (somebody else works on it) or
    ``changed_since_proposal``.
    """

    def __init__(self, detail: str, *, code: str, allowed: Sequence[str]) -> None:
        super().__init__(detail, code=code)
        self.allowed = tuple(allowed)
