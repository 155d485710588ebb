"""docker-compose.yml names what the settings read, and the engines that the production profile promises."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "factcheck" / "settings").glob("*.py"))
KNOWN = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", SETTINGS)) | {"DJANGO_SETTINGS_MODULE"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def environment_of(service: dict[str, Any]) -> set[str]:
    environment = service.get("environment", {})
    return {str(entry).split("=")[0] for entry in environment}


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_every_variable_is_one_that_the_settings_read(compose: dict[str, Any], name: str) -> None:
    names = {variable.removesuffix("_FILE") for variable in environment_of(compose["services"][name])}
    assert names
    assert names <= KNOWN


def test_the_engines_are_those_of_the_production_profile(compose: dict[str, Any]) -> None:
    images = {name: service.get("image", "") for name, service in compose["services"].items()}
    assert any(re.search(r"postgres:1[5-9]", image) for image in images.values())
    assert any("redis:" in image for image in images.values())
    assert any(re.search(r"elasticsearch:8\.19", image) for image in images.values())
