from collections.abc import Collection, Mapping, Sequence

import pytest

from sources.registry.resolution import mentions_resolve
from sources.registry.types import KnownSource, NoLookup, ResolvedMention
from tests.sources.marked import read_marked


def resolve(marked: str) -> list[ResolvedMention | None]:
    text, extractions = read_marked(marked)
    return mentions_resolve(text=text, extractions=extractions, lookup=NoLookup())


def name_of(mention: ResolvedMention | None) -> str | None:
    return mention.source.name if mention and mention.source else None


def last_name(marked: str) -> str | None:
    return name_of(resolve(marked)[-1])


def test_a_full_name_is_a_person() -> None:
    (mention,) = resolve("[s Maria Keller] [c said] [x the bridge is closed].")
    assert mention is not None
    assert mention.source is not None
    assert (mention.source.name, mention.source.kind, mention.rule) == ("Maria Keller", "person", "name")


def test_a_title_before_the_name_is_not_part_of_it() -> None:
    assert last_name("[s Foreign Minister Anna Berg] [c said] [x talks go on].") == "Anna Berg"
    assert last_name("[s Russian President Ivan Sokolov] [c said] [x talks go on].") == "Ivan Sokolov"


def test_a_surname_is_the_person_named_in_full_before_or_after() -> None:
    assert last_name("Maria Keller spoke on Monday. [s Keller] [c said] [x no].") == "Maria Keller"
    assert last_name("[s Keller] [c said] [x no]. Maria Keller left at noon.") == "Maria Keller"


def test_a_courtesy_title_tells_two_persons_of_one_surname_apart() -> None:
    text = "John Keller met Maria Keller on Monday. [s Ms. Keller] [c said] [x no]."
    assert last_name(text) == "Maria Keller"


def test_he_is_the_subject_of_the_sentence_before_and_not_whom_he_met() -> None:
    text = "After talks with President Pedro Alvarez, John Keller, the head of the trade office, spoke to the press. "
    assert last_name(text + "[s He] [c said] [x the deal is near].") == "John Keller"


def test_she_is_a_woman() -> None:
    text = "John Keller met Maria Lopez on Monday. [s She] [c said] [x the deal is near]."
    assert last_name(text) == "Maria Lopez"


def test_a_pronoun_without_anybody_before_it_is_left_open() -> None:
    (mention,) = resolve("[s He] [c said] [x the deal is near].")
    assert mention is not None
    assert mention.source is None


def test_who_is_the_name_right_before_it() -> None:
    text = "The plan is dead, according to John Keller, [s who] [c said] [x the money is gone]."
    assert last_name(text) == "John Keller"


def test_a_spokesperson_is_the_office_of_whom_he_speaks_for() -> None:
    (mention,) = resolve("[s A spokesman for the Danish Foreign Ministry] [c said] [x no].")
    assert mention is not None
    assert mention.source is not None
    assert mention.source.name == "Danish Foreign Ministry spokesperson"
    assert mention.source.kind == "spokesperson"
    assert mention.source.parent_name == "Danish Foreign Ministry"
    assert mention.source.country == "DK"


def test_the_spokesperson_is_the_one_heard_before() -> None:
    mentions = resolve(
        "[s1 a Danish Foreign Ministry spokesperson] [c1 said] [x1 talks go on]. "
        "[s2 The spokesperson] [c2 added] [x2 that no date is set]."
    )
    first, second = mentions
    assert first is not None
    assert second is not None
    assert first.source == second.source


def test_a_spokesperson_with_a_name_is_the_person_with_the_office_above() -> None:
    (mention,) = resolve("[s Danish Foreign Ministry spokesman Lars Holm] [c said] [x no].")
    assert mention is not None
    assert mention.source is not None
    assert (mention.source.name, mention.source.kind) == ("Lars Holm", "person")
    assert mention.source.parent_name == "Danish Foreign Ministry"


def test_a_role_is_the_person_whom_the_text_gives_it() -> None:
    text = "John Keller, the head of Norway's Ministry of Trade, arrived. "
    assert last_name(text + "[s The head of Norway's Ministry of Trade] [c said] [x no].") == "John Keller"


def test_the_ministry_is_the_one_named_before() -> None:
    text = "The Danish Foreign Ministry called the envoy. [s The ministry] [c said] [x it regrets the incident]."
    assert last_name(text) == "Danish Foreign Ministry"


def test_the_minister_is_not_another_minister() -> None:
    text = "Foreign Minister Anna Berg met Defense Minister Jan Holt. [s The defense minister] [c said] [x no]."
    assert last_name(text) == "Jan Holt"


def test_a_statement_is_its_authors() -> None:
    text = "[s A statement attributed to Maria Keller] [c called] [x the plan unworkable]."
    (mention,) = resolve(text)
    assert (name_of(mention), mention and mention.rule) == ("Maria Keller", "document")


def test_a_note_from_the_authorities_is_the_official_sources_heard_last() -> None:
    text = (
        "[s1 a Danish Foreign Ministry spokesperson] [c1 said] [x1 talks go on]. "
        "[s2 The short note from the authorities] [c2 signals] [x2 a thaw]."
    )
    assert last_name(text) == "Danish Foreign Ministry spokesperson"


def test_a_note_from_the_authorities_is_left_a_document_when_no_official_was_heard() -> None:
    text = "[s1 Maria Keller] [c1 said] [x1 no]. [s2 The note from the authorities] [c2 signals] [x2 a thaw]."
    mention = resolve(text)[-1]
    assert mention is not None
    assert mention.source is None or mention.source.kind == "document"


def test_an_anonymous_source_keeps_its_description() -> None:
    (mention,) = resolve("[s A senior official familiar with the talks] [c said] [x no].")
    assert mention is not None
    assert mention.source is not None
    assert mention.source.kind == "anonymous"
    assert mention.source.description == "A senior official familiar with the talks"


def test_two_anonymous_officials_are_two_and_the_official_is_the_last() -> None:
    first, second, third = resolve(
        "[s1 A senior official] [c1 said] [x1 no]. [s2 A police official] [c2 said] [x2 yes]. "
        "[s3 The official] [c3 added] [x3 that it was late]."
    )
    keys = [m.source.local_key for m in (first, second, third) if m and m.source]
    assert keys[0] != keys[1] == keys[2]


def test_i_in_a_quotation_is_its_speaker() -> None:
    inner = resolve('"[x1 [s2 I] [c2 think] [x2 it is wrong]]," [c1 said] [s1 Maria Keller].')[1]
    assert name_of(inner) == "Maria Keller"


def test_two_names_together_are_left_open() -> None:
    (mention,) = resolve("[s Maria Keller and John Holt] [c said] [x no].")
    assert mention is not None
    assert (mention.source, mention.rule) == (None, "several")


def test_a_capital_is_its_countrys_government() -> None:
    assert last_name("[s Copenhagen] [c said] [x it will vote no].") == "Government of Denmark"


def test_no_source_words_give_no_mention() -> None:
    assert resolve("[c It is said that] [x the king is ill].") == [None]


class _Lookup:
    def __init__(self, **known: list[KnownSource]) -> None:
        self.known = known
        self.asked = 0

    def find(self, names: Collection[str]) -> Mapping[str, Sequence[KnownSource]]:
        self.asked += 1
        return {name: self.known[name] for name in names if name in self.known}


def known(source_id: int, kind: str = "news_agency", name_type: str = "primary", country: str = "") -> KnownSource:
    return KnownSource(source_id, "Reuters", kind, country, name_type, 1.0)


@pytest.mark.parametrize("text", ["[s Reuters] [c said] [x no].", "Reuters wrote. [s The agency] [c said] [x no]."])
def test_a_known_name_is_the_registrys_source_and_the_registry_is_asked_once(text: str) -> None:
    plain, extractions = read_marked(text)
    lookup = _Lookup(Reuters=[known(7)])
    (mention,) = mentions_resolve(text=plain, extractions=extractions, lookup=lookup)
    assert mention is not None
    assert mention.source is not None
    assert (mention.source.source_id, mention.source.kind) == (7, "news_agency")
    assert lookup.asked == 1


def test_a_name_that_two_sources_bear_is_left_to_a_person() -> None:
    plain, extractions = read_marked("[s Reuters] [c said] [x no].")
    (mention,) = mentions_resolve(text=plain, extractions=extractions, lookup=_Lookup(Reuters=[known(7), known(8)]))
    assert mention is not None
    assert (mention.source, mention.rule) == (None, "ambiguous")


def test_a_weak_name_is_not_enough() -> None:
    plain, extractions = read_marked("[s Reuters] [c said] [x no].")
    lookup = _Lookup(Reuters=[known(7, name_type="weak")])
    (mention,) = mentions_resolve(text=plain, extractions=extractions, lookup=lookup)
    assert mention is not None
    assert mention.source is None or mention.source.source_id is None
