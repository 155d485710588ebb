"""How well mentions are resolved: share of attribution sources whose named entity is found, on documents of GUM.

Usage: python -m benchmarks.resolution GUM_FOLDER [--split dev|train] [--errors] [--threshold 0.5] [--genre news]

GUM (Georgetown University Multilayer corpus, https://gucorpling.org/gum/) gives, per attribution, the tokens of its
source (rsd) and the coreference chain of every mention (coref). An attribution counts as *answerable* when the chain
of its source has a mention by proper name. *Right*: the source was resolved to a name of that chain. *Wrong*: it was
resolved to another name. *Open*: it was left open or kept as a description. Precision is right / (right + wrong), over
all attributions with a source, so that a name given to a source that has none counts as wrong; recall is
right / answerable. In transcripts the speaker's name, which GUM keeps beside the text, stands before each turn, and a
first person singular is that speaker. The rules are general, but they were chosen while reading the errors on all of
these documents, those of dev.txt too: expect a little less on new text.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sources.attribution.pieces import quoted_spans
from sources.attribution.types import Extraction
from sources.registry.names import name_tokens
from sources.registry.reading import lexicon as lx
from sources.registry.resolution import THRESHOLD, mentions_resolve
from sources.registry.types import NoLookup

_PROPER = re.compile(r"^NN?P")


@dataclass
class Document:
    """One GUM document: its text, the code-point span of each token (from 1), and what is annotated on them."""

    name: str
    text: str
    tokens: list[tuple[int, int]]
    chains: dict[frozenset[int], int]
    names: dict[int, set[str]]
    attributions: list[tuple[list[int], list[int]]] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)


def read_document(folder: Path, name: str) -> Document:
    """Read text (xml, detokenised), coreference (coref) and attributions (rsd) of one document."""
    text, tokens, tags, speakers = _text(folder / "xml" / f"{name}.xml")
    chains, names = _coreference(folder / "coref" / f"{name}.tsv", text, tokens, tags)
    document = Document(name, text, tokens, chains, names, speakers=speakers)
    document.attributions = list(_attributions(folder / "rsd" / f"{name}.rsd", tokens))
    return document


def _text(path: Path) -> tuple[str, list[tuple[int, int]], list[str], list[str]]:
    parts: list[str] = []
    tokens: list[tuple[int, int]] = []
    tags: list[str] = []
    speakers: list[str] = []
    speaking = ""
    length, glue, pending = 0, True, ""
    joined = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("<"):
            if re.match(r"</?(p|head|sp|item|caption|list|figure|row|cell|utterance)\b", line) or line.startswith(
                "<text"
            ):
                pending = "\n"
            if line.startswith("<w>"):
                joined = 1
            if line.startswith("</w>"):
                joined = 0
            speaker = re.match(r'<sp who="#?([^"]+)"', line)
            if speaker:
                speaking = _spaced(speaker.group(1))
                label = ("\n" if parts else "") + speaking + ": "
                parts.append(label)
                length += len(label)
                glue, pending = True, ""
            continue
        columns = line.split("\t")
        token, tag = columns[0], columns[1]
        token = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}.get(token, token)
        closing = bool(re.match(r"^[.,;:!?)\]%]$|^['’](s|re|ve|ll|d|m)?$|^n['’]t$|^[”’]$", token)) or tag in (
            "POS",
            "''",
        )
        space = "" if glue or closing or joined == 2 else " "
        if pending and parts:
            space = pending if not glue else ""
        pending = ""
        parts.append(space + token)
        start = length + len(space)
        tokens.append((start, start + len(token)))
        tags.append(tag)
        speakers.append(speaking)
        length = start + len(token)
        glue = token in {"(", "[", "“", "‘", "$", "#"} or tag == "``"
        joined = 2 if joined else 0
    return "".join(parts), tokens, tags, speakers


def _spaced(label: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label.replace("_", " ")).strip()


def _coreference(
    path: Path, text: str, tokens: list[tuple[int, int]], tags: list[str]
) -> tuple[dict[frozenset[int], int], dict[int, set[str]]]:
    spans: dict[str, set[int]] = defaultdict(set)
    at_token: dict[str, list[str]] = {}
    order: list[str] = []
    links: list[tuple[str, str, str]] = []
    number = 0
    relation_rows: list[tuple[str, str, str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) < 9 or not re.match(r"^\d+-\d+$", columns[0]):
            continue
        number += 1
        ids = []
        for value in columns[3].split("|") if columns[3] != "_" else []:
            match = re.search(r"\[(\d+)\]$", value)
            key = match.group(1) if match else f"single{number}"
            spans[key].add(number)
            ids.append(key)
        at_token[columns[0]] = ids
        order.append(columns[0])
        if columns[8] != "_":
            relation_rows.append((columns[0], columns[8], columns[9], ""))
    for place, kinds, targets, _ in relation_rows:
        for kind, target in zip(kinds.split("|"), targets.split("|"), strict=True):
            if kind.startswith("bridge"):
                continue
            match = re.match(r"^(\d+-\d+)(?:\[(\d+)_(\d+)\])?$", target)
            if not match:
                continue
            to, a, b = match.groups()
            source_key = b if b and b != "0" else _single(at_token[place], spans)
            target_key = a if a and a != "0" else _single(at_token[to], spans)
            links.append((source_key, target_key, kind))
    parent: dict[str, str] = {key: key for key in spans}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for left, right, _ in links:
        if left in parent and right in parent:
            parent[root(left)] = root(right)
    chains: dict[frozenset[int], int] = {}
    names: dict[int, set[str]] = defaultdict(set)
    numbers: dict[str, int] = {}
    for key, members in spans.items():
        chain = numbers.setdefault(root(key), len(numbers))
        chains[frozenset(members)] = chain
        if _is_name(sorted(members), tags):
            names[chain].add(text[tokens[min(members) - 1][0] : tokens[max(members) - 1][1]])
    return chains, names


def _is_name(members: list[int], tags: list[str]) -> bool:
    """Say whether a mention is a proper name: it ends in one, or begins with one and has no genitive in it."""
    inside = [tags[i - 1] for i in members if i <= len(tags)]
    proper = [tag.startswith(("NP", "NNP")) for tag in inside]
    if not any(proper):
        return False
    return proper[-1] or (proper[0] and not {"POS", "PP$", "PRP$", "IN"} & set(inside))


def _single(keys: list[str], spans: dict[str, set[int]]) -> str:
    return next((key for key in keys if key.startswith("single")), keys[0] if keys else "")


def _attributions(path: Path, tokens: list[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield source token numbers and content token numbers of each attribution relation."""
    position = 0
    units: dict[int, tuple[int, int, int, str, str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) < 8:
            continue
        count = len(columns[1].split(" "))
        relation = next((c for c in columns[5:9] if c.endswith(("_r", "_m")) or c == "ROOT"), "")
        head = next((c for c in columns[6:7] if c.isdigit()), "0")
        units[int(columns[0])] = (position + 1, position + count, int(head), relation, columns[-1])
        position += count
    for _first, _last, head, relation, signals in units.values():
        if not relation.startswith("attribution"):
            continue
        for signal in signals.split(";"):
            if "attribution_source" not in signal:
                continue
            source = [
                n for part in re.findall(r"\d+(?:-\d+)?", signal.split("attribution_source-")[1]) for n in _range(part)
            ]
            content = units.get(head)
            if source and content and max(source) <= len(tokens):
                yield source, list(range(content[0], content[1] + 1))


def _range(part: str) -> list[int]:
    first, _, last = part.partition("-")
    return list(range(int(first), int(last or first) + 1))


def extractions_of(document: Document) -> list[Extraction]:
    """Return the document's attributions as the engine would give them."""
    result = []
    quotations = quoted_spans(document.text)
    for source, content in document.attributions:
        spans = [(document.tokens[n - 1][0], document.tokens[n - 1][1]) for n in source]
        source_span = (spans[0][0], spans[-1][1])
        content_span = (document.tokens[content[0] - 1][0], document.tokens[content[-1] - 1][1])
        for start, end in quotations:  # the engine gives a quotation whole, GUM the discourse unit that heads it
            if start <= content_span[0] < end and not start <= source_span[0] < end:
                content_span = (start, end)
        result.append(Extraction((source_span,), (), (content_span,), "indirect", "asserts", 1.0, False))
    return result


def chain_of(document: Document, source: list[int]) -> int | None:
    """Return the coreference chain of the mention that covers the source tokens best."""
    wanted = set(source)
    best = max(
        document.chains,
        key=lambda span: (len(span & wanted) / len(span | wanted), -len(span)),
        default=frozenset(),
    )
    return document.chains[best] if best and len(best & wanted) / len(best | wanted) >= 0.5 else None


def same_name(name: str, names: set[str]) -> bool:
    """Say whether a resolved name is one of a chain's: the words of the one are all among the other's."""
    words = name_tokens(name.removeprefix("Government of "))
    return any(other and (words <= other or other <= words) for other in map(name_tokens, names) if words)


def kind_of(words: str) -> str:
    lower = words.lower()
    if lower in lx.PRONOUNS_FIRST:
        return "first person"
    if lower in lx.PRONOUNS_MALE | lx.PRONOUNS_FEMALE:
        return "he/she"
    if lower in lx.PRONOUNS:
        return "other pronoun"
    return "name" if any(part[0].isupper() for part in words.split()[-1:]) else "nominal"


def documents_of(folder: Path, split: str) -> list[str]:
    """Return the names of the documents of "dev" (those in dev.txt) or "train" (all others)."""
    dev = (folder / "dev.txt").read_text(encoding="utf-8").split()
    everything = sorted(path.stem for path in (folder / "rsd").glob("*.rsd"))
    return [name for name in everything if (name in dev) == (split == "dev")]


def measure(folder: Path, documents: list[str], threshold: float, errors: bool) -> None:
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for name in documents:
        document = read_document(folder, name)
        extractions = extractions_of(document)
        mentions = mentions_resolve(text=document.text, extractions=extractions, lookup=NoLookup(), threshold=threshold)
        for (source, _), extraction, mention in zip(document.attributions, extractions, mentions, strict=True):
            words = document.text[extraction.source[0][0] : extraction.source[0][1]]
            chain = chain_of(document, source)
            names = document.names.get(chain, set()) if chain is not None else set()
            speaker = document.speakers[source[0] - 1]
            if speaker and len(source) == 1 and words.lower() in {"i", "me", "my"}:
                names = names | {speaker}
            described = mention is None or mention.source is None or mention.source.kind in ("anonymous", "document")
            outcome = "open"
            if not described and mention is not None and mention.source is not None:
                right = same_name(mention.source.name, names) or (
                    bool(mention.source.parent_name)
                    and mention.source.kind == "spokesperson"
                    and mention.rule in ("office",)
                )
                outcome = "right" if right else "wrong"
            genre = name.split("_")[1]
            for key in ("all", f"genre {genre}", f"source {kind_of(words)}"):
                total[key]["attributions"] += 1
                total[key]["answerable"] += bool(names)
                total[key][outcome] += 1
                total[key]["found"] += outcome == "right" and bool(names)
            if errors and (outcome == "wrong" or (outcome == "open" and names)):
                given = mention.source.name if mention and mention.source else "-"
                rule = f"{mention.rule} {mention.confidence}" if mention else ""
                around = document.text[max(0, extraction.source[0][0] - 60) : extraction.source[0][1] + 50].replace(
                    "\n", " ⏎ "
                )
                print(f"{outcome:6} {name} [{words}] -> {given} ({rule}) gold {sorted(names)[:3]} … {around}")
    print(f"{len(documents)} documents, threshold {threshold}")
    print(f"{'':24}{'attr.':>7}{'answ.':>7}{'right':>7}{'wrong':>7}{'open':>7}{'precision':>11}{'recall':>8}")
    for key in sorted(total, key=lambda k: (k != "all", k)):
        c = total[key]
        precision = c["right"] / (c["right"] + c["wrong"]) if c["right"] + c["wrong"] else float("nan")
        recall = c["found"] / c["answerable"] if c["answerable"] else float("nan")
        print(
            f"{key:24}{c['attributions']:7}{c['answerable']:7}{c['right']:7}{c['wrong']:7}{c['open']:7}"
            f"{precision:11.1%}{recall:8.1%}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=["dev", "train"], default="dev")
    parser.add_argument("--genre", default="")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--errors", action="store_true", help="print what went wrong")
    arguments = parser.parse_args()
    documents = [d for d in documents_of(arguments.folder, arguments.split) if f"_{arguments.genre}" in d]
    measure(arguments.folder, documents, arguments.threshold, arguments.errors)


if __name__ == "__main__":
    main()
