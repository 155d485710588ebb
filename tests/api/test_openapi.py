"""The OpenAPI document: complete, without warnings, as committed, and true of the answers."""

import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from factcheck.api.views import ApiViewSet
from tests.api import test_query_counts
from tests.api.test_query_counts import SCENES

SNAPSHOT = Path(__file__).with_name("openapi.yml")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_document_is_the_committed_one_and_has_no_warnings(tmp_path: Path) -> None:
    fresh = tmp_path / "openapi.yml"
    call_command("spectacular", file=str(fresh), validate=True, fail_on_warn=True)
    difference = "".join(
        difflib.unified_diff(
            SNAPSHOT.read_text().splitlines(keepends=True),
            fresh.read_text().splitlines(keepends=True),
            "tests/api/openapi.yml",
            "now",
        )
    )
    assert not difference, f"run `make openapi-snapshot` if this is meant:\n{difference}"


def test_every_operation_has_a_summary_and_names_its_problems(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation.get("summary"), f"{method} {path}"
            assert "application/problem+json" in operation["responses"]["400"]["content"], f"{method} {path}"


def test_every_body_has_an_example_or_few_fields(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            body = operation.get("requestBody")
            if body is None:
                continue
            media = body["content"]["application/json"]
            name = media["schema"]["$ref"].rsplit("/", 1)[1]
            fields = document["components"]["schemas"][name]["properties"]
            assert "examples" in media or len(fields) < 4, f"{method} {path}"


def test_every_example_is_a_valid_body(document: dict[str, Any]) -> None:
    checked = 0
    for operations in document["paths"].values():
        for operation in operations.values():
            for media in operation.get("requestBody", {"content": {}})["content"].values():
                validator = Draft202012Validator({**media["schema"], "components": document["components"]})
                for example in media.get("examples", {}).values():
                    validator.validate(example["value"])
                    checked += 1
    assert checked > 8


def viewset_patterns() -> Iterator[Any]:
    for resolver in get_resolver().url_patterns:
        if getattr(resolver, "app_name", None) == "api":
            yield from (p for p in resolver.url_patterns if issubclass(getattr(p.callback, "cls", object), ApiViewSet))


def test_the_declared_parameters_are_those_that_are_accepted(document: dict[str, Any]) -> None:
    checked = 0
    for pattern in viewset_patterns():
        path = "/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
        for method, action in pattern.callback.actions.items():
            if method == "head":
                continue
            view = pattern.callback.cls()
            view.action = action
            view.request = type("Request", (), {"query_params": {}, "method": method.upper()})()
            declared = {
                parameter["name"]
                for parameter in document["paths"][path][method].get("parameters", ())
                if parameter["in"] == "query"
            }
            if path != "/api/v1/search/":  # there the type decides
                assert declared == view.allowed_query_parameters(), f"{method} {path}"
            checked += 1
    assert checked == sum(len(operations) for operations in document["paths"].values())


def test_the_docs_need_nobody_else(anonymous: APIClient) -> None:
    page = anonymous.get("/api/v1/docs/")
    assert page.status_code == 200
    sources = re.findall(rb"""(?:src|href)=["']([^"']+)""", page.content)
    assert sources
    assert all(source.startswith(b"/static/") for source in sources)
    schema = anonymous.get("/api/v1/schema/", HTTP_ACCEPT="application/vnd.oai.openapi+json")
    assert json.loads(schema.content)["openapi"] == "3.1.0"


@pytest.mark.django_db
@pytest.mark.parametrize("name", SCENES)
def test_an_answer_is_what_the_document_says(name: str, document: dict[str, Any], settings: Any) -> None:
    settings.ATTRIBUTION_ENGINE = "tests.engine.attribute"
    client, method, address, body = test_query_counts.SCENES[name](2)
    response = getattr(client, method)(address, body)
    operation = operation_of(document, method, address.partition("?")[0])
    schema = operation["responses"][str(response.status_code)]["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": document["components"]}).validate(response.json())


@pytest.mark.django_db
def test_a_problem_is_what_the_document_says(reader: APIClient, document: dict[str, Any]) -> None:
    problem = reader.get("/api/v1/claims/?page_size=0&x=1").json()
    schema = {"$ref": "#/components/schemas/Problem", "components": document["components"]}
    Draft202012Validator(schema).validate(problem)


def operation_of(document: dict[str, Any], method: str, address: str) -> dict[str, Any]:
    """Return the operation that the document has for an address."""
    for path, operations in document["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", path), address) and method in operations:
            return operations[method]
    raise AssertionError(f"{method} {address} is not in the document")


def test_the_snapshot_is_yaml_that_others_read() -> None:
    assert yaml.safe_load(SNAPSHOT.read_text())["info"]["title"] == "Claims and their stated sources"
