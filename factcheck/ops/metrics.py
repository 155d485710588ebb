"""Numbers for Prometheus: jobs by state, articles and claims by state, and how far the search index lags behind.

They are counted when asked for, in a registry of their own, so that any web process gives the same answer.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Model
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.core import clock
from factcheck.core.models import Job
from factcheck.search.selectors.health import index_health


class StateCollector(Collector):
    """Counts rows at each scrape."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield self._by_state("factcheck_articles", "Articles by state", Article)
        yield self._by_state("factcheck_claims", "Claims by state", Claim)
        yield self._by_state("factcheck_jobs", "Jobs by state", Job)
        yield from self._index()

    def _by_state(self, name: str, documentation: str, model: type[Model]) -> GaugeMetricFamily:
        gauge = GaugeMetricFamily(name, documentation, labels=["state"])
        rows = model._default_manager.order_by().values_list("state").annotate(count=Count("pk"))
        for state, count in rows:
            gauge.add_metric([state], count)
        return gauge

    def _index(self) -> Iterator[GaugeMetricFamily]:
        waiting = GaugeMetricFamily("factcheck_index_jobs", "Rows that the search index lacks", labels=["kind"])
        lag = GaugeMetricFamily("factcheck_index_lag_seconds", "Age of the oldest waiting row", labels=["kind"])
        drift = GaugeMetricFamily("factcheck_index_drift", "Differences at the last comparison", labels=["kind"])
        for health in index_health():
            waiting.add_metric([health.kind], health.waiting)
            age = (clock.now() - health.oldest).total_seconds() if health.oldest else 0.0
            lag.add_metric([health.kind], age)
            if health.drift is not None:
                drift.add_metric([health.kind], health.drift)
        yield from (waiting, lag, drift)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in Prometheus' text format to whoever knows ``METRICS_TOKEN``; with none set there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN:
        return HttpResponse("Set METRICS_TOKEN to serve metrics.\n", status=404, content_type="text/plain")
    if not constant_time_compare(given, settings.METRICS_TOKEN):
        return HttpResponse("Send the metrics token as a bearer token.\n", status=401, content_type="text/plain")
    registry = CollectorRegistry()
    registry.register(StateCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
