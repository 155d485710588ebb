"""The claim as partners read it: the fields of the design, in their order, and a constant number of queries."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factcheck.claims.models import Claim
from factcheck.claims.representation import claim_representation, claims_for_representation
from tests.factories import ArticleFactory, ArticleVersionFactory, ClaimFactory, MentionFactory, SourceFactory

pytestmark = pytest.mark.django_db

BASE = "https://facts.example"


def represented(claim: Claim) -> dict[str, Any]:
    return claim_representation(claims_for_representation().get(id=claim.id), base_url=BASE)


def test_a_reported_claim_shows_the_fields_of_the_design_in_their_order() -> None:
    version = ArticleVersionFactory(article=ArticleFactory(publisher=SourceFactory(name="The Outlet")))
    alice = SourceFactory(name="Alice", kind="person", provisional=True)
    mention = MentionFactory(article_version=version, source=alice, resolved_by="coreference", confidence=0.91)
    claim = ClaimFactory(
        article_version=version, attribution__mention=mention, attribution__publisher=version.article.publisher
    )
    shown = represented(claim)
    assert list(shown) == [
        "id",
        "url",
        "version",
        "revision",
        "text",
        "kind",
        "language",
        "uncertain",
        "article",
        "anchor",
        "attribution",
        "finding",
        "verdict",
        "state",
        "published",
        "scores",
        "created_at",
        "updated_at",
    ]
    assert shown["url"] == f"{BASE}/api/v1/claims/{claim.public_id}/"
    assert shown["article"]["publisher"] == {"id": version.article.publisher.public_id, "name": "The Outlet"}
    assert shown["anchor"] == {
        "segments": [{"start": 11, "end": 36}],
        "start": 11,
        "end": 36,
        "quote": version.text[11:36],
        "prefix": version.text[:11],
        "suffix": version.text[36:68],
        "state": "anchored",
    }
    attribution = shown["attribution"]
    assert list(attribution) == [
        "mention",
        "cue",
        "mode",
        "polarity",
        "confidence",
        "model",
        "chain",
        "traceability",
    ]
    assert attribution["mention"] == {
        "id": mention.public_id,
        "segments": [{"start": 0, "end": 5}],
        "text": "Alice",
    }
    assert attribution["cue"] == {"segments": [{"start": 6, "end": 10}], "text": "said"}
    originator, publisher = attribution["chain"]
    assert originator["source"] == {"id": alice.public_id, "name": "Alice", "kind": "person", "provisional": True}
    assert (originator["resolved_by"], originator["confidence"], originator["judgement"]) == ("coreference", 0.91, None)
    assert (publisher["position"], publisher["role"], publisher["medium"]) == (1, "publisher", None)
    assert attribution["traceability"] == "named"
    assert shown["created_at"].endswith("Z")


def test_a_claim_in_the_articles_own_voice_shows_null_for_what_it_lacks() -> None:
    shown = represented(ClaimFactory(own_voice=True, author_opinion=0.2))
    attribution = shown["attribution"]
    assert (attribution["mention"], attribution["cue"], attribution["mode"]) == (None, None, None)
    assert (attribution["chain"], attribution["traceability"]) == ([], "none")
    assert (shown["finding"], shown["verdict"], shown["published"]) == ("not_applicable", None, None)
    assert shown["scores"] == {"checkworthy": 0.7, "author_opinion": 0.2}


def test_an_anchor_of_several_segments_spans_from_the_first_to_the_last() -> None:
    shown = represented(ClaimFactory(segments=[(11, 26), (30, 36)], anchor=[(11, 26), (30, 36)]))
    assert shown["anchor"]["segments"] == [{"start": 11, "end": 26}, {"start": 30, "end": 36}]
    assert (shown["anchor"]["start"], shown["anchor"]["end"]) == (11, 36)


def _queries(rows: int) -> int:
    for _ in range(rows):
        ClaimFactory(attribution__source=SourceFactory(), attribution__publisher=SourceFactory())
    with CaptureQueriesContext(
        connection,
    ) as captured:
        shown = [claim_representation(claim, base_url=BASE) for claim in claims_for_representation()]
    assert len(shown) >= rows
    return len(captured)


def test_twenty_claims_take_as_many_queries_as_two() -> None:
    assert _queries(2) == _queries(18)
