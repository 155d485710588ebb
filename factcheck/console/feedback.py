"""Showing in the admin what a service refused."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from factcheck.core.errors import ServiceError


def tell(request: HttpRequest, error: ServiceError) -> None:
    """Show what a service refused, with each field that it names."""
    for line in lines(error):
        messages.error(request, line)


def lines(error: ServiceError) -> list[str]:
    """Return the refusal in sentences: the whole, then each field that says more."""
    return [error.detail, *(field.detail for field in error.errors if field.detail != error.detail)]


def show_on_form(form: Any, error: ServiceError) -> None:
    """Put a service's refusal at the fields that it names, the rest at the top of the form."""
    placed = False
    for field in error.errors:
        name = field.pointer.strip("/").split("/")[0]
        if name in form.fields:
            form.add_error(name, field.detail)
            placed = True
        elif field.detail != error.detail:
            form.add_error(None, field.detail)
    if not placed:
        form.add_error(None, error.detail)
