import pytest

from factcheck.claims.models import Claim
from factcheck.core.errors import Conflict, Forbidden
from sources.registry.services import source_create
from sources.tracing.models import Appearance, Cluster
from sources.tracing.selectors import cluster_of, cluster_report
from sources.tracing.services import appearance_add, appearance_decide, appearances_suggest
from tests.factories import ArticleVersionFactory, ClaimFactory, FactCheckerFactory, UserFactory
from tests.sources.tracing.stories import COURIER, HARBOUR, MORNING, publish

pytestmark = pytest.mark.django_db

WORDS = "the bridge over the river is closed until further notice because of ice"


def said(words: str, kind: str = "reported") -> Claim:
    text = f"Alice said {words}."
    return ClaimFactory(article_version=ArticleVersionFactory(text=text), segments=[(11, 11 + len(words))], kind=kind)


def suggest(*claims: Claim) -> int:
    return appearances_suggest(claim_ids=[claim.id for claim in claims])


def fresh(claim: Claim) -> Claim:
    return Claim.objects.get(id=claim.id)


def test_the_same_words_in_two_articles_are_linked_by_machine_and_marked_so() -> None:
    first, second = said(WORDS), said(WORDS.upper())
    assert suggest(first, second) == 1
    appearance = Appearance.objects.get()
    assert (appearance.method, appearance.state, appearance.score) == ("verbatim", "linked", 1.0)
    assert appearance.decided_by is None
    assert cluster_of(fresh(first)) == cluster_of(fresh(second)) is not None


def test_nearly_the_same_words_are_suggested_and_not_yet_one_cluster() -> None:
    first, second = said(WORDS), said(WORDS.replace("ice", "snow"))
    suggest(first)
    suggest(second)
    appearance = Appearance.objects.get()
    assert (appearance.method, appearance.state) == ("near_duplicate", "suggested")
    assert 0.5 <= appearance.score < 1
    assert cluster_of(fresh(first)) is None


def test_a_quotation_inside_a_longer_one_is_verbatim() -> None:
    first, second = said(WORDS, "quoted"), said(f"that, as of today, {WORDS}", "quoted")
    suggest(first, second)
    assert Appearance.objects.get().method == "verbatim"


def test_the_same_words_in_one_article_are_no_appearance() -> None:
    version = ArticleVersionFactory(text=f"{WORDS}. {WORDS}.")
    claims = [ClaimFactory(article_version=version, segments=[(i, i + len(WORDS))]) for i in (0, len(WORDS) + 2)]
    assert suggest(*claims) == 0


def test_looking_again_writes_nothing_twice_and_leaves_a_persons_decision() -> None:
    first, second = said(WORDS), said(WORDS)
    suggest(first, second)
    appearance_decide(appearance=Appearance.objects.get(), confirmed=False, actor=FactCheckerFactory())
    assert suggest(first, second) == 0
    assert Appearance.objects.get().state == "rejected"
    assert cluster_of(fresh(first)) is None
    assert not Cluster.objects.exists()


def test_confirming_joins_two_clusters_and_rejecting_parts_them() -> None:
    left, right = [said(WORDS), said(WORDS)], [said(f"rarely {WORDS}"), said(f"rarely {WORDS}")]
    suggest(*left, *right)
    person = FactCheckerFactory()
    assert Cluster.objects.count() == 2
    for appearance in Appearance.objects.filter(state="suggested"):
        appearance_decide(appearance=appearance, confirmed=True, actor=person)
    assert Cluster.objects.count() == 1
    assert len(cluster_report(Cluster.objects.get()).claims) == 4
    for appearance in Appearance.objects.filter(state="confirmed"):
        appearance_decide(appearance=appearance, confirmed=False, actor=person)
    assert Cluster.objects.count() == 2


def test_a_verdict_does_not_go_along() -> None:
    first, second = said(WORDS), said(WORDS)
    Claim.objects.filter(id=first.id).update(verdict="verified")
    suggest(first, second)
    assert fresh(second).verdict is None


def test_a_person_links_what_no_machine_found() -> None:
    first, second = said(WORDS), said("nobody may cross the water today or tomorrow")
    appearance = appearance_add(claim=second, other=first, actor=FactCheckerFactory())
    assert (appearance.method, appearance.state) == ("person", "confirmed")
    with pytest.raises(Forbidden):
        appearance_decide(appearance=appearance, confirmed=True, actor=UserFactory())
    sibling = ClaimFactory(article_version=first.article_version, segments=[(0, 5)])
    with pytest.raises(Conflict):
        appearance_add(claim=first, other=sibling, actor=FactCheckerFactory())


def test_changed_words_are_sketched_anew() -> None:
    first, second = said(WORDS), said("nobody may cross the water today or tomorrow")
    suggest(first, second)
    Claim.objects.filter(id=second.id).update(text=WORDS)
    assert suggest(second) == 1


def test_three_outlets_of_which_one_quotes_another_are_one_cluster_with_one_origin() -> None:
    morning, courier, harbour = (
        source_create(kind="publication", name=name) for name in ("Morning Star", "Eastern Courier", "Harbour Post")
    )
    claims = [*publish(MORNING, morning), *publish(COURIER, courier), *publish(HARBOUR, harbour)]
    suggest(*claims)
    for appearance in Appearance.objects.filter(state="suggested"):
        appearance_decide(appearance=appearance, confirmed=True, actor=FactCheckerFactory())
    report = cluster_report(Cluster.objects.get())
    assert report.outlets == 3
    assert [origin.parties for origin in report.origins] == [("Maria Keller",)]
    assert report.circular
    assert "All of it has one origin" in report.explanation[-1]
