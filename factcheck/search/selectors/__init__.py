"""Reading the index."""

from factcheck.search.selectors.matching import claims_match
from factcheck.search.selectors.search import SearchResult, search_find, search_suggest

__all__ = ["SearchResult", "claims_match", "search_find", "search_suggest"]
