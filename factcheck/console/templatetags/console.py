"""Small formatting filters of the console's templates."""

from datetime import datetime

from django import template
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.translation import gettext as _

from factcheck.console.selectors.dashboard import Day
from factcheck.core import clock
from factcheck.review.models import Evidence

register = template.Library()


@register.filter
def percent_number(value: float | None) -> int:
    """0.713 → 71; nothing counts as 0."""
    return round(100 * (value or 0))


@register.filter
def percent(value: float | None) -> str:
    """0.713 → "71 %"; nothing → ""."""
    return "" if value is None else f"{percent_number(value)} %"


@register.filter
def age(moment: datetime | None) -> str:
    """How long ago, in the largest unit that is at least one: "5 min", "3 h", "12 d"."""
    if moment is None:
        return ""
    minutes = int((clock.now() - moment).total_seconds() // 60)
    if minutes < 1:
        return _("now")
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)s h") % {"n": minutes // 60}
    return _("%(n)s d") % {"n": minutes // (24 * 60)}


@register.simple_tag
def querystring_with(request: HttpRequest, name: str, value: object) -> str:
    """The address's parameters with one replaced; another tab or filter starts at its first page."""
    parameters = request.GET.copy()
    parameters[name] = str(value)
    if name != "p":
        parameters.pop("p", None)
    return parameters.urlencode()


@register.simple_tag(takes_context=True)
def typed(context: Context, form: str, name: str, default: object = "") -> object:
    """What was typed into this field when the form was refused, else the default."""
    sent: QueryDict | None = context.get("typed")
    if sent and sent.get("form") == form and name in sent:
        return sent[name]
    return "" if default is None else default


@register.filter
def percent_of(value: float) -> str:
    """A width for a style attribute, with a point whatever the language."""
    return f"{value:.2f}"


CHART_HEIGHT = 150


@register.filter
def column_x(index: int) -> int:
    """The left edge of a day's column."""
    return 20 * index + 3


@register.filter
def column_height(day: Day, part: str) -> str:
    """The height of one part of a day's column in the chart's units."""
    return f"{getattr(day, part + '_height') * CHART_HEIGHT / 100:.1f}"


@register.filter
def column_top(day: Day, part: str) -> str:
    """The upper edge of one part: what was published stands at the bottom, the rest on top of it."""
    height = day.published_height if part == "published" else day.published_height + day.other_height
    return f"{CHART_HEIGHT - height * CHART_HEIGHT / 100:.1f}"


@register.filter
def evidence_title(evidence: Evidence) -> str:
    """What a piece of evidence is called: its title, else its address, else its file's name."""
    files = (snapshot.filename for snapshot in evidence.snapshots.all() if snapshot.filename)
    return evidence.title or evidence.url or next(files, "") or _("Document")
