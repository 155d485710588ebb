import pytest

from tests.factories import ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db


def test_a_claim_of_the_factory_is_anchored_and_has_a_chain() -> None:
    claim = ClaimFactory(attribution__source=SourceFactory(name="Alice", kind="person"))
    segment = claim.anchors.get().segments.get()
    assert claim.article_version.text[segment.start : segment.end] == segment.quote == claim.text
    assert [hop.source.name for hop in claim.attribution.hops.all()] == ["Alice"]


def test_a_claim_in_the_articles_own_voice_has_no_finding() -> None:
    assert ClaimFactory(own_voice=True).finding == "not_applicable"
