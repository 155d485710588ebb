"""The guide speaks of addresses and parameters that are there."""

import re
from pathlib import Path

from drf_spectacular.generators import SchemaGenerator

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def test_every_address_in_the_guide_exists() -> None:
    document = SchemaGenerator().get_schema(request=None, public=True)
    known = [re.sub(r"\{\w+\}", r"[^/]+", path) for path in document["paths"]] + [r"/api/v1/(docs|schema)/"]
    text = GUIDE.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:\$API|/api/v1)(/[\w{}/$.-]*/)", text))
    assert len(named) > 15
    for address in named:
        assert any(re.fullmatch(path, f"/api/v1{address}") for path in known), address


def test_every_filter_of_claims_is_in_the_guide() -> None:
    from factcheck.api.claims.filters import ClaimFilter

    text = GUIDE.read_text(encoding="utf-8")
    for name in ClaimFilter.base_filters:
        assert f"`{name.removesuffix('__lt')}" in text or f"`{name.split('__')[0]}__" in text, name
