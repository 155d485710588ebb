"""The forms of the workbench: what each of them calls, with which of its fields.

A deed gets the claim, the person and the form, calls one service, and returns a sentence that says what was done.
It raises what the service raises (``ServiceError``).
"""

from factcheck.console.deeds import claims, matching, review, sources
from factcheck.console.deeds.types import Deed

DEEDS: dict[str, Deed] = {**review.DEEDS, **sources.DEEDS, **claims.DEEDS, **matching.DEEDS}
