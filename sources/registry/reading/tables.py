"""The small tables beside this package: countries with their adjectives and capitals, and given names."""

from functools import cache
from pathlib import Path

_DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def _countries() -> tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    capitals: dict[str, str] = {}
    display: dict[str, str] = {}
    for line in (_DATA / "countries.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, own, people, cities = line.split("\t")
        display[code] = own.split(",")[0]
        for table, values in ((names, own), (adjectives, people), (capitals, cities)):
            for value in filter(None, values.split(",")):
                table[value.lower()] = code
    return names, adjectives, capitals, display


def country_named(words: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a country's name ("China"), "" for anything else."""
    return _countries()[0].get(words.lower(), "")


def country_of_adjective(words: str) -> str:
    """Return the code of a demonym or adjective ("Chinese"), "" for anything else."""
    return _countries()[1].get(words.lower(), "")


def country_of_capital(words: str) -> str:
    """Return the code of the country whose government a city stands for ("Beijing"), "" for anything else."""
    return _countries()[2].get(words.lower(), "")


def country_of(words: str) -> str:
    """Return the country of a name or an adjective, "" for anything else."""
    return country_named(words) or country_of_adjective(words)


def country_name(code: str) -> str:
    """Return a country's usual English name; the code itself when the table lacks it."""
    return _countries()[3].get(code, code)


def country_words() -> list[tuple[str, str]]:
    """Return the names and adjectives in lower case with their codes, longest first."""
    names, adjectives, _, _ = _countries()
    return sorted({**names, **adjectives}.items(), key=lambda item: (-item[0].count(" "), item[0]))


@cache
def _given_names() -> dict[str, str]:
    genders: dict[str, str] = {}
    for line in (_DATA / "given_names.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            gender, *names = line.split()
            genders.update((name.lower(), gender) for name in names)
    return genders


def gender_of_given_name(name: str) -> str:
    """Return "m" or "f" for a given name that mostly one gender bears, "" for any other word."""
    return _given_names().get(name.lower(), "")
