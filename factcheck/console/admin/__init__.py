"""The admin's pages for all apps; Django's autodiscovery imports this package."""

from django.contrib import admin

from factcheck.console.admin import articles, claims, machine, partners, people, review, sources

__all__ = ["articles", "claims", "machine", "partners", "people", "review", "sources"]

admin.site.index_template = "console/dashboard.html"
