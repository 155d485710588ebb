"""The admin site's look (django-unfold) and its navigation."""

from collections.abc import Callable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def _asset(path: str) -> Callable[[object], str]:
    return lambda request: static(path)


def _item(title: Promise, icon: str, link: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse_lazy(link), **more}


_OPERATES = "factcheck.console.access.may_operate"
_ADMINISTERS = "factcheck.console.access.may_administer"

UNFOLD: dict[str, object] = {
    "SITE_TITLE": _("Claims and sources"),
    "SITE_HEADER": _("Claims and sources"),
    "SITE_SUBHEADER": _("Who said it, and is it so?"),
    "SITE_SYMBOL": "fact_check",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _asset("console/favicon.svg")}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "6px",
    "DASHBOARD_CALLBACK": "factcheck.console.views.dashboard.dashboard_context",
    "STYLES": [_asset("console/console.css")],
    "COLORS": {
        "primary": {
            "50": "oklch(97.5% .013 236)",
            "100": "oklch(94.5% .028 235)",
            "200": "oklch(89% .052 234)",
            "300": "oklch(81% .088 234)",
            "400": "oklch(71% .118 236)",
            "500": "oklch(61% .126 239)",
            "600": "oklch(52% .122 243)",
            "700": "oklch(45% .107 245)",
            "800": "oklch(39% .087 246)",
            "900": "oklch(34% .069 247)",
            "950": "oklch(25% .05 249)",
        },
    },
    "SIDEBAR": {
        "show_search": False,
        "navigation": [
            {
                "items": [
                    _item(_("Dashboard"), "dashboard", "admin:index"),
                    _item(
                        _("Queue"),
                        "inbox",
                        "admin:claims_claim_changelist",
                        badge="factcheck.console.badges.waiting",
                    ),
                    _item(_("Articles"), "article", "admin:articles_article_changelist"),
                    _item(_("Sources"), "record_voice_over", "admin:registry_source_changelist"),
                    _item(_("Mentions"), "format_quote", "admin:registry_mention_changelist"),
                ],
            },
            {
                "title": _("Incoming"),
                "items": [
                    _item(_("Add article"), "add_circle", "admin:articles_article_add"),
                    _item(_("Feeds"), "rss_feed", "admin:articles_feed_changelist"),
                ],
            },
            {
                "title": _("Behind it"),
                "collapsible": True,
                "items": [
                    _item(_("Decision log"), "history_edu", "admin:review_decision_changelist"),
                    _item(_("Evidence"), "draft", "admin:review_evidence_changelist"),
                    _item(_("Jobs"), "manufacturing", "admin:core_job_changelist", permission=_OPERATES),
                    _item(_("Index jobs"), "manage_search", "admin:search_indexjob_changelist", permission=_OPERATES),
                    _item(_("Partners"), "handshake", "admin:partners_partner_changelist", permission=_ADMINISTERS),
                    _item(_("API keys"), "key", "admin:partners_apikey_changelist", permission=_ADMINISTERS),
                    _item(_("People"), "group", "admin:accounts_user_changelist", permission=_ADMINISTERS),
                ],
            },
        ],
    },
}
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
