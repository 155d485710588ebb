"""From extractions and their resolved mentions to chains of hops: nesting, relays, channels, documents. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from factcheck.core.text import Segment
from sources.attribution.types import Extraction
from sources.registry.reading import lexicon as lx
from sources.registry.reading.discourse import Resolution
from sources.registry.reading.phrases import singular
from sources.registry.reading.reader import Reader, spans_to_ranges
from sources.registry.resolution import mentions_read, resolved_mention
from sources.registry.types import NoLookup, ResolvedMention, SourceLookup
from sources.tracing.passages import MEDIA_KINDS, Passage, passages_in, speaks_of_saying
from sources.tracing.types import Chain, ChainHop

_MERGED_SHARE = 0.6
"""An outer extraction makes no claim of its own when inner ones take up this share of its content."""


_OWN_SHARE = 0.4
"""The same where the inner source is the outer one itself."""
_THIRD_PERSONS = frozenset({"he", "she", "it", "they"})


def chains_build(
    *,
    text: str,
    extractions: Sequence[Extraction],
    mentions: Sequence[ResolvedMention | None],
    lookup: SourceLookup | None = None,
) -> list[Chain]:
    """Return one chain per claim to make, in the order of the extractions.

    ``mentions`` are those of `mentions_resolve`, aligned with the extractions. Nested extractions become one chain: the
    inner source is the originator, the outer a relay. Channels, media and occasions come from the words around the
    claim, in its own sentence and in the next.
    """
    reader = _reader(text, extractions, lookup or NoLookup())
    mentions_read(reader=reader, extractions=extractions)
    return _Builder(reader, extractions, mentions).build()


def attributions_read(
    *, text: str, extractions: Sequence[Extraction], lookup: SourceLookup
) -> tuple[list[ResolvedMention | None], list[Chain]]:
    """Resolve and build chains in one reading of the text: `mentions_resolve` and `chains_build` together."""
    reader = _reader(text, extractions, lookup)
    mentions = mentions_read(reader=reader, extractions=extractions)
    return mentions, _Builder(reader, extractions, mentions).build()


def _reader(text: str, extractions: Sequence[Extraction], lookup: SourceLookup) -> Reader:
    return Reader(text, lookup, [extraction.source for extraction in extractions])


@dataclass
class _Node:
    """An extraction in the tree of nesting."""

    index: int
    hull: tuple[int, int]
    content: tuple[int, int]
    size: int
    parent: int | None = None


class _Builder:
    def __init__(
        self, reader: Reader, extractions: Sequence[Extraction], mentions: Sequence[ResolvedMention | None]
    ) -> None:
        self.reader = reader
        self.words = reader.words
        self.extractions = extractions
        self.mentions = mentions
        self.nodes = [_node(index, extraction) for index, extraction in enumerate(extractions)]
        self.children: dict[int, list[_Node]] = {}
        self._nest()
        self.content_words = self._content_words()
        self.owners: dict[int, list[int]] = {}
        for node in self.nodes:
            extraction = extractions[node.index]
            for word in self._range_words([*extraction.source, *extraction.cue]):
                self.owners.setdefault(word, []).append(node.index)

    def build(self) -> list[Chain]:
        absorbed = self._absorbed()
        chains = []
        for node in self.nodes:
            if node.index in absorbed:
                continue
            merged = tuple(sorted(i for i in absorbed if node.index in _ends_in(i, absorbed)))
            chains.append(self._chain(node, merged))
        return self._add_following_sentences(chains)

    def _nest(self) -> None:
        """Give each extraction the smallest one whose content holds it whole."""
        by_start = sorted(self.nodes, key=lambda n: n.content[0])
        starts = [n.content[0] for n in by_start]
        longest = max((n.size for n in self.nodes), default=0)
        for node in self.nodes:
            best: _Node | None = None
            for at in range(bisect_right(starts, node.hull[0]) - 1, -1, -1):
                other = by_start[at]
                if node.hull[0] - other.content[0] > longest:
                    break
                around = _inside(node.hull, other.content) and other.content != node.content
                if other.index != node.index and around and (best is None or other.size < best.size):
                    best = other
            if best is not None:
                node.parent = best.index
                self.children.setdefault(best.index, []).append(node)

    def _absorbed(self) -> dict[int, set[int]]:
        """Return the extractions that make no claim of their own, each with those that stand for it."""
        absorbed: dict[int, set[int]] = {}
        for outer in self.nodes:
            children = self.children.get(outer.index, [])
            for child in children:
                # "I think that …", said Smith: the quotation is the claim
                if self._same_source(outer.index, child.index) and _share(child, outer) >= _OWN_SHARE:
                    absorbed[child.index] = {outer.index}
            others = [c for c in children if c.index not in absorbed]
            if others and sum(_share(c, outer) for c in others) >= _MERGED_SHARE:
                absorbed[outer.index] = {c.index for c in others}
        return absorbed

    def _same_source(self, left: int, right: int) -> bool:
        """Say whether an inner extraction is its outer's source's own: "the ministry said that it regrets …"."""
        a, b = self.mentions[left], self.mentions[right]
        if a and b and b.source is None and b.text.lower() in _THIRD_PERSONS:
            return True
        return bool(a and b and a.source and b.source and a.source.local_key == b.source.local_key != "")

    def _chain(self, node: _Node, merged: tuple[int, ...]) -> Chain:
        mention = self.mentions[node.index]
        passages = self._passages(node)
        relays: list[ChainHop] = []
        originator = mention
        cited = next((p for p in passages if p.role == "originator" and p.words), None)
        if cited is not None and mention is not None:
            cited_mention = self._mention_of_words(cited.words)
            if cited_mention is not None and not _same(cited_mention, mention):
                relays.append(ChainHop("relay", "", mention))
                originator = cited_mention
        for passage in passages:
            if passage.role == "relay":
                relays.append(ChainHop("relay", passage.medium, self._mention_of(passage)))
        outer = node.parent
        while outer is not None:
            above = self.mentions[outer]
            if above is not None and not (originator is not None and _same(above, originator)):
                relays.append(ChainHop("relay", "", above))
            outer = self.nodes[outer].parent
        channels = [p for p in passages if p.role == "channel"]
        hops = self._hops(node, originator, passages, channels, relays)
        return Chain(node.index, originator if originator is not None else mention, hops, merged)

    def _hops(
        self,
        node: _Node,
        originator: ResolvedMention | None,
        passages: list[Passage],
        channels: list[Passage],
        relays: list[ChainHop],
    ) -> tuple[ChainHop, ...]:
        medium = self._medium(node, originator, passages)
        where = next((p.said_where for p in passages if p.said_where), "")
        hops = [ChainHop("originator", medium, originator, said_where=where)] if originator is not None else []
        hops += [self._channel_hop(p) for p in channels]
        return _without_repeats((*hops, *relays))

    def _channel_hop(self, passage: Passage) -> ChainHop:
        return ChainHop(
            "channel",
            passage.medium,
            self._mention_of(passage),
            programme=passage.programme,
            said_where=passage.said_where,
        )

    def _medium(self, node: _Node, originator: ResolvedMention | None, passages: list[Passage]) -> str:
        if originator is not None and self._document_source(node):
            return "document"
        told = [p.medium for p in passages if p.medium and p.role in ("", "channel")]
        for medium in ("post", "interview", "document", "broadcast", "statement"):
            if medium in told:
                return medium
        return "statement"

    def _document_source(self, node: _Node) -> bool:
        words = spans_to_ranges(self.words, self.extractions[node.index].source)
        if words is None:
            return False
        if self._issued(words[0]):
            return True
        nouns = {singular(self.words.lower(i)) for i in range(*words)}
        mention = self.mentions[node.index]
        return bool(
            mention and (mention.rule == "document" or (mention.source and mention.source.kind == "document"))
        ) and bool(nouns & (lx.DOCUMENT_NOUNS | {singular(n) for n in lx.DOCUMENT_NOUNS}))

    def _issued(self, source: int) -> bool:
        """Say whether a document stands before the source as its: "the statement attributed to Maria Keller"."""
        before = [self.words.lower(i) for i in range(max(0, source - 6), source)]
        if not before or before[-1] not in {"to", "by", "from"} or {",", "."} & set(before[-3:]):
            return False
        return any(singular(word) in lx.DOCUMENT_NOUNS for word in before[-3:-1])

    def _passages(self, node: _Node) -> list[Passage]:
        extraction = self.extractions[node.index]
        anchors = [*extraction.source, *extraction.cue] or list(extraction.content)
        sentences = {
            self.words.sentence(self.words.covering(s, e)[0]) for s, e in anchors if self.words.covering(s, e)[1]
        }
        own = self._range_words(extraction.content)
        source = spans_to_ranges(self.words, extraction.source)
        spoken = self._range_words([*extraction.source, *extraction.cue])
        passages: list[Passage] = []
        for sentence in sorted(sentences):
            first, last = self.words.sentences[sentence]
            free = [i for i in range(first, last) if i not in own and (i in spoken or self._is_free(i, node))]
            passages += passages_in(self.reader, free, source)
        return passages

    def _is_free(self, word: int, node: _Node) -> bool:
        """Say whether a word is no claim's, and no other extraction's source or cue but of one around or inside."""
        if word in self.content_words:
            return False
        return all(
            owner == node.parent or self.nodes[owner].parent == node.index for owner in self.owners.get(word, ())
        )

    def _range_words(self, spans: Sequence[tuple[int, int]]) -> set[int]:
        return {i for start, end in spans for i in range(*self.words.covering(start, end))}

    def _content_words(self) -> set[int]:
        return {i for extraction in self.extractions for i in self._range_words(extraction.content)}

    def _mention_of(self, passage: Passage) -> ResolvedMention:
        occurrence = passage.occurrence
        if passage.entity is None or occurrence is None:
            raise ValueError("a passage without a party has no mention")
        segments = (Segment(occurrence.start, occurrence.end),)
        referent = self.reader.referents[passage.entity.number]
        if passage.role == "channel" and passage.entity.kind not in MEDIA_KINDS and passage.medium == "broadcast":
            passage.entity.kind = "broadcaster"
        return resolved_mention(self.reader, segments, Resolution(referent, passage.role, 0.9))

    def _mention_of_words(self, words: tuple[int, int] | None) -> ResolvedMention | None:
        if words is None:
            return None
        resolution = self.reader.resolve_phrase(*words)
        if resolution.referent is None:
            return None
        segments = (Segment(self.words[words[0]].start, self.words[words[1] - 1].end),)
        return resolved_mention(self.reader, segments, resolution)

    def _add_following_sentences(self, chains: list[Chain]) -> list[Chain]:
        """Attach the channel that a sentence names for what was said in the one before it."""
        result = list(chains)
        ending: dict[int, list[int]] = {}
        for position, chain in enumerate(chains):
            _, last_word = self.words.covering(*self.nodes[chain.extraction].hull)
            ending.setdefault(self.words.sentence(last_word - 1), []).append(position)
        for number in range(1, len(self.words.sentences)):
            first, last = self.words.sentences[number]
            if self.words.paragraph(first) != self.words.paragraph(first - 1) or not speaks_of_saying(
                self.reader, first, last
            ):
                continue
            free = [i for i in range(first, last) if i not in self.content_words]
            found = [p for p in passages_in(self.reader, free, None) if p.role != "originator"]
            if not found:
                continue
            for position in self._said_in(ending.get(number - 1, []), result):
                result[position] = self._extended(result[position], found)
        return result

    def _said_in(self, here: list[int], chains: list[Chain]) -> list[int]:
        """Return, of the chains whose claim ends in one sentence, those of the last source there."""
        if not here:
            return []
        last = max(here, key=lambda p: self.nodes[chains[p].extraction].hull[1])
        mention = chains[last].mention
        return [p for p in here if p == last or (mention and chains[p].mention and _same(chains[p].mention, mention))]  # type: ignore[arg-type]

    def _extended(self, chain: Chain, passages: list[Passage]) -> Chain:
        present = {h.mention.source.local_key for h in chain.hops if h.mention and h.mention.source}
        hops = list(chain.hops)
        place = next((i for i, h in enumerate(hops) if h.role == "relay"), len(hops))
        for passage in passages:
            if passage.role not in ("channel", "relay"):
                continue
            hop = self._channel_hop(replace(passage, role="channel"))
            if hop.mention and hop.mention.source and hop.mention.source.local_key not in present:
                hops.insert(place, hop)
                place += 1
        media = [p.medium for p in passages if p.medium]
        where = next((p.said_where for p in passages if p.said_where), "")
        if hops and hops[0].role == "originator":
            first = hops[0]
            medium = media[0] if media and first.medium == "statement" else first.medium
            hops[0] = replace(first, medium=medium, said_where=first.said_where or where)
        return replace(chain, hops=tuple(hops))


def _ends_in(index: int, absorbed: dict[int, set[int]]) -> set[int]:
    """Return the extractions that stand for an absorbed one in the end: an outer of an outer is the innermost's."""
    found: set[int] = set()
    seen: set[int] = set()
    front = {index}
    while front:
        seen |= front
        into = {target for i in front for target in absorbed[i]}
        found |= {target for target in into if target not in absorbed}
        front = {target for target in into if target in absorbed} - seen
    return found


def _node(index: int, extraction: Extraction) -> _Node:
    everything = [*extraction.source, *extraction.cue, *extraction.content]
    content = (min(s for s, _ in extraction.content), max(e for _, e in extraction.content))
    hull = (min(s for s, _ in everything), max(e for _, e in everything))
    return _Node(index, hull, content, content[1] - content[0])


def _inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _share(inner: _Node, outer: _Node) -> float:
    return (inner.hull[1] - inner.hull[0]) / max(1, outer.size)


def _same(left: ResolvedMention, right: ResolvedMention) -> bool:
    if left.segments == right.segments:
        return True
    return bool(
        left.source and right.source and left.source.local_key and left.source.local_key == right.source.local_key
    )


def _without_repeats(hops: tuple[ChainHop, ...]) -> tuple[ChainHop, ...]:
    """Drop a hop whose party has a hop already: nobody passes on to himself."""
    seen: set[str] = set()
    result = []
    for hop in hops:
        key = hop.mention.source.local_key if hop.mention and hop.mention.source else ""
        if key and key in seen:
            continue
        seen.add(key)
        result.append(hop)
    return tuple(result)
