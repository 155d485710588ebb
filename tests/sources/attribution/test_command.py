"""``python -m sources.attribution``."""

import io
import json
import subprocess
import sys

import pytest

from sources.attribution.__main__ import LineError, read_articles, run

TEXT = "The minister said that taxes would fall next year."


def test_a_line_in_gives_a_line_out_with_spans_in_the_text() -> None:
    out = io.StringIO()
    lines = [
        json.dumps({"id": "a", "text": TEXT}),
        "",
        json.dumps({"id": 7, "text": "Rien n’a été dit par le ministre."}),
    ]
    assert run(lines, out) == 2
    first, second = map(json.loads, out.getvalue().splitlines())
    assert first["id"] == "a"
    assert second["id"] == 7
    assert second["attributions"] == []
    (item,) = first["attributions"]
    assert [TEXT[b:e] for b, e in item["source"]] == ["The minister"]
    assert set(item) == {"source", "cue", "content", "confidence", "uncertain", "mode", "polarity"}


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": 1}', '{"text": "x"}', '{"id": 1, "text": 5}'])
def test_a_line_that_is_no_article_is_named(line: str) -> None:
    with pytest.raises(LineError, match="line 2"):
        list(read_articles(['{"id": 1, "text": ""}', line]))


def test_more_articles_than_a_batch_holds_come_out_in_order() -> None:
    out = io.StringIO()
    run((json.dumps({"id": n, "text": ""}) for n in range(150)), out)
    assert [json.loads(line)["id"] for line in out.getvalue().splitlines()] == list(range(150))


def test_the_package_runs_as_a_command_and_never_loads_django() -> None:
    probe = (
        "import runpy, sys; sys.argv = ['x']; runpy.run_module('sources.attribution', run_name='probe');"
        "bad = [n for n in sys.modules if n.split('.')[0] in ('django', 'torch', 'factcheck')];"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_bad_input_ends_the_command_with_a_message() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sources.attribution"], input="oops\n", capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "line 1 is not JSON" in done.stderr
