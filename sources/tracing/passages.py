"""How a statement travelled, read from the words around it: channels, relays, cited originators. Pure.

The patterns are English; each works on the words of one sentence outside the claim's own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sources.registry.reading import lexicon as lx
from sources.registry.reading.entities import Entity, Occurrence
from sources.registry.reading.phrases import singular
from sources.registry.reading.reader import Reader

MEDIA_KINDS = frozenset({"news_agency", "broadcaster", "publication"})
_PLATFORMS = lx.word_set(
    "twitter facebook telegram instagram youtube tiktok weibo wechat vkontakte linkedin reddit snapchat "
    "mastodon bluesky threads x whatsapp medium tumblr periscope rumble gab parler"
)
_CITING = lx.word_set("citing quoting cited quoted quotes cites referencing")
_CARRIED = lx.word_set(
    "quoted cited reported carried relayed published broadcast aired translated distributed seen obtained"
)
_REPORTED = lx.word_set("reported reports report said says wrote")
_BROADCAST_NOUNS = lx.word_set("channel television tv radio broadcast network programme program show station")
_WRITTEN = lx.word_set(
    "report letter memo memorandum email e-mail filing op-ed editorial column essay article paper study book "
    "note affidavit document communique communiqué blog"
)
_STATED = lx.word_set("statement release address speech remarks announcement")
_MEETINGS = lx.word_set(
    "conference briefing rally hearing summit meeting forum speech debate event ceremony session testimony"
)
_CLASS_NOUNS = frozenset({"newspaper", "magazine", "daily", "news", "agency", "website", "channel", "network"})
_BREAKS = frozenset({",", ".", "that", "who", "and"})
_PUBLISHED = lx.word_set(
    "shared made aired broadcast published posted delivered given issued released carried came appeared "
    "conducted printed recorded streamed televised transmitted tweeted expressed voiced reported featured "
    "uploaded gave"
)


@dataclass(frozen=True)
class Passage:
    """One thing that a sentence says of the way of a statement.

    ``role`` is "channel", "relay", "originator" (somebody whom the source cites) or "" when only medium or place are
    told. ``entity`` and ``occurrence`` name the party; ``words`` are its words where it has no name of its own.
    """

    role: str
    medium: str = ""
    entity: Entity | None = None
    occurrence: Occurrence | None = None
    words: tuple[int, int] | None = None
    programme: str = ""
    said_where: str = ""


def passages_in(reader: Reader, free: Sequence[int], source: tuple[int, int] | None) -> list[Passage]:
    """Return what the words ``free`` (numbers, ascending) say of the way of the claim whose source is at ``source``."""
    return _Sentence(reader, free, source).read()


def speaks_of_saying(reader: Reader, first: int, last: int) -> bool:
    """Say whether a sentence is about a statement just made: "This perspective was shared …", "The remarks came …"."""
    words = reader.words
    lowers = [words.lower(i) for i in range(first, last)]
    if not lowers:
        return False
    nouns = [i for i, w in enumerate(lowers[:6]) if singular(w) in lx.SAYING_NOUNS or w in lx.SAYING_NOUNS]
    if nouns and (lowers[0] in {"this", "these", "the", "his", "her", "their", "such", "that", "those", "both"}):
        return any(w in _PUBLISHED for w in lowers[nouns[0] + 1 : nouns[0] + 6])
    if lowers[0] in {"he", "she", "they"} or _opens_with_name(reader, first):
        for i, w in enumerate(lowers[:8]):
            if (
                w in {"speaking", "spoke", "talking"}
                and lowers[i + 1 : i + 2]
                and lowers[i + 1] in {"to", "with", "on", "at", "in", "during"}
            ):
                return True
            if w in {"made", "gave", "delivered"} and any(
                singular(x) in lx.SAYING_NOUNS for x in lowers[i + 1 : i + 4]
            ):
                return True
    return False


def _opens_with_name(reader: Reader, first: int) -> bool:
    return any(o.run_first == first for o, _ in reader.occurrences_in(first, first + 8))


class _Sentence:
    def __init__(self, reader: Reader, free: Sequence[int], source: tuple[int, int] | None) -> None:
        self.reader = reader
        self.words = reader.words
        self.free = list(free)
        self.free_set = set(free)
        self.source = source
        self.names = (
            [(o, e) for o, e in reader.occurrences_in(self.free[0], self.free[-1] + 1) if o.first in self.free_set]
            if self.free
            else []
        )

    def read(self) -> list[Passage]:
        passages: list[Passage] = []
        for index in self.free:
            word = self.words.lower(index)
            found = (
                self._cited(index, word)
                or self._carried(index, word)
                or self._told(index, word)
                or self._interview(index, word)
                or self._on(index, word)
                or self._platform(index, word)
                or self._form(index, word)
            )
            if found is not None:
                passages.append(found)
        passages += self._reporters()
        return _once(passages)

    def _name_at(self, index: int, reach: int = 5) -> tuple[Occurrence, Entity] | None:
        """Return the name that opens the noun phrase at a word."""
        for occurrence, entity in self.names:
            if index <= occurrence.first <= index + reach:
                between = [self.words.lower(i) for i in range(index, occurrence.run_first)]
                if not any(w in _BREAKS or w in lx.SPEECH_VERBS or w in lx.PREPOSITIONS for w in between):
                    return occurrence, entity
        return None

    def _is_media(self, entity: Entity, occurrence: Occurrence) -> bool:
        return entity.kind in MEDIA_KINDS or self.words.lower(occurrence.last) in _BROADCAST_NOUNS | {
            "newspaper",
            "magazine",
            "daily",
        }

    def _cited(self, index: int, word: str) -> Passage | None:
        """Read ", citing a ministry official": the cited one is the originator, the source only passes it on."""
        if word not in _CITING or self.words.lower(index + 1) in {"by", "in", "as", "from", ""}:
            return None
        before = self.words.lower(index - 1)
        participle = word in {"citing", "quoting", "referencing"}
        as_saying = "as" in {self.words.lower(i) for i in range(index + 2, index + 14)}
        subject = self._subject_before(index)
        if self.source is not None and index < self.source[0] <= index + 2:
            # "the agency quoted Maria Keller as saying": the agency passes on what the source said
            return Passage("relay", "", subject[1], subject[0]) if subject is not None and as_saying else None
        quotes = (subject is not None or self._source_ends(index)) and as_saying
        if not participle and before not in {",", "which", "who", "and", "that"} and not quotes:
            return None
        end = self._phrase_end(index + 1)
        if end <= index + 1:
            return None
        return Passage("originator", words=(index + 1, end))

    def _subject_before(self, index: int) -> tuple[Occurrence, Entity] | None:
        return next(((o, e) for o, e in self.names if index in (o.tail, o.last)), None)

    def _source_ends(self, index: int) -> bool:
        return self.source is not None and self.source[1] == index

    def _phrase_end(self, first: int) -> int:
        end = first
        while end in self.free_set and self.words.lower(end) not in {
            ",",
            ".",
            "that",
            "as",
            ";",
            ":",
            "—",
            "–",
            "said",
            "reported",
            "“",
            '"',
        }:
            end += 1
        return end

    def _carried(self, index: int, word: str) -> Passage | None:
        """Read "as quoted by TASS", "in comments carried by state media", "published in Le Monde"."""
        following = self.words.lower(index + 1)
        quoted_as_saying = word == "saying" and self.words.lower(index - 1) == "as" and following == "by"
        if not quoted_as_saying and (word not in _CARRIED or following not in {"by", "in", "on"}):
            return None
        named = self._name_at(index + 2, 3)
        if named is None:
            return None
        occurrence, entity = named
        if not (self._is_media(entity, occurrence) or word in {"quoted", "cited", "saying"}):
            return None
        role = "channel" if word in {"aired", "broadcast", "published"} else "relay"
        medium = "broadcast" if entity.kind == "broadcaster" and role == "channel" else ""
        return Passage(role, medium, entity, occurrence)

    def _told(self, index: int, word: str) -> Passage | None:
        if word not in {"told", "tells", "telling"}:
            return None
        named = self._name_at(index + 1, 2)
        if named is None or not self._is_media(named[1], named[0]):
            return None
        return Passage("channel", "interview", named[1], named[0], programme=self._programme(named[0].last))

    def _interview(self, index: int, word: str) -> Passage | None:
        if word not in {
            "interview",
            "interviews",
            "speaking",
            "talking",
            "spoke",
            "appearing",
            "appearance",
            "interviewed",
            "conversation",
            "comments",
            "remarks",
        }:
            return None
        at = index + 1
        prepositions = {"with", "to", "on", "by", "for", "in"}
        steps = 0
        while self.words.lower(at) not in prepositions and steps < 4 and at in self.free_set:
            if self.words.lower(at) in {",", ".", "that"} or self.words.lower(at) in _CARRIED:
                break
            at, steps = at + 1, steps + 1
        if self.words.lower(at) in prepositions:
            named = self._name_at(at + 1, 3)
            if named is not None and self._is_media(named[1], named[0]):
                kind = named[1].kind
                interview = word.startswith("interview") or self.words.lower(at) in {"to", "with"}
                medium = "interview" if interview else "broadcast" if kind == "broadcaster" else "statement"
                return Passage("channel", medium, named[1], named[0], programme=self._programme(named[0].last))
        return Passage("", "interview") if word in {"interview", "interviewed"} else None

    def _on(self, index: int, word: str) -> Passage | None:
        """Read "on the Russia 24 channel", "on CNN’s State of the Union"."""
        if word not in {"on", "via"}:
            return None
        named = self._name_at(index + 1, 4)
        if named is None:
            return None
        occurrence, entity = named
        broadcaster = entity.kind == "broadcaster" or self.words.lower(occurrence.last) in _BROADCAST_NOUNS
        if not broadcaster:
            return None
        return Passage(
            "channel",
            "broadcast",
            entity,
            occurrence,
            programme=self._programme(occurrence.last),
            said_where=self._where(index),
        )

    def _programme(self, index: int) -> str:
        """Return the programme named behind a broadcaster: CNN's "State of the Union", NBC's Meet the Press."""
        words = self.words
        if words.lower(index) not in {"'s", "’s"} and words.lower(index) not in {"programme", "program", "show"}:
            return ""
        at = index + 1
        if words.lower(at) in {'"', "“"}:
            end = at + 1
            while end < len(words) and words.lower(end) not in {'"', "”"} and end - at < 9:
                end += 1
            return words.string(at + 1, end).rstrip(",.")
        end = at
        while end < len(words) and (
            words[end].capital or (end > at and words.lower(end) in {"of", "the", "and", "with", "this"})
        ):
            end += 1
        return words.string(at, end) if end > at else ""

    def _platform(self, index: int, word: str) -> Passage | None:
        if word in {"tweeted", "tweets", "retweeted"}:
            return Passage("", "post")
        if word not in _PLATFORMS or not self.words[index].capital or self.words.lower(index - 1) in {"a", "an"}:
            return None
        before = {self.words.lower(i) for i in range(max(0, index - 4), index)}
        if not before & {"on", "via", "to"}:
            return None
        named = next(((o, e) for o, e in self.names if o.first <= index < o.last), None)
        if named is None:
            return Passage("", "post")
        return Passage("channel", "post", named[1], named[0])

    def _form(self, index: int, word: str) -> Passage | None:
        """Read "in a statement", "in a letter", "at a news conference in Moscow"."""
        noun = singular(word)
        opening = {self.words.lower(i) for i in range(max(0, index - 4), index)}
        if noun in _WRITTEN and opening & {"in", "by"} and opening & {"a", "an", "the", "his", "her", "their", "its"}:
            return Passage("", "document")
        if (
            noun in _STATED
            and opening & {"in", "during"}
            and opening & {"a", "an", "the", "his", "her", "their", "its"}
        ):
            return Passage("", "statement")
        if noun in _MEETINGS and opening & {"at", "during", "in"} and opening & {"a", "an", "the", "his", "her"}:
            return Passage("", "broadcast" if "televised" in opening else "", said_where=self._where(index))
        return None

    def _where(self, index: int) -> str:
        """Return the words of the occasion that a word stands in ("a televised briefing"), and its place."""
        words = self.words
        noun = next((i for i in range(index, max(-1, index - 6), -1) if singular(words.lower(i)) in _MEETINGS), None)
        if noun is None:
            return ""
        first = noun
        while (
            first > 0
            and words.lower(first - 1) not in lx.PREPOSITIONS
            and noun - first < 5
            and words[first - 1].letters
        ):
            first -= 1
        end = noun + 1
        if words.lower(end) == "in" and end + 1 < len(words) and words[end + 1].capital:
            end += 2
            while end < len(words) and words[end].capital:
                end += 1
        return words.string(first, end)

    def _reporters(self) -> list[Passage]:
        """Read ", Reuters reported." beside another source; and "Xinhua reported" before it."""
        passages = []
        for occurrence, entity in self.names:
            if self.source and self.source[0] <= occurrence.first < self.source[1]:
                continue
            if entity.kind in MEDIA_KINDS:
                behind = occurrence.last
                while self.words.lower(behind) in _CLASS_NOUNS:
                    behind += 1
                after, before = self.words.lower(behind), self.words.lower(occurrence.run_first - 1)
                if before == "the":
                    before = self.words.lower(occurrence.run_first - 2)
                inverted = before in {"reported", "reports"}
                according = before == "to" and self.words.lower(occurrence.run_first - 2) == "according"
                if after in _REPORTED or inverted or according:
                    passages.append(Passage("relay", "", entity, occurrence))
        return passages


def _once(passages: list[Passage]) -> list[Passage]:
    seen: set[tuple[str, int]] = set()
    result = []
    for passage in passages:
        if passage.entity is not None:
            key = ("party", passage.entity.number)
            if key in seen:
                continue
            seen.add(key)
        result.append(passage)
    return result
