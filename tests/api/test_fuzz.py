"""Whatever is sent to whatever address, the answer is an answer: never an error of our own making."""

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from tests.api.conftest import client_with_key
from tests.factories import EvidenceFactory, MatchSuggestionFactory, MentionFactory
from tests.factories.people import EditorFactory
from tests.review.steps import make_claim

pytestmark = pytest.mark.django_db

ODD = [
    "",
    " ",
    "\x00",
    "null",
    "true",
    "0",
    "-1",
    "9" * 40,
    "1e999",
    "NaN",
    "é",
    "李",
    "\u202e",
    "%",
    "'\"--",
    "{}",
    "[]",
]
ODD += ["2026-02-30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "src_01", "a,b,,", "../..", "🌉" * 50]

words = st.sampled_from(ODD) | st.text(alphabet=st.characters(codec="utf-8"), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    document = SchemaGenerator().get_schema(request=None, public=True)
    return [
        (method, path, {"operation": operation, "schemas": document["components"]["schemas"]})
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


OPERATIONS = operations()


def body_of(draw: Any, operation: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Draw a body: an example with odd values in some of its fields, or something else altogether."""
    content = operation["requestBody"]["content"]["application/json"]
    fields = schemas[content["schema"]["$ref"].rsplit("/", 1)[1]]["properties"]
    examples = [example["value"] for example in content.get("examples", {}).values()] or [{}]
    chosen = dict(draw(st.sampled_from(examples)))
    for name in draw(st.lists(st.sampled_from(sorted(fields)), max_size=3)):
        chosen[name] = draw(values)
    return draw(st.sampled_from([chosen, chosen, chosen, draw(values)]))


@pytest.mark.parametrize(("method", "path", "parts"), OPERATIONS, ids=[f"{m} {p}" for m, p, _ in OPERATIONS])
def test_odd_requests_get_an_answer(method: str, path: str, parts: dict[str, Any], settings: Any) -> None:
    settings.ATTRIBUTION_ENGINE = "tests.engine.attribute"
    claim = make_claim()
    client = client_with_key(user=EditorFactory())
    names = {
        "articles": claim.article.public_id,
        "claims": claim.public_id,
        "sources": claim.attribution.hops.get().source.public_id,
        "mentions": MentionFactory(article_version=claim.article_version).public_id,
        "evidence": EvidenceFactory(claim=claim).public_id,
    }
    address = path.replace("{public_id}", names.get(path.split("/")[3], ""))
    address = re.sub(r"\{number\}", "1", address)
    suggestion = MatchSuggestionFactory(claim=claim)
    address = address.replace("{external_review}", suggestion.external_review.public_id)
    _send_odd_things(client, method, address, parts["operation"], parts["schemas"])


def _send_odd_things(
    client: APIClient, method: str, address: str, operation: dict[str, Any], schemas: dict[str, Any]
) -> None:
    known = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"]
    enums = [str(v) for p in operation.get("parameters", ()) for v in p["schema"].get("enum", ())]
    queries = st.dictionaries(st.sampled_from([*known, "x"]), words | st.sampled_from([*enums, "1"]), max_size=3)

    @given(data=st.data())
    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def send(data: st.DataObject) -> None:
        query = urlencode({k: v for k, v in data.draw(queries).items() if k != "wait"}, quote_via=quote)
        headers = {"If-Match": data.draw(st.sampled_from(['"1"', '"2"', "*", '"x"', ""]))}
        extra: dict[str, Any] = {}
        if "requestBody" in operation:
            body = json.dumps(body_of(data.draw, operation, schemas))
            extra = {"data": body, "content_type": "application/json"}
        with transaction.atomic():
            response = getattr(client, method)(f"{address}?{query}", headers=headers, **extra)
            transaction.set_rollback(True)
        assert response.status_code < 500, response.content
        if response.status_code >= 400:
            assert response["Content-Type"] == "application/problem+json"
            assert response.json()["status"] == response.status_code

    send()
