"""The admin site's look (django-unfold)."""

UNFOLD: dict[str, object] = {
    "SITE_TITLE": "Claims and sources",
    "SITE_HEADER": "Claims and sources",
    "SITE_SYMBOL": "fact_check",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
}
LOGIN_URL = "admin:login"
