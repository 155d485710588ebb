"""Telling the language."""

import pytest

from sources.attribution import detect, supported


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Trump said yes.", "en"),
        ("Putin said on Russia 24 that he would not come.", "en"),
        ("The minister told Le Monde: « C'est fini »", "en"),
        ("<p>The spokesman said it was over.</p>", "en"),
        ("Le président a déclaré que la guerre est finie.", "fr"),
        ("Пресс-секретарь Кремля заявил, что встреча состоялась.", "ru"),
        ("外交部发言人表示，两国关系稳定。", "zh"),
        ("El presidente dijo que no habrá elecciones este año.", "es"),
        ("De minister zei dat het was gedaan en dat we in de war waren", "nl"),
        ("", "und"),
        ("12 345 🙂", "und"),
        ("Obama", "und"),
        ("Clinton Trump Obama Sanders Cruz Rubio", "und"),
    ],
)
def test_the_language_of_a_text_is_named(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_long_english_text_with_a_foreign_quotation_stays_english() -> None:
    english = "The spokesman said that the talks were over and that nobody would return to them. " * 20
    assert detect(english + "«Переговоры окончены», сказал он.") == "en"


def test_the_part_of_a_huge_text_that_is_read_does_not_grow_with_it() -> None:
    assert detect("Der Minister sagte am Montag, dass die Gespräche beendet seien. " * 20_000) == "de"


def test_english_and_texts_too_short_to_tell_are_read() -> None:
    assert supported("en")
    assert supported("und")
    assert not supported("fr")
