"""How the OpenAPI document is made: parameters from the views' own declarations, problems on every operation."""

from inspect import getdoc
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from factcheck.api.filters import ChoicesFilter, InstantFilter

PROBLEM_REF = {"$ref": "#/components/schemas/Problem"}
PROBLEM_SCHEMA = {
    "type": "object",
    "description": "An error, after RFC 9457.",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri", "examples": ["urn:factcheck:problem:invalid"]},
        "title": {"type": "string", "examples": ["Bad Request"]},
        "status": {"type": "integer", "examples": [400]},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "in", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "A JSON pointer (RFC 6901).", "examples": ["/url"]},
                    "in": {"type": "string", "enum": ["body", "query", "header"]},
                    "code": {"type": "string", "examples": ["required"]},
                    "detail": {"type": "string"},
                },
            },
        },
        "allowed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Of a refused transition: those that are possible now.",
        },
    },
}
_ALWAYS = {"401": "No credential, or one that is not accepted.", "400": "Something cannot be read as it is."}
_MEANINGS = {"403": "This credential may not do it.", "404": "Nothing there, or nothing that you may see."}


class ApiSchema(AutoSchema):
    """Takes query and header parameters from where the view itself checks them."""

    def get_override_parameters(self) -> list[Any]:
        action = getattr(self.view, "action", None)
        query = getattr(self.view, "query_parameters", {}).get(action, ())
        header = getattr(self.view, "header_parameters", {}).get(action, ())
        return [*query, *header, *super().get_override_parameters()]

    def get_description(self) -> str:  # type: ignore[override]
        """The docstring of the action alone: that of the view speaks to programmers."""
        action = getattr(self.view, getattr(self.view, "action", None) or "", None)
        return getdoc(action) or ""

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        """Say of filters that take several values how these are written, and of times that none is null."""
        filters = getattr(getattr(self.view, "filterset_class", None), "base_filters", {})
        parameters = super()._get_filter_parameters()
        for parameter in parameters:
            field = filters.get(parameter["name"])
            if isinstance(field, InstantFilter):
                parameter["schema"] = {"type": "string", "format": "date-time"}
            elif isinstance(field, ChoicesFilter):
                parameter["schema"] = {"type": "array", "items": {"type": "string", "enum": field.offered}}
                parameter.update(explode=False, style="form", description=field.label)
        return parameters

    def _is_list_view(self, serializer: Any = None) -> bool:
        listing = getattr(self.view, "listing", None)
        if listing is not None:
            return getattr(self.view, "action", None) in listing
        return bool(super()._is_list_view(serializer))

    def get_filter_backends(self) -> list[Any]:
        return super().get_filter_backends() if self._is_list_view() else []


class ApiKeyScheme(OpenApiAuthenticationExtension):
    target_class = "factcheck.partners.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Api-Key <prefix>.<secret>`; `Bearer` in place of `Api-Key` does as well.",
        }


def problems_add(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing hook: name the problem document as the answer to what may go wrong on each operation."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            meanings = dict(_ALWAYS)
            if method != "get":
                meanings["403"] = _MEANINGS["403"]
            if "{" in path:
                meanings["404"] = _MEANINGS["404"]
            for status, description in sorted(meanings.items()):
                operation["responses"].setdefault(
                    status,
                    {"description": description, "content": {"application/problem+json": {"schema": PROBLEM_REF}}},
                )
    return result
