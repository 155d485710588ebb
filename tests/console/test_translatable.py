"""Every word that the console's pages show goes through gettext."""

import re
from pathlib import Path

import pytest

import factcheck.console

TEMPLATES = sorted((Path(factcheck.console.__file__).parent / "templates").rglob("*.html"))
_TRANSLATED = re.compile(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", re.DOTALL)
_CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
# Keys, and what is the same in every language.
_FIXED = re.compile(
    r"<kbd[^>]*>.*?</kbd>|<code[^>]*>.*?</code>|<span class=.material-symbols[^>]*>.*?</span>", re.DOTALL
)
_WORDS = re.compile(r"[A-Za-z]{2,}")
_SHOWN_ATTRIBUTES = re.compile(r'\b(?:aria-label|placeholder|title|alt)="([^"]*)"')
_EXAMPLES = {"ru", "clm_…", "https://…", "t=10,25.5", "ISO 15924", "UTC"}
_CLASS_NAMES = {"console", "console-page"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_word_of_a_template_is_translatable(template: Path) -> None:
    text = _FIXED.sub("", _CODE.sub("", _TRANSLATED.sub("", template.read_text(encoding="utf-8"))))
    shown = {value.strip() for value in _SHOWN_ATTRIBUTES.findall(text) if _WORDS.search(value)} - _EXAMPLES
    between = {part.strip() for part in re.sub(r"<[^>]*>", "\n", text).splitlines() if _WORDS.search(part)}
    assert not shown
    assert not between - _CLASS_NAMES - {"sha256"}


def test_the_templates_are_there() -> None:
    assert len(TEMPLATES) > 20
