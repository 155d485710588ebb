"""Evidence: fetched or uploaded, kept by its digest, quoted and checked, withdrawn."""

import hashlib
import io
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.core.errors import Forbidden, InvalidInput, NotFound, StaleVersion
from factcheck.core.http import BadStatus, Unreachable
from factcheck.core.jobs import jobs_run_due
from factcheck.core.models import Job
from factcheck.review.models import Decision, Evidence, EvidenceSnapshot
from factcheck.review.reading import document_text
from factcheck.review.services import (
    evidence_add,
    evidence_update,
    evidence_withdraw,
    snapshot_enqueue,
    snapshot_fetch,
    snapshot_upload,
)
from factcheck.search.models import IndexJob
from sources.tracing.models import Hop
from tests.factories import EvidenceFactory, SourceFactory, UserFactory
from tests.review.steps import publish
from tests.site import NETWORK, Site, running_site

pytestmark = pytest.mark.django_db

PAGE = "<html><body><nav>Home</nav><p>The bridge is <b>closed</b>, the city says.</p></body></html>"


@pytest.fixture
def site(settings: Settings):
    settings.FETCH_ALLOWED_NETWORKS = [NETWORK]
    with running_site() as running:
        yield running


def pdf_of(words: str) -> bytes:
    """Return a PDF of one page with these words."""
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 100)
    generic = pypdf.generic
    reference = writer._add_object(
        generic.DictionaryObject({generic.NameObject(k): generic.NameObject(v) for k, v in font.items()})
    )
    fonts = generic.DictionaryObject({generic.NameObject("/F1"): reference})
    page[generic.NameObject("/Resources")] = generic.DictionaryObject({generic.NameObject("/Font"): fonts})
    content = generic.DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf 10 50 Td ({words}) Tj ET".encode())
    page[generic.NameObject("/Contents")] = writer._add_object(content)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def add(claim: Claim, actor: User, **fields: Any) -> Evidence:
    return evidence_add(claim_id=claim.id, actor=actor, **{"stance": "supports", **fields})


def test_a_url_is_fetched_by_a_job_into_a_snapshot_with_its_digest(
    claim: Claim, fact_checker: User, site: Site
) -> None:
    url = site.html("/city", PAGE)
    evidence = add(claim, fact_checker, url=url, quote="The bridge is closed", primary=True)
    assert evidence.fetch_state == "queued"
    jobs_run_due(kinds=("review.snapshot_fetch",))
    evidence.refresh_from_db()
    snapshot = evidence.snapshots.get()
    assert evidence.fetch_state == "fetched"
    assert (snapshot.status, snapshot.mime, snapshot.fetched_by) == (200, "text/html", fact_checker)
    assert snapshot.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert snapshot.file.read() == PAGE.encode()
    assert (evidence.quote_state, evidence.quote_snapshot) == ("found", snapshot)
    start, end = evidence.quote_selectors[0]["start"], evidence.quote_selectors[0]["end"]
    assert snapshot.text[start:end] == "The bridge is closed"


def test_a_fetch_that_is_done_twice_keeps_one_snapshot(claim: Claim, fact_checker: User, site: Site) -> None:
    evidence = add(claim, fact_checker, url=site.html("/city", PAGE))
    jobs_run_due(kinds=("review.snapshot_fetch",))
    Job.objects.filter(kind="review.snapshot_fetch").update(state="queued", finished_at=None)
    jobs_run_due(kinds=("review.snapshot_fetch",))
    assert evidence.snapshots.count() == 1


def test_a_url_has_as_many_snapshots_as_times_it_was_fetched(claim: Claim, fact_checker: User, site: Site) -> None:
    evidence = add(claim, fact_checker, url=site.html("/city", PAGE), quote="The bridge is closed")
    first = snapshot_fetch(evidence_id=evidence.public_id, actor=fact_checker)
    site.html("/city", PAGE.replace("closed", "open"))
    second = snapshot_fetch(evidence_id=evidence.public_id, actor=fact_checker)
    same = snapshot_fetch(evidence_id=evidence.public_id, actor=fact_checker)
    assert first.sha256 != second.sha256
    assert same.file.name == second.file.name
    evidence.refresh_from_db()
    # The latest page no longer says it; the snapshot that does is the evidence.
    assert (evidence.quote_state, evidence.quote_snapshot) == ("found", first)


@pytest.mark.parametrize("status", [404, 500])
def test_where_fetching_fails_the_evidence_says_why_and_a_file_can_be_uploaded(
    claim: Claim, fact_checker: User, site: Site, status: int
) -> None:
    site.html("/gone", PAGE)
    site.pages["/gone"].status = status
    evidence = add(claim, fact_checker, url=site.url("/gone"), quote="The bridge is closed")
    jobs_run_due(kinds=("review.snapshot_fetch",))
    evidence.refresh_from_db()
    assert (evidence.fetch_state, evidence.fetch_error) == ("failed", BadStatus.code)
    assert str(status) in evidence.fetch_error_detail
    upload = SimpleUploadedFile("page.txt", b"The bridge is closed.", content_type="text/plain")
    snapshot = snapshot_upload(evidence_id=evidence.public_id, actor=fact_checker, upload=upload)
    assert (snapshot.method, snapshot.status, snapshot.filename) == ("uploaded", None, "page.txt")
    evidence.refresh_from_db()
    assert evidence.quote_state == "found"


def test_an_address_inside_is_not_fetched(claim: Claim, fact_checker: User) -> None:
    evidence = add(claim, fact_checker, url="http://127.0.0.1:1/secret")
    jobs_run_due(kinds=("review.snapshot_fetch",))
    evidence.refresh_from_db()
    assert (evidence.fetch_state, evidence.fetch_error) == ("failed", "forbidden_address")
    assert not evidence.snapshots.exists()


def test_fetching_now_raises_what_went_wrong(claim: Claim, fact_checker: User, settings: Settings) -> None:
    settings.FETCH_ALLOWED_NETWORKS = [NETWORK]
    evidence = add(claim, fact_checker, url="http://127.0.0.1:1/closed")
    with pytest.raises(Unreachable):
        snapshot_fetch(evidence_id=evidence.public_id)
    assert Evidence.objects.get(id=evidence.id).fetch_state == "failed"


def test_a_file_alone_is_evidence_and_is_read_in_the_same_call(claim: Claim, fact_checker: User) -> None:
    upload = SimpleUploadedFile("letter.pdf", pdf_of("The bridge is closed"), content_type="application/pdf")
    evidence = add(claim, fact_checker, upload=upload, quote="bridge is closed")
    assert (evidence.fetch_state, evidence.quote_state) == ("none", "found")
    assert EvidenceSnapshot.objects.get().extractor.startswith("pypdf")


@pytest.mark.parametrize(
    ("body", "mime"),
    [(b"\xff\xd8\xff", "image/jpeg"), (b"%PDF-1.4 broken", "application/pdf"), (b"%PDF", "audio/mpeg")],
)
def test_a_document_without_words_is_kept_and_its_quote_called_unreadable(
    claim: Claim, fact_checker: User, body: bytes, mime: str
) -> None:
    upload = SimpleUploadedFile("thing", body, content_type=mime)
    evidence = add(claim, fact_checker, upload=upload, quote="The bridge", media_fragment="t=10,25.5", transcript="…")
    assert evidence.quote_state == "unreadable"
    assert evidence.snapshots.get().file.read() == body


def test_a_quote_that_is_not_in_the_snapshot_is_called_so_and_checked_anew_when_changed(
    claim: Claim, fact_checker: User
) -> None:
    evidence = EvidenceFactory(claim=claim)
    evidence = evidence_update(
        evidence_id=evidence.public_id, actor=fact_checker, expected_version=1, quote="The bridge is open"
    )
    assert (evidence.quote_state, evidence.quote_snapshot) == ("not_found", None)
    evidence = evidence_update(
        evidence_id=evidence.public_id, actor=fact_checker, expected_version=2, quote="The bridge is closed"
    )
    assert evidence.quote_state == "found"


@pytest.mark.parametrize("charset", ["utf-8", "latin-1"])
def test_a_text_is_read_in_its_charset_or_the_one_it_looks_like(charset: str) -> None:
    words = "Die Brücke über die Straße bleibt gesperrt, sagte die Bürgermeisterin am späten Abend."
    assert document_text(words.encode(charset), mime="text/plain", charset="utf-8").text == words


def test_html_gives_all_its_words_and_none_of_its_scripts() -> None:
    html = "<body><script>alert(1)</script><p>One.</p><table><tr><td>Two</td><td>three</td></tr></table></body>"
    assert document_text(html.encode(), mime="text/html").text == "One. Two three"


@pytest.mark.parametrize(
    ("pointer", "fields"),
    [
        ("/url", {"url": ""}),
        ("/url", {"url": "ftp://example.org/x"}),
        ("/url", {"url": "https://[broken"}),
        ("/stance", {"stance": "proves"}),
        ("/translator", {"translation": "Die Brücke"}),
        ("/media_fragment", {"media_fragment": "from 10 to 20"}),
        ("/hop_id", {"hop_id": "hop_unknown"}),
        ("/source_id", {"source_id": "src_unknown"}),
        ("/title", {"title": "x" * 501}),
        ("/upload", {"upload": SimpleUploadedFile("empty", b"")}),
    ],
)
def test_input_that_cannot_be_is_refused_by_field_and_leaves_nothing(
    claim: Claim, fact_checker: User, pointer: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        add(claim, fact_checker, **{"url": "https://example.org", **fields})
    assert [error.pointer for error in refusal.value.errors] == [pointer]
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("fragment", ["t=10", "t=10,25.5", "t=,20", "t=0:01:10,0:01:25.5", "t=1:02"])
def test_a_timecode_is_a_media_fragment(claim: Claim, fact_checker: User, fragment: str) -> None:
    assert add(claim, fact_checker, url="https://example.org", media_fragment=fragment).media_fragment == fragment


def test_evidence_may_be_on_a_hop_and_name_its_publisher(claim: Claim, fact_checker: User) -> None:
    hop, source = Hop.objects.get(attribution__claim=claim), SourceFactory()
    evidence = add(claim, fact_checker, url="https://example.org", hop_id=hop.public_id, source_id=source.public_id)
    assert (evidence.hop, evidence.source) == (hop, source)


def test_adding_evidence_is_an_edit_of_the_claim_that_the_index_follows(claim: Claim, fact_checker: User) -> None:
    add(claim, fact_checker, url="https://example.org")
    after = Claim.objects.get(id=claim.id)
    assert after.version == claim.version + 1
    assert after.touched_at is not None
    assert IndexJob.objects.filter(kind="claim", object_id=claim.id).exists()


def test_a_change_from_an_old_page_is_refused(claim: Claim, fact_checker: User) -> None:
    evidence = EvidenceFactory(claim=claim)
    evidence_update(evidence_id=evidence.public_id, actor=fact_checker, expected_version=1, note="Seen.")
    with pytest.raises(StaleVersion):
        evidence_update(evidence_id=evidence.public_id, actor=fact_checker, expected_version=1, note="Not seen.")
    with pytest.raises(InvalidInput):
        evidence_update(evidence_id=evidence.public_id, actor=fact_checker, expected_version=2, url="https://x.org")


def test_only_fact_checkers_add_evidence(claim: Claim) -> None:
    with pytest.raises(Forbidden):
        add(claim, UserFactory(is_superuser=True), url="https://example.org")
    with pytest.raises(NotFound):
        snapshot_enqueue(evidence_id="evd_unknown", actor=UserFactory(role="fact_checker"))


def test_withdrawing_evidence_sends_what_rests_on_it_to_needs_rereview(
    claim: Claim, fact_checker: User, editor: User
) -> None:
    publish(claim, fact_checker, editor)
    concerned = evidence_withdraw(
        evidence_id=claim.evidence.get().public_id, actor=fact_checker, reason="It was a forgery."
    )
    assert [(c.id, c.state) for c in concerned] == [(claim.id, "needs_rereview")]
    assert [d.action for d in Decision.objects.order_by("sequence")][-2:] == ["flag", "withdraw_evidence"]
    assert Claim.objects.get(id=claim.id).verdict == "verified"  # still public, marked as under review


def test_withdrawing_evidence_that_nothing_published_rests_on_disturbs_nothing(
    claim: Claim, fact_checker: User, editor: User
) -> None:
    publish(claim, fact_checker, editor)
    later = EvidenceFactory(claim=claim, stance="context")
    assert evidence_withdraw(evidence_id=later.public_id, actor=fact_checker, reason="Not needed.") == []
    assert Claim.objects.get(id=claim.id).state == "published"


def test_evidence_is_withdrawn_once_and_with_a_reason(claim: Claim, fact_checker: User) -> None:
    evidence = EvidenceFactory(claim=claim)
    with pytest.raises(InvalidInput, match="why"):
        evidence_withdraw(evidence_id=evidence.public_id, actor=fact_checker, reason=" ")
    evidence_withdraw(evidence_id=evidence.public_id, actor=fact_checker, reason="Forged.")
    with pytest.raises(InvalidInput, match="withdrawn"):
        evidence_withdraw(evidence_id=evidence.public_id, actor=fact_checker, reason="Forged.")
