import pytest
from django.test import Client
from pytest_django import Settings

from factcheck.search.models import Kind
from factcheck.search.services import index_job_enqueue
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def test_metrics_are_not_served_without_a_token_in_the_settings(client: Client) -> None:
    assert client.get("/metrics").status_code == 404


def test_metrics_ask_for_the_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "t"
    assert client.get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 401


def test_metrics_count_claims_by_state_and_rows_that_the_index_lacks(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "t"
    claim = ClaimFactory()
    index_job_enqueue(kind=Kind.CLAIM, object_id=claim.id)
    text = client.get("/metrics", headers={"Authorization": "Bearer t"}).content.decode()
    assert 'factcheck_claims{state="unreviewed"} 1.0' in text
    assert 'factcheck_index_jobs{kind="claim"} 1.0' in text


def test_every_answer_carries_a_request_id(client: Client) -> None:
    assert client.get("/healthz").headers["X-Request-ID"]
