import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from factcheck.core.errors import InvalidInput
from factcheck.search.backends.base import SearchBackend
from factcheck.search.models import ExternalReview, IndexJob
from factcheck.search.selectors import claims_match, search_find
from factcheck.search.services import index_jobs_drain
from factcheck.search.services.external_reviews import ImportReport, claimreview_import


def review(**changes: Any) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "url": "https://checkers.example/bleach",
        "claimReviewed": "Drinking bleach cures the virus.",
        "datePublished": "2024-03-05",
        "inLanguage": "en",
        "author": {"@type": "Organization", "name": "Checkers", "url": "https://checkers.example"},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Somebody"},
            "datePublished": "2024-03-01T10:00:00Z",
            "appearance": [{"url": "https://social.example/1"}],
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": "1",
            "bestRating": "5",
            "worstRating": "1",
            "alternateName": "False",
        },
        **changes,
    }


def imported(*reviews: dict[str, Any], **options: Any) -> ImportReport:
    feed = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [one]} for one in reviews]}
    return claimreview_import(text=json.dumps(feed), feed="feed", **options)


def test_their_words_and_rating_are_kept_and_mapped_beside(db: None) -> None:
    report = imported(review(reviewRating={"alternateName": "Mostly FALSE!", "ratingValue": 2}))
    row = ExternalReview.objects.get()
    assert (report.created, report.problems) == (1, [])
    assert (row.claim_text, row.rating, row.verdict) == (
        "Drinking bleach cures the virus.",
        "Mostly FALSE!",
        "contested",
    )
    assert (row.claimant, row.reviewer_site, row.appearances) == (
        "Somebody",
        "checkers.example",
        ["https://social.example/1"],
    )
    assert IndexJob.objects.get().object_id == row.id


def test_the_same_feed_again_changes_nothing(db: None) -> None:
    imported(review())
    IndexJob.objects.all().delete()
    report = imported(review())
    assert (report.created, report.changed, report.unchanged) == (0, 0, 1)
    assert not IndexJob.objects.exists()


def test_a_corrected_rating_changes_the_review(db: None) -> None:
    imported(review())
    assert imported(review(reviewRating={"alternateName": "True"})).changed == 1
    assert ExternalReview.objects.get().verdict == "verified"


def test_what_a_whole_feed_no_longer_holds_is_withdrawn_and_comes_back_with_it(
    search_index: SearchBackend,
) -> None:
    other = review(url="https://checkers.example/other", claimReviewed="The bridge is closed.")
    imported(review(), other)
    assert imported(review(), complete=True).withdrawn == 1
    index_jobs_drain()
    assert search_index.count("external_review") == 1
    assert imported(review(), other, complete=True).changed == 1
    index_jobs_drain()
    assert search_index.count("external_review") == 2


@pytest.mark.parametrize(
    "page",
    [
        '<html><script type="application/ld+json">{json}</script></html>',
        '<html><script type="application/ld+json"><!-- {json} --></script></html>',
        '<html><script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle"}}, {json}]}}</script></html>',
    ],
)
def test_a_page_with_json_ld_is_read(db: None, page: str) -> None:
    claimreview_import(text=page.format(json=json.dumps(review())), feed="page")
    assert ExternalReview.objects.get().reviewer == "Checkers"


@pytest.mark.parametrize(
    "broken",
    [
        '[{"@type": "ClaimReview", "claimReviewed": "It is closed.",}]',
        '[{"@type": "ClaimReview", "claimReviewed": "It is closed."',
        "[{'@type': 'ClaimReview', 'claimReviewed': 'It is closed.'}]",
    ],
)
def test_broken_json_is_mended_and_reported(db: None, broken: str) -> None:
    report = claimreview_import(text=broken, feed="feed")
    assert ExternalReview.objects.get().claim_text == "It is closed."
    assert "mended" in report.problems[0]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"claimReviewed": "", "itemReviewed": {}}, "names no claim"),
        ({"url": "javascript:alert(1)"}, "url: not an address"),
        ({"datePublished": "yesterday"}, "datePublished: not a date"),
        ({"datePublished": "2024-13-45"}, "datePublished: not a date"),
        ({"reviewRating": {"ratingValue": "five"}}, "ratingValue: not a number"),
    ],
)
def test_what_cannot_be_used_is_reported_with_its_place(db: None, changes: dict[str, Any], problem: str) -> None:
    report = imported(review(url="https://checkers.example/ok"), review(**changes))
    assert any(line.startswith("review 2: ") and problem in line for line in report.problems)


@pytest.mark.parametrize(
    "odd",
    [
        {"author": "Checkers", "itemReviewed": "no object", "reviewRating": "False"},
        {"author": [], "itemReviewed": [], "reviewRating": []},
        {"author": None, "itemReviewed": {"author": ["A", "B"]}, "reviewRating": {"bestRating": True}},
        {"url": {"@id": "https://checkers.example/x"}, "claimReviewed": {"@value": "It is <b>closed</b> &amp; shut."}},
    ],
)
def test_odd_shapes_never_stop_an_import(db: None, odd: dict[str, Any]) -> None:
    assert imported(review(**odd)).created == 1


@pytest.mark.parametrize(
    ("rating", "verdict", "by"),
    [
        ({"alternateName": "Pants on Fire!"}, "contested", "table:pants on fire"),
        ({"alternateName": "Opinion"}, "opinion", "table:opinion"),
        ({"alternateName": "Satire", "ratingValue": 1}, None, ""),
        ({"alternateName": "Geppetto 7", "ratingValue": 5, "bestRating": 5, "worstRating": 1}, "verified", "scale"),
        ({"ratingValue": "2,0", "bestRating": "5", "worstRating": "1"}, "contested", "scale"),
        ({"ratingValue": 0, "bestRating": 10, "worstRating": 1}, None, ""),
    ],
)
def test_a_rating_is_mapped_by_its_words_and_else_by_a_sound_scale(
    db: None, rating: dict[str, Any], verdict: str | None, by: str
) -> None:
    imported(review(reviewRating=rating))
    row = ExternalReview.objects.get()
    assert (row.verdict, row.mapped_by) == (verdict, by)


def test_something_else_than_markup_is_refused(db: None) -> None:
    with pytest.raises(InvalidInput, match="neither JSON nor HTML"):
        claimreview_import(text="hello", feed="feed")
    assert "no ClaimReview" in claimreview_import(text="{}", feed="feed").problems[0]


def test_an_imported_review_is_searched_and_matched(search_index: SearchBackend) -> None:
    imported(review())
    index_jobs_drain()
    assert search_find(kind="external_review", q="bleach verdict:contested").total == 1
    ((match,),) = claims_match(texts=["The virus is cured by drinking bleach"])
    assert (match.same, match.reviewed, match.verdict, match.source) == (True, True, "contested", "Somebody")
    assert set(match.shared_words) >= {"bleach", "virus", "drinking"}


def test_the_command_reads_a_file_and_says_what_became_of_it(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text(json.dumps([review(), review(claimReviewed="", itemReviewed={})]), encoding="utf-8")
    call_command("claimreview_import", str(feed))
    captured = capsys.readouterr()
    assert "1 new" in captured.out
    assert "names no claim" in captured.err
    with pytest.raises(CommandError, match="No such file"):
        call_command("claimreview_import", str(tmp_path / "absent.json"))
