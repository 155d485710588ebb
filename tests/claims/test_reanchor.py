import pytest

from factcheck.articles.models import ArticleVersion
from factcheck.claims.models import Claim
from factcheck.claims.selectors import anchors_broken
from factcheck.claims.services import claims_reanchor, version_analyse
from factcheck.core import clock
from factcheck.search.models import IndexJob
from tests.factories import ArticleVersionFactory

pytestmark = pytest.mark.django_db

TEXT = (
    "The council met on Monday. Alice Smith said that the old bridge would be closed for repairs until June. "
    "Nobody had expected it. Shop owners near the river feared for their trade and wrote many letters. "
    "Bob Jones said that a ferry would run every hour. The council meets again next week."
)
QUOTE = "that the old bridge would be closed for repairs until June"


@pytest.fixture
def version() -> ArticleVersion:
    version = ArticleVersionFactory(text=TEXT)
    version_analyse(version=version)
    return version


def changed(version: ArticleVersion, text: str) -> ArticleVersion:
    return ArticleVersionFactory(article=version.article, number=version.number + 1, text=text)


def claim() -> Claim:
    return Claim.objects.get(attribution__mention__text="Alice Smith")


def anchor() -> tuple[str, str, int]:
    current = claim().anchors.get(is_current=True)
    return current.state, current.method, current.article_version.number


def publish() -> None:
    Claim.objects.filter(id=claim().id).update(state="published", revision=1, touched_at=clock.now())


def test_a_claim_follows_its_words_to_where_they_stand_now(version: ArticleVersion) -> None:
    before = claim()
    result = claims_reanchor(version=changed(version, "Updated at noon.\n" + TEXT))
    assert result.by_state == {"moved": 2}
    assert anchor() == ("moved", "exact", 2)
    after = claim()
    assert (after.id, after.text, after.version) == (before.id, before.text, before.version)
    assert after.start == before.start + len("Updated at noon.\n")
    assert after.article_version.number == 2
    assert after.anchors.count() == 2
    assert not list(anchors_broken())


def test_the_words_that_name_the_source_and_the_cue_go_along(version: ArticleVersion) -> None:
    claims_reanchor(version=changed(version, "Updated at noon.\n" + TEXT))
    attribution = claim().attribution
    text = claim().article_version.text
    assert [text[place["start"] : place["end"]] for place in attribution.cue_segments] == ["said"]
    assert attribution.mention.article_version.number == 2
    assert text[attribution.mention.start : attribution.mention.end] == "Alice Smith"
    assert attribution.hops.get(position=0).mention == attribution.mention


def test_what_a_person_said_of_a_mention_goes_along(version: ArticleVersion) -> None:
    mention = claim().attribution.mention
    mention.judgement = "yes"
    mention.save()
    claims_reanchor(version=changed(version, "Updated at noon.\n" + TEXT))
    carried = claim().attribution.mention
    assert carried != mention
    assert (carried.judgement, carried.source) == ("yes", mention.source)


def test_a_claim_at_the_same_place_stays_anchored(version: ArticleVersion) -> None:
    claims_reanchor(version=changed(version, TEXT + " More later."))
    assert anchor() == ("anchored", "exact", 2)


def test_a_small_change_of_the_words_is_followed_and_shown(version: ArticleVersion) -> None:
    before = claim()
    result = claims_reanchor(version=changed(version, TEXT.replace("until June", "until July")))
    assert anchor() == ("moved", "fuzzy", 2) or anchor() == ("anchored", "fuzzy", 2)
    assert claim().text == QUOTE.replace("June", "July")
    assert claim().version == before.version + 1
    assert result.changed == (before.id,)


def test_a_wording_by_hand_is_not_overwritten(version: ArticleVersion) -> None:
    Claim.objects.filter(id=claim().id).update(text="The bridge will be closed.")
    claims_reanchor(version=changed(version, TEXT.replace("until June", "until July")))
    assert claim().text == "The bridge will be closed."


def test_a_published_claim_whose_words_changed_needs_re_review(version: ArticleVersion) -> None:
    publish()
    claims_reanchor(version=changed(version, TEXT.replace("until June", "until July")))
    assert claim().state == "needs_rereview"


def test_a_published_claim_that_only_moved_stays_published(version: ArticleVersion) -> None:
    publish()
    claims_reanchor(version=changed(version, "Updated at noon.\n" + TEXT))
    assert claim().state == "published"


def test_a_claim_whose_words_are_gone_is_an_orphan_where_it_was(version: ArticleVersion) -> None:
    publish()
    claims_reanchor(version=changed(version, TEXT.replace(QUOTE, "nothing of interest")))
    state, _, number = anchor()
    assert (state, number) == ("orphaned", 1)
    assert claim().article_version == version
    assert claim().state == "needs_rereview"
    assert not list(anchors_broken())


def test_words_that_stand_elsewhere_are_never_attached_to(version: ArticleVersion) -> None:
    elsewhere = TEXT.replace(f"Alice Smith said {QUOTE}. ", "") + f" Years ago, somebody wrote {QUOTE}, in jest."
    claims_reanchor(version=changed(version, elsewhere))
    assert anchor()[0] == "ambiguous"
    assert claim().article_version == version


def test_an_orphan_whose_words_come_back_is_anchored_again(version: ArticleVersion) -> None:
    second = changed(version, TEXT.replace(QUOTE, "nothing of interest"))
    claims_reanchor(version=second)
    claims_reanchor(version=changed(second, TEXT + " More later."))
    assert anchor() == ("anchored", "exact", 3)


def test_doing_it_again_changes_nothing(version: ArticleVersion) -> None:
    second = changed(version, TEXT.replace(QUOTE, "nothing of interest"))
    claims_reanchor(version=second)
    rows = list(Claim.objects.order_by("id").values_list("id", "version", "state", "start"))
    IndexJob.objects.all().delete()
    assert claims_reanchor(version=second).changed == ()
    assert list(Claim.objects.order_by("id").values_list("id", "version", "state", "start")) == rows
    assert not IndexJob.objects.exists()


def test_the_analysis_of_the_new_version_finds_the_claims_that_came_over(version: ArticleVersion) -> None:
    before = set(Claim.objects.values_list("public_id", flat=True))
    second = changed(version, "Updated at noon.\n" + TEXT.replace("Alice Smith said", "Alice Smith denied"))
    claims_reanchor(version=second)
    version_analyse(version=second)
    assert set(Claim.objects.values_list("public_id", flat=True)) == before
    assert claim().attribution.cue_text == "denied"


def test_a_claim_that_a_person_has_touched_keeps_its_chain_in_the_new_version(version: ArticleVersion) -> None:
    Claim.objects.filter(id=claim().id).update(touched_at=clock.now())
    hops = list(claim().attribution.hops.values_list("public_id", flat=True))
    second = changed(version, "Updated at noon.\n" + TEXT)
    claims_reanchor(version=second)
    version_analyse(version=second)
    assert list(claim().attribution.hops.values_list("public_id", flat=True)) == hops
    assert Claim.objects.count() == 2


def test_the_index_hears_of_every_claim_that_moved(version: ArticleVersion) -> None:
    IndexJob.objects.all().delete()
    claims_reanchor(version=changed(version, "Updated at noon.\n" + TEXT))
    assert set(IndexJob.objects.values_list("object_id", flat=True)) == set(Claim.objects.values_list("id", flat=True))
