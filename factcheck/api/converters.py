"""Public ids in addresses, one converter per kind; what does not look like one is a 404 before any query."""

from django.urls import register_converter

from factcheck.core.ids import PREFIXES


class PublicIdConverter:
    """Matches the prefix, an underscore, and 26 characters of lower-case Crockford base 32."""

    prefix = ""
    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def converters_register() -> None:
    """Make ``<art:public_id>`` and its like known to the URL configuration."""
    for prefix in PREFIXES:
        regex = rf"{prefix}_[0-9a-hjkmnp-tv-z]{{26}}"
        register_converter(type(f"{prefix}Converter", (PublicIdConverter,), {"prefix": prefix, "regex": regex}), prefix)
