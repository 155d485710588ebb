from sources.registry.types import NoLookup
from sources.tracing.chains import attributions_read, chains_build
from sources.tracing.types import Chain, ChainHop
from tests.sources.marked import read_marked


def chains(marked: str) -> list[Chain]:
    text, extractions = read_marked(marked)
    return attributions_read(text=text, extractions=extractions, lookup=NoLookup())[1]


def party(hop: ChainHop) -> str | None:
    return hop.mention.source.name if hop.mention and hop.mention.source else None


def shown(chain: Chain) -> list[tuple[str, str | None]]:
    return [(hop.role, party(hop)) for hop in chain.hops]


def test_one_source_is_a_chain_of_one_hop() -> None:
    (chain,) = chains("[s Maria Keller] [c said] [x no].")
    assert shown(chain) == [("originator", "Maria Keller")]
    assert chain.merged == ()


def test_the_outer_of_two_nested_sources_is_a_relay_and_makes_no_claim() -> None:
    (chain,) = chains(
        "[s1 Reuters] [c1 reported] [x1 that [s2 Maria Keller] [c2 said] [x2 that the bridge is closed]]."
    )
    assert shown(chain) == [("originator", "Maria Keller"), ("relay", "Reuters")]
    assert (chain.extraction, chain.merged) == (1, (0,))


def test_a_source_that_quotes_itself_is_one_hop_and_the_quotation_the_claim() -> None:
    (chain,) = chains('"[x1 [s2 I] [c2 think] [x2 it is wrong]]," [c1 said] [s1 Maria Keller].')
    assert shown(chain) == [("originator", "Maria Keller")]
    assert (chain.extraction, chain.merged) == (0, (1,))


def test_a_long_outer_content_stays_a_claim_of_its_own() -> None:
    found = chains(
        "[s1 The Daily Herald] [c1 reported] [x1 that the bridge was closed at noon after two lorries collided on it, "
        "that nobody was hurt, and that [s2 Maria Keller] [c2 blamed] [x2 the weather]]."
    )
    assert [shown(chain)[0] for chain in found] == [("originator", "Daily Herald"), ("originator", "Maria Keller")]


def test_the_cited_one_is_the_originator_and_who_cites_a_relay() -> None:
    (chain,) = chains("[x The plan is late], [c according to] [s the Trade Ministry, citing the Central Bank].")
    assert shown(chain) == [("originator", "Central Bank"), ("relay", "Trade Ministry")]


def test_who_quotes_the_source_is_a_relay() -> None:
    (chain,) = chains("[s Maria Keller] [c was quoted as saying] by Nordic News Agency [x that talks go on].")
    assert shown(chain) == [("originator", "Maria Keller"), ("relay", "Nordic News Agency")]


def test_a_channel_in_the_sentence_is_a_hop_with_its_medium() -> None:
    (chain,) = chains("[s Maria Keller] [c told] Radio Norden [x that talks go on].")
    assert shown(chain) == [("originator", "Maria Keller"), ("channel", "Radio Norden")]
    assert chain.hops[0].medium == chain.hops[1].medium == "interview"


def test_a_channel_in_the_next_sentence_attaches_to_what_was_said_before_it() -> None:
    first, second = chains(
        "[s1 Maria Keller] [c1 said] [x1 that talks go on]. "
        "This view was shared during a televised briefing on the Norden 24 channel, to nobody's surprise.\n"
        "[s2 Maria Keller] [c2 said] [x2 that it rains]."
    )
    assert shown(first) == [("originator", "Maria Keller"), ("channel", "Norden 24")]
    assert first.hops[1].medium == "broadcast"
    assert first.hops[1].said_where == "a televised briefing"
    assert shown(second) == [("originator", "Maria Keller")]


def test_a_programme_is_a_field_of_the_channel() -> None:
    (chain,) = chains('[s Maria Keller] [c said] on Norden TV\'s "Week in Review" [x that talks go on].')
    assert shown(chain)[1] == ("channel", "Norden TV")
    assert chain.hops[1].programme == "Week in Review"


def test_a_statement_of_a_document_has_the_medium_document() -> None:
    (chain,) = chains("[s A report by the Central Bank] [c warned] [x that prices rise].")
    assert (shown(chain), chain.hops[0].medium) == ([("originator", "Central Bank")], "document")


def test_a_post_has_its_platform_as_channel() -> None:
    (chain,) = chains("[s Maria Keller] [c wrote] on Twitter [x that the vote was over].")
    assert shown(chain) == [("originator", "Maria Keller"), ("channel", "Twitter")]
    assert chain.hops[0].medium == "post"


def test_nobody_passes_on_to_himself() -> None:
    (chain,) = chains("[s1 Maria Keller] [c1 said] [x1 [s2 she] [c2 believes] [x2 that the bridge is closed]].")
    assert shown(chain) == [("originator", "Maria Keller")]


def test_chains_built_from_resolved_mentions_are_the_same() -> None:
    text, extractions = read_marked("[s Maria Keller] [c told] Radio Norden [x that talks go on].")
    mentions, found = attributions_read(text=text, extractions=extractions, lookup=NoLookup())
    assert chains_build(text=text, extractions=extractions, mentions=mentions) == found
