"""The first article of seeds/ and two more on its event, in the words of two other outlets, from submit to picture."""

from pathlib import Path

import pytest
from django.conf import settings

from factcheck.articles.services import article_submit
from factcheck.claims.models import Claim
from factcheck.core.jobs import jobs_run_due
from sources.registry.models import Source
from sources.registry.services import registry_load, source_create
from sources.tracing.models import Appearance, Cluster
from sources.tracing.pictures import trace_svg
from sources.tracing.selectors import cluster_report, trace_graph
from sources.tracing.services import appearance_decide
from tests.factories import FactCheckerFactory

pytestmark = pytest.mark.django_db

SEEDS = Path(settings.BASE_DIR) / "seeds"
COURIER = (
    "China's defence minister, Li Shangfu, has praised his country's relations with Russia.\n"
    "Li said on the Russia 24 channel that the ties between the two nations stand stronger than many old "
    "military-political alliances seen during the Cold War era. The minister had met President Vladimir Putin before."
)
HARBOUR = (
    "A Chinese minister has spoken warmly of Moscow.\n"
    "The ties between the two nations stand stronger than many traditional military-political alliances of the Cold "
    "War era, Li Shangfu said, the Eastern Courier newspaper reported on Monday."
)


def publish(text: str, outlet: Source) -> None:
    article_submit(door="command", submitter="test", text=text, title=f"In the {outlet.name}", publisher=outlet)
    jobs_run_due()


def test_three_outlets_on_one_event_are_one_cluster_that_leads_back_to_one_minister() -> None:
    registry_load(path=SEEDS / "registry.json")
    morning, courier, harbour = (
        source_create(kind="publication", name=name) for name in ("Morning Star", "Eastern Courier", "Harbour Post")
    )
    publish((SEEDS / "li-shangfu.txt").read_text(encoding="utf-8"), morning)
    publish(COURIER, courier)
    publish(HARBOUR, harbour)
    for appearance in Appearance.objects.filter(state="suggested"):
        appearance_decide(appearance=appearance, confirmed=True, actor=FactCheckerFactory())

    cluster = Cluster.objects.get()
    report = cluster_report(cluster)
    assert [claim.article.publisher.name for claim in report.claims] == [
        "Morning Star",
        "Eastern Courier",
        "Harbour Post",
    ]
    assert report.outlets == 3
    assert [origin.parties for origin in report.origins] == [("Li Shangfu",)]
    assert report.circular
    assert Source.objects.filter(name="Li Shangfu", merged_into=None).count() == 1

    claim = Claim.objects.get(id=report.claims[0].id)
    svg = trace_svg(trace_graph(claim), link=lambda kind, public_id: f"https://check.example/{kind}/{public_id}/")
    for name in ("Li Shangfu", "Russia 24", "Morning Star", "Eastern Courier", "Harbour Post"):
        assert name in svg
