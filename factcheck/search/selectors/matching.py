"""Has this been checked before?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from factcheck.claims.models import Claim
from factcheck.core.errors import FieldError, InvalidInput
from factcheck.search.backends.registry import search_backend
from factcheck.search.matching.embeddings import embeddings_of, text_embedding
from factcheck.search.matching.fusion import ranked, same_claim
from factcheck.search.matching.wording import content_words
from factcheck.search.models import Kind
from factcheck.search.types import MatchCandidate, MatchQuery

MAX_TEXTS = 100
MAX_TEXT_LENGTH = 10_000
# How many candidates each ranking contributes.
DEPTH = 50


@dataclass(frozen=True)
class Match:
    """An earlier claim, ours or somebody else's, that may say the same.

    ``score`` is the cosine of the sentence embeddings (0 to 1); ``same`` says that it is above the threshold. ``why``:
    the words in common, and the places in the rankings by words and by meaning (from 1, None: not among the first 50).
    ``payload`` is the claim or the external review as the API shows it.
    """

    kind: str
    public_id: str
    score: float
    same: bool
    reviewed: bool
    verdict: str | None
    source: str | None
    shared_words: tuple[str, ...]
    lexical_rank: int | None
    semantic_rank: int | None
    payload: Mapping[str, Any]


def claims_match(
    *,
    texts: Sequence[str] = (),
    claim: Claim | None = None,
    limit: int = 10,
    kinds: Sequence[str] = (Kind.CLAIM, Kind.EXTERNAL_REVIEW),
    for_partners: bool = False,
) -> list[list[Match]]:
    """Return for each text (or for the one claim) the earlier claims that may say the same.

    Those above the threshold come first, reviewed ones before others. Discarded and retracted claims, those of the same
    article as ``claim``, and for partners those they may not read, are left out.

    Raises InvalidInput for no text, an empty or too long one, or more than 100; SearchUnavailable.
    """
    if claim is not None:
        vector = embeddings_of(kind=Kind.CLAIM, texts={claim.id: claim.text})[claim.id]
        siblings = frozenset(Claim.objects.filter(article=claim.article_id).values_list("id", flat=True))
        queries = [MatchQuery(claim.text, vector, exclude=siblings, filters=_filters(for_partners))]
    else:
        _check(texts)
        queries = [MatchQuery(text, text_embedding(text), filters=_filters(for_partners)) for text in texts]
    found = search_backend().match(queries, kinds=list(kinds), limit=max(limit, DEPTH))
    return [_matches(query, candidates)[:limit] for query, candidates in zip(queries, found, strict=True)]


def _filters(for_partners: bool) -> dict[str, tuple[str, ...]]:
    return {"matchable": ("true",), **({"for_partners": ("true",)} if for_partners else {})}


def _check(texts: Sequence[str]) -> None:
    if not texts:
        raise InvalidInput.field("/texts", "required", "Give a text, a claim or up to 100 texts.")
    if len(texts) > MAX_TEXTS:
        raise InvalidInput.field("/texts", "too_many", f"Give {MAX_TEXTS} texts at most; these are {len(texts)}.")
    errors = [
        FieldError(
            f"/texts/{n}", "blank" if not text.strip() else "too_long", f"Give 1 to {MAX_TEXT_LENGTH} characters."
        )
        for n, text in enumerate(texts)
        if not text.strip() or len(text) > MAX_TEXT_LENGTH
    ]
    if errors:
        raise InvalidInput(errors[0].detail, errors=errors)


def _matches(query: MatchQuery, candidates: Sequence[MatchCandidate]) -> list[Match]:
    reviewed = {(c.kind, c.object_id): _is_reviewed(c) for c in candidates}
    asked = set(content_words(query.text))
    return [
        Match(
            kind=candidate.kind,
            public_id=candidate.public_id,
            score=round(min(max(candidate.similarity or 0.0, 0.0), 1.0), 4),
            same=same_claim(candidate),
            reviewed=reviewed[candidate.kind, candidate.object_id],
            verdict=candidate.payload.get("verdict"),
            source=_source(candidate),
            shared_words=tuple(word for word in content_words(_text(candidate)) if word in asked),
            lexical_rank=candidate.lexical_rank,
            semantic_rank=candidate.semantic_rank,
            payload=candidate.payload,
        )
        for candidate in ranked(candidates, is_reviewed=reviewed)
    ]


def _is_reviewed(candidate: MatchCandidate) -> bool:
    return candidate.kind == Kind.EXTERNAL_REVIEW or candidate.payload.get("revision") is not None


def _text(candidate: MatchCandidate) -> str:
    return str(candidate.payload.get("text") or candidate.payload.get("claim") or "")


def _source(candidate: MatchCandidate) -> str | None:
    """The name of who is said to have said it."""
    if candidate.kind == Kind.EXTERNAL_REVIEW:
        return candidate.payload.get("claimant")
    for hop in (candidate.payload.get("attribution") or {}).get("chain", ()):
        if hop["source"]:
            return str(hop["source"]["name"])
    return None
