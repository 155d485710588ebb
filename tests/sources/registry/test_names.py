import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.registry.names import KEY_LENGTH, name_keys, name_tokens, script_of


@pytest.mark.parametrize(
    "name", ["General Li Shangfu", "李尚福", "LI SHANGFU", "Shangfu Li", "Gen. Li Shangfu", "Li  Shàngfú"]
)
def test_script_case_accents_order_and_titles_do_not_matter(name: str) -> None:
    assert name_keys(name).exact == name_keys("Li Shangfu").exact


def test_another_transliteration_shares_the_skeleton() -> None:
    assert name_keys("Ли Шанфу").skeleton == name_keys("Li Shangfu").skeleton
    assert name_keys("Сергей Лавров").skeleton == name_keys("Sergei Lavrov").skeleton
    assert name_keys("Володимир Зеленський").skeleton != name_keys("Vladimir Putin").skeleton


@pytest.mark.parametrize(
    "name",
    [
        "China's Ministry of Defense",
        "Ministry of Defence of the People’s Republic of China",
        "Chinese Defence Ministry",
        "the Chinese Ministry of Defense",
    ],
)
def test_countries_adjectives_genitives_and_spellings_meet(name: str) -> None:
    assert name_keys(name).exact == "@cn defense ministry"


def test_spokespersons_of_any_gender_and_order_meet() -> None:
    names = ["a spokeswoman for the Danish Foreign Ministry", "Danish Foreign Ministry spokesman"]
    assert len({name_keys(name).exact for name in names}) == 1


def test_a_title_alone_is_kept_as_a_name() -> None:
    assert name_keys("The President").exact == "president"


def test_different_offices_stay_apart() -> None:
    assert name_keys("Chinese Foreign Ministry").exact != name_keys("Chinese Defense Ministry").exact
    assert name_keys("Chinese Foreign Ministry").exact != name_keys("Danish Foreign Ministry").exact


@pytest.mark.parametrize(
    ("name", "script"),
    [("Li Shangfu", "Latn"), ("Россия 24", "Cyrl"), ("新华社", "Hani"), ("الجزيرة", "Arab"), ("24", "")],
)
def test_the_script_is_that_of_most_letters(name: str, script: str) -> None:
    assert script_of(name) == script


@given(st.text(max_size=400))
def test_any_name_has_keys_that_fit_their_column(name: str) -> None:
    keys = name_keys(name)
    assert all(0 < len(key) <= KEY_LENGTH for key in keys.all)
    assert name_keys(name) == keys


@given(st.lists(st.sampled_from(["Anna", "Berg", "Maria", "Keller", "Holt", "Jonas"]), min_size=1, max_size=4))
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    assert name_keys(" ".join(words)).exact == name_keys(" ".join(reversed(words))).exact
    assert name_tokens(" ".join(words)) == {word.lower() for word in words}
