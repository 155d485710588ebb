import pytest

from factcheck.articles.models import ArticleLink
from factcheck.claims.models import Claim
from factcheck.review.models import Evidence, EvidenceSnapshot
from sources.tracing.models import Hop
from sources.tracing.selectors import traceability, traceability_prefetches, with_traceability
from tests.factories import ArticleVersionFactory, ClaimFactory, MentionFactory, SourceFactory

pytestmark = pytest.mark.django_db


def claim_by(kind: str = "person", *, link: bool = False) -> Claim:
    version = ArticleVersionFactory()
    mention = MentionFactory(article_version=version, source=SourceFactory(kind=kind))
    if link:
        ArticleLink.objects.create(version=version, start=2, end=4, href="https://example.org/statement")
    return ClaimFactory(article_version=version, attribution__mention=mention)


def level(claim: Claim) -> str:
    """Return the level, once computed and once by the database; the two must agree."""
    read = Claim.objects.get(id=claim.id)
    in_database = with_traceability(Claim.objects.filter(id=claim.id)).values_list("traceability", flat=True).get()
    assert in_database == traceability(read).level
    return in_database


def proof(claim: Claim, **changes: object) -> Evidence:
    evidence = Evidence.objects.create(
        claim=claim, url="https://example.org/transcript", stance="supports", primary=True, quote="the bridge is closed"
    )
    snapshot = EvidenceSnapshot.objects.create(
        evidence=evidence,
        method="uploaded",
        mime="text/plain",
        file="transcript.txt",
        size=1,
        sha256="0" * 64,
        fetched_at=evidence.created_at,
    )
    values: dict[str, object] = {"quote_state": "found", "quote_snapshot": snapshot, **changes}
    Evidence.objects.filter(id=evidence.id).update(**values)
    return Evidence.objects.get(id=evidence.id)


def test_a_named_source_alone_is_named() -> None:
    claim = claim_by()
    assert level(claim) == "named"
    assert traceability(claim).missing


def test_an_anonymous_or_open_source_is_anonymous() -> None:
    assert level(claim_by("anonymous")) == "anonymous"
    claim = claim_by()
    Hop.objects.filter(attribution__claim=claim).update(source=None)
    assert level(claim) == "anonymous"


def test_no_stated_source_is_none() -> None:
    assert level(ClaimFactory(own_voice=True)) == "none"


def test_a_hyperlink_on_the_words_that_name_the_source_is_linked() -> None:
    claim = claim_by(link=True)
    assert level(claim) == "linked"
    assert "https://example.org/statement" in traceability(claim).reasons[-1]


def test_evidence_with_an_address_on_the_originators_hop_is_linked() -> None:
    claim = claim_by()
    hop = Hop.objects.get(attribution__claim=claim, role="originator")
    Evidence.objects.create(claim=claim, hop=hop, url="https://example.org/video", stance="supports")
    assert level(claim) == "linked"


def test_a_primary_document_in_whose_snapshot_the_quote_was_found_is_primary() -> None:
    claim = claim_by()
    evidence = proof(claim)
    assert level(claim) == "primary"
    Evidence.objects.filter(id=evidence.id).update(quote_state="not_found")
    assert level(claim) == "named"


def test_withdrawn_evidence_counts_no_more() -> None:
    claim = claim_by()
    evidence = proof(claim)
    Evidence.objects.filter(id=evidence.id).update(withdrawn_at=evidence.created_at, withdrawn_reason="forged")
    assert level(claim) == "named"


def test_with_its_prefetches_the_level_costs_no_query(django_assert_num_queries: object) -> None:
    claim_by(link=True)
    claims = list(
        Claim.objects.select_related("article_version", "attribution__mention").prefetch_related(
            *traceability_prefetches()
        )
    )
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert [traceability(claim).level for claim in claims] == ["linked"]
