import json
import xml.etree.ElementTree as ET

import pytest
import rdflib

from factcheck.claims.models import Claim
from sources.registry.models import SourceParent
from sources.registry.services import source_create
from sources.tracing.linked_data import trace_jsonld
from sources.tracing.models import Cluster, Hop
from sources.tracing.pictures import trace_dot, trace_svg
from sources.tracing.selectors import cluster_report, trace_graph
from sources.tracing.selectors.clusters import claims_report
from sources.tracing.services import appearance_add
from tests.factories import ClaimFactory, FactCheckerFactory, SourceFactory
from tests.sources.tracing.stories import COURIER, HARBOUR, MORNING, publish

pytestmark = pytest.mark.django_db

PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")


def link(kind: str, public_id: str) -> str:
    return f"https://check.example/{kind}s/{public_id}/"


def three_outlets() -> list[Claim]:
    names = ("Morning Star", "Eastern Courier", "Harbour Post")
    outlets = [source_create(kind="publication", name=name) for name in names]
    claims = [
        claim
        for story, outlet in zip((MORNING, COURIER, HARBOUR), outlets, strict=True)
        for claim in publish(story, outlet, title=f"What {outlet.name} wrote")
    ]
    person = FactCheckerFactory()
    for other in claims[1:]:
        appearance_add(claim=claims[0], other=other, actor=person)
    return list(Claim.objects.order_by("id"))


def test_the_graph_shows_every_outlet_and_leads_to_one_originator() -> None:
    claims = three_outlets()
    graph = trace_graph(claims[0])
    assert graph["cluster"]["outlets"] == 3
    assert graph["cluster"]["independent_origins"] == 1
    assert graph["cluster"]["origins"][0]["names"] == ["Maria Keller"]
    assert graph["cluster"]["circular"]
    assert [node["label"] for node in graph["nodes"] if node["type"] == "source" and node["kind"] == "person"] == [
        "Maria Keller"
    ]
    assert [node["id"] for node in graph["nodes"] if node.get("focus")] == [claims[0].public_id]
    json.dumps(graph)


def test_the_graph_of_a_lone_claim_is_its_chain() -> None:
    publisher = SourceFactory(kind="publication", name="Morning Star")
    (claim,) = publish(MORNING, publisher)
    graph = trace_graph(claim)
    relations = [(edge["relation"]) for edge in graph["edges"]]
    assert relations.count("wasQuotedFrom") == 3  # claim, publisher, channel, originator
    assert graph["cluster"]["id"] is None
    assert graph["traceability"]["level"] == "named"


def test_two_outlets_with_sources_of_their_own_have_two_origins() -> None:
    claims = publish(COURIER, source_create(kind="publication", name="Eastern Courier"))
    claims += publish(
        COURIER.replace("Maria Keller", "Jonas Holt"), source_create(kind="publication", name="Harbour Post")
    )
    report = claims_report(claims)
    assert (report.outlets, report.independent_origins, report.circular) == (2, 2, False)


def test_two_outlets_that_only_cite_each_other_are_one_origin_and_circular() -> None:
    left, right = (source_create(kind="publication", name=name) for name in ("Eastern Courier", "Harbour Post"))
    claims = publish("[s The Harbour Post] [c reported] [x that the bridge is closed].", left)
    claims += publish("[s The Eastern Courier] [c reported] [x that the bridge is closed].", right)
    report = claims_report(claims)
    assert report.circular
    assert [set(origin.parties) for origin in report.origins] == [{"Eastern Courier", "Harbour Post"}]
    assert report.origins[0].circle


def test_an_outlet_that_names_another_leads_to_where_that_one_has_it_from() -> None:
    courier, harbour = (source_create(kind="publication", name=name) for name in ("Eastern Courier", "Harbour Post"))
    claims = publish(COURIER, courier)
    claims += publish("[s The Eastern Courier newspaper] [c reported] [x that the ties stand strong].", harbour)
    assert [origin.parties for origin in claims_report(claims).origins] == [("Maria Keller",)]


def test_an_office_and_its_spokesperson_are_one_origin() -> None:
    office = source_create(kind="government_body", name="Ministry of Trade of Norland")
    voice = source_create(kind="spokesperson", name="Norland Trade Ministry spokesperson", parents=[office])
    assert SourceParent.objects.count() == 1
    claims = [
        ClaimFactory(attribution__source=source, attribution__publisher=SourceFactory()) for source in (office, voice)
    ]
    report = claims_report(Claim.objects.filter(id__in=[claim.id for claim in claims]))
    assert report.independent_origins == 1


def test_two_anonymous_sources_are_two_origins() -> None:
    sources = [SourceFactory(kind="anonymous", name="a senior official") for _ in range(2)]
    claims = [ClaimFactory(attribution__source=source, attribution__publisher=SourceFactory()) for source in sources]
    report = claims_report(Claim.objects.filter(id__in=[claim.id for claim in claims]))
    assert [origin.anonymous for origin in report.origins] == [True, True]


def test_the_number_of_queries_for_a_cluster_does_not_grow_with_it(django_assert_max_num_queries: object) -> None:
    three_outlets()
    cluster = Cluster.objects.get()
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        cluster_report(cluster)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib of its own parser
def test_json_ld_reads_as_prov_o() -> None:
    claims = three_outlets()
    document = trace_jsonld(trace_graph(claims[2]), link=link)
    data = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    claim = rdflib.URIRef(link("claim", claims[2].public_id))
    originator = Hop.objects.get(attribution__claim=claims[2], role="originator")
    hop = rdflib.URIRef(link("hop", originator.public_id))
    agent = rdflib.URIRef(link("source", originator.source.public_id))  # type: ignore[union-attr]
    assert (claim, rdflib.RDF.type, PROV.Entity) in data
    assert (hop, PROV.wasAttributedTo, agent) in data
    assert (agent, rdflib.RDF.type, PROV.Person) in data
    assert hop in data.transitive_objects(claim, PROV.wasQuotedFrom)


def test_the_picture_has_one_linked_box_for_the_common_origin() -> None:
    claims = three_outlets()
    svg = trace_svg(trace_graph(claims[0]), link=link)
    root = ET.fromstring(svg)
    addresses = [
        element.get("{http://www.w3.org/1999/xlink}href") for element in root.iter("{http://www.w3.org/2000/svg}a")
    ]
    origin = Hop.objects.filter(role="originator")[0].source
    assert addresses.count(link("source", origin.public_id)) == 1  # type: ignore[union-attr]
    assert {link("claim", claim.public_id) for claim in claims} <= set(addresses)
    assert "Maria Keller" in "".join(root.itertext())


def test_words_of_an_article_cannot_break_out_of_the_picture() -> None:
    (claim,) = publish('[s Maria Keller] [c said] [x no "</text><script>alert(1)</script>" \\N & <b>].', None)
    svg = trace_svg(trace_graph(claim), link=link)
    assert not list(ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}script"))
    assert "<script" not in svg
    assert "digraph" in trace_dot(trace_graph(claim), link=link)
