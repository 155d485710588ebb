"""The one client that fetches addresses which somebody else chose: articles, evidence, feeds, ClaimReview pages."""

from factcheck.core.http.client import Fetched, fetch
from factcheck.core.http.errors import BadStatus, FetchError, ForbiddenAddress, NotText, TooLarge, Unreachable

__all__ = ["BadStatus", "FetchError", "Fetched", "ForbiddenAddress", "NotText", "TooLarge", "Unreachable", "fetch"]
