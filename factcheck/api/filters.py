"""Strict filters: a value that cannot be read is an error, never an unfiltered answer."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_default_timezone, is_naive, make_aware
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from factcheck.api.errors import PointedErrors
from factcheck.core.errors import FieldError

if TYPE_CHECKING:
    from rest_framework.views import APIView

# Beyond these a shift to UTC could leave the years that databases know.
_FIRST, _LAST = 1000, 9000


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter's backend, whose errors point at the query parameters."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: "APIView") -> QuerySet[Any]:
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise PointedErrors(
                [
                    FieldError(f"/{name}", error.code or "invalid", str(message))
                    for name, problems in filterset.errors.as_data().items()
                    for error in problems
                    for message in error.messages
                ],
                place="query",
            )
        return filterset.qs


class ChoicesField(forms.TypedChoiceField):
    """One or several of the choices, separated by commas."""

    def to_python(self, value: Any) -> list[str]:
        return [part.strip() for part in value.split(",")] if value else []

    def validate(self, value: Any) -> None:
        offered = [choice for choice, _ in self.choices]  # type: ignore[misc,union-attr]
        for part in value:
            if part not in offered:
                raise ValidationError(f"“{part}” is not one of: {', '.join(map(str, offered))}.", code="invalid_choice")

    def clean(self, value: Any) -> list[str]:
        parts = self.to_python(value)
        self.validate(parts)
        return parts


class ChoicesFilter(django_filters.Filter):
    """Keeps rows whose value is one of those given: ``state=published,retracted``."""

    field_class = ChoicesField

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(lookup_expr="in", choices=choices, empty_value=[], **kwargs)
        self.offered = [value for value, _ in choices]

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return super().filter(qs, value) if value else qs


class FlagFilter(django_filters.TypedChoiceFilter):
    """``true`` or ``false`` and nothing else."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("true", "true"), ("false", "false")],
            coerce=lambda value: value == "true",
            empty_value=None,
            **kwargs,
        )

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs if value is None else super().filter(qs, value)


class InstantField(forms.CharField):
    """An RFC 3339 time, or a date, which stands for its first moment in UTC."""

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            moment = parse_datetime(text)
            if moment is None and (day := parse_date(text)):
                moment = datetime(day.year, day.month, day.day)
        except ValueError:
            moment = None
        if moment is None or not _FIRST <= moment.year <= _LAST:
            raise ValidationError("Give an RFC 3339 time such as 2026-11-24T05:45:00Z, or a date.", code="invalid")
        return make_aware(moment, get_default_timezone()) if is_naive(moment) else moment


class InstantFilter(django_filters.Filter):
    field_class = InstantField


def span_filters(name: str, field: str, label: str) -> dict[str, InstantFilter]:
    """Return the filters ``<name>__gte`` and ``<name>__lt`` on a time."""
    return {
        f"{name}__gte": InstantFilter(field_name=field, lookup_expr="gte", label=f"{label}, from this time on"),
        f"{name}__lt": InstantFilter(field_name=field, lookup_expr="lt", label=f"{label}, before this time"),
    }
