"""Reading the index."""

from factcheck.search.selectors.matching import claims_match
from factcheck.search.selectors.search import SearchResult, search_find, search_suggest
from factcheck.search.selectors.suggestions import match_suggestions_of

__all__ = ["SearchResult", "claims_match", "match_suggestions_of", "search_find", "search_suggest"]
