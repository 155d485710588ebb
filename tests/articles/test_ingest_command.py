import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from factcheck.articles.models import Article
from factcheck.core.models import Job
from factcheck.search.models import IndexJob
from sources.tracing.models import Appearance
from tests.articles.test_extraction import page
from tests.site import Site

pytestmark = pytest.mark.django_db

TEXT = "Alice said that the bridge is closed. It opened in 1932."


@pytest.fixture(autouse=True)
def _engine(settings: Settings) -> None:
    settings.ATTRIBUTION_ENGINE = "tests.engine.attribute"


def test_files_and_addresses_are_ingested_and_each_is_reported(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    text, html = tmp_path / "a.txt", tmp_path / "b.html"
    text.write_text(TEXT, encoding="utf-8")
    html.write_text(page(), encoding="utf-8")
    call_command("ingest", str(text), str(html), site.html("/c", page(head="")))
    output = capsys.readouterr()
    assert output.out.splitlines()[0].split(": ")[-1] == "1 own voice, 1 reported"
    assert "100%" in output.err
    assert set(Article.objects.values_list("state", "door")) == {("ready", "command")}
    assert Article.objects.count() == 3


def test_what_was_ingested_is_searchable_and_traced_when_the_command_ends(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{TEXT} This is the edition {name}.", encoding="utf-8")
    call_command("ingest", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert not IndexJob.objects.exists()
    assert not Job.objects.exclude(state="done").exclude(kind__startswith="search.").exists()
    assert Appearance.objects.exists()


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    call_command("ingest", "-", "--title", "Given", "--url", "https://news.example/a")
    article = Article.objects.get()
    assert (article.title, article.canonical_url) == ("Given", "https://news.example/a")


def test_what_cannot_be_ingested_is_named_and_the_others_are(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    good, pdf, empty, broken = (tmp_path / name for name in ("good.txt", "a.pdf", "empty.txt", "broken.txt"))
    good.write_text(TEXT, encoding="utf-8")
    pdf.write_bytes(b"%PDF-1.7 ...")
    empty.write_bytes(b"")
    broken.write_bytes(b"abc\0\1\2")
    missing = tmp_path / "missing.txt"
    with pytest.raises(CommandError, match="6 of 7"):
        call_command(
            "ingest",
            *(str(path) for path in (good, pdf, empty, broken, missing, tmp_path)),
            site.url("/nothing"),
        )
    output = capsys.readouterr()
    assert "a PDF" in output.err
    assert "The text is empty." in output.err
    assert "NUL" in output.err
    assert "missing.txt: No such file or directory" in output.err
    assert "failed: The address answered 404 Not Found. (unreachable)" in output.out
    assert Article.objects.filter(state="ready").count() == 1


def test_what_is_given_for_one_input_is_not_given_for_two() -> None:
    with pytest.raises(CommandError, match="one input"):
        call_command("ingest", "a.txt", "b.txt", "--title", "Both")


def test_an_engine_that_breaks_down_does_not_hold_the_command(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ATTRIBUTION_ENGINE = "tests.articles.test_ingest.break_down"
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("ingest", str(tmp_path / "a.txt"))
    assert "a worker tries again later" in capsys.readouterr().out
    assert Job.objects.get(kind="articles.ingest").state == "queued"
