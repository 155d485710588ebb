"""How many chains of hand-marked sentences are built right: nesting, citing, relays, channels.

Usage: python -m benchmarks.nesting [--errors]

benchmarks/nesting.txt holds the sentences with the chains that a careful reader gives them. A sentence is right when
every claim has exactly its chain: the same parties in the same roles and order. Its extractions are given, so that the
figure is that of the rules alone; in a second count only the outer ones of each nest are, as the engine gives them, and
the inner ones have to be read out of their contents. The registry is empty but for the media that the sentences name.
"""

import argparse
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sources.attribution.types import Extraction
from sources.registry.names import name_keys
from sources.registry.types import KnownSource
from sources.tracing.chains import attributions_read
from sources.tracing.nesting import extractions_unnested
from sources.tracing.types import Chain
from tests.sources.marked import read_marked

SENTENCES = Path(__file__).with_name("nesting.txt")
MEDIA = {
    "Reuters": "news_agency",
    "Kyodo News": "news_agency",
    "Xinhua News Agency": "news_agency",
    "Le Monde": "publication",
    "Fox News": "broadcaster",
    "Guardian": "publication",
}


@dataclass(frozen=True)
class Marked:
    section: str
    text: str
    chains: tuple[str, ...]


class Media:
    """A registry of the media that the sentences name without saying what they are."""

    def find(self, names: Collection[str]) -> Mapping[str, Sequence[KnownSource]]:
        by_key = {name_keys(name).exact: (number, name) for number, name in enumerate(MEDIA, 1)}
        found: dict[str, Sequence[KnownSource]] = {}
        for asked in names:
            number, name = by_key.get(name_keys(asked).exact, (0, ""))
            if number:
                found[asked] = [KnownSource(number, name, MEDIA[name], "", "primary", 1.0)]
        return found


def sentences() -> list[Marked]:
    section, found = "", []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            section = line[2:]
        elif line.strip():
            text, _, chains = line.partition(" => ")
            found.append(Marked(section, text, tuple(part.strip() for part in chains.split(" ; "))))
    return found


def shown(chain: Chain) -> str:
    """Return a chain as the file writes it."""
    parts = []
    for hop in chain.hops:
        mention = hop.mention
        name = (mention.source.name if mention.source else "?") if mention else "?"
        if mention and mention.source is None and mention.rule != "several":
            name = mention.text if mention.rule == "open" else "?"
        parts.append(name if hop.role == "originator" else f"{hop.role} {name}")
    return ", ".join(parts)


def built(marked: str) -> tuple[str, ...]:
    """Return the chains that the rules build of a marked text."""
    text, extractions = read_marked(marked)
    _, chains = attributions_read(text=text, extractions=extractions, lookup=Media())
    return tuple(shown(chain) for chain in chains)


def built_from_outer(marked: str) -> tuple[str, ...] | None:
    """Return the chains built when only the outer extractions of each nest are given; None without a nest."""
    text, extractions = read_marked(marked)
    outer = [e for e in extractions if not any(other is not e and _within(e, other) for other in extractions)]
    if len(outer) == len(extractions):
        return None
    unnested = extractions_unnested(text=text, extractions=outer)
    _, chains = attributions_read(text=text, extractions=unnested, lookup=Media())
    return tuple(shown(chain) for chain in chains)


def _within(inner: Extraction, outer: Extraction) -> bool:
    spans = (*inner.source, *inner.cue, *inner.content)
    return all(outer.content[0][0] <= start and end <= outer.content[-1][1] for start, end in spans)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="print what went wrong")
    arguments = parser.parse_args()
    total, right = Counter[str](), Counter[str]()
    for item in sentences():
        chains = built(item.text)
        total[item.section] += 1
        right[item.section] += chains == item.chains
        if arguments.errors and chains != item.chains:
            print(f"{item.text}\n  wanted {' ; '.join(item.chains)}\n  built  {' ; '.join(chains)}")
    for section in total:
        print(f"{section:45}{right[section]:4} of {total[section]}")
    print(f"{'all':45}{sum(right.values()):4} of {sum(total.values())}")
    nests = [(item, chains) for item in sentences() if (chains := built_from_outer(item.text)) is not None]
    print(f"{'nests, only the outer extraction given':45}{sum(i.chains == c for i, c in nests):4} of {len(nests)}")


if __name__ == "__main__":
    main()
