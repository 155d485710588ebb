"""The article page: the text with its claims marked, the claims beside it, or how far reading has come."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factcheck.articles.models import Article
from factcheck.articles.services import article_retry, article_submit
from factcheck.claims.models import Claim
from factcheck.console.access import signed_in
from factcheck.console.feedback import show_on_form, tell
from factcheck.console.forms.article import ArticleForm
from factcheck.console.selectors.article_page import marked_text, version_claims
from factcheck.core.errors import ServiceError

_STEPS = (Article.State.RECEIVED, Article.State.FETCHING, Article.State.ANALYSING, Article.State.READY)


def article_find(key: str) -> Article:
    """Return the article by public id or primary key. Raises Http404."""
    wanted = Q(public_id=key) | (Q(pk=int(key)) if key.isdigit() else Q(pk=None))
    article = Article.objects.select_related("publisher", "current_version", "duplicate_of").filter(wanted).first()
    if article is None:
        raise Http404(_("There is no such article."))
    return article


def article_page(request: HttpRequest, *, article: Article, context: dict[str, Any]) -> HttpResponse:
    """Return the page of one article; another address of a known article leads to that one."""
    if article.duplicate_of is not None:
        return redirect("admin:articles_article_change", article.duplicate_of.public_id)
    version = article.current_version
    rows = version_claims(version) if version else []
    context |= {
        "title": _("Article"),
        "article": article,
        "version": version,
        "rows": rows,
        "text_html": marked_text(version, rows) if version else "",
        "counts": {
            "sourced": sum(row.claim.kind != Claim.Kind.OWN_VOICE for row in rows),
            "own": sum(row.claim.kind == Claim.Kind.OWN_VOICE for row in rows),
            "uncertain": sum(row.claim.uncertain for row in rows),
        },
        "first_open": next((row for row in rows if row.claim.state == Claim.State.UNREVIEWED), None),
        "working": article.state not in (Article.State.READY, Article.State.FAILED),
        "steps": _steps(article),
    }
    return TemplateResponse(request, "console/article.html", context)


def _steps(article: Article) -> list[dict[str, str]]:
    state = Article.State(article.state)
    reached = _STEPS.index(state) if state in _STEPS else len(_STEPS)
    steps = [
        {"label": str(step.label), "css": "done" if i < reached else "now" if i == reached else "ahead"}
        for i, step in enumerate(_STEPS)
    ]
    if state == Article.State.FAILED:
        steps = [{"label": str(state.label), "css": "now"}]
    return steps


def article_add_page(request: HttpRequest, *, context: dict[str, Any]) -> HttpResponse:
    """Return the form, or send the article in and lead to its page."""
    form = ArticleForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                article = article_submit(
                    door=Article.Door.ADMIN, submitter=signed_in(request).public_id, **form.for_service()
                )
            except ServiceError as error:
                show_on_form(form, error)
                status = error.status
            else:
                return redirect("admin:articles_article_change", article.public_id)
    context |= {"title": _("Add article"), "form": form}
    return TemplateResponse(request, "console/article_add.html", context, status=status)


@require_POST
def article_try_again(request: HttpRequest, key: str) -> HttpResponse:
    """Ingest a failed article's last submission again."""
    article = article_find(key)
    try:
        article_retry(article_id=article.pk)
    except ServiceError as error:
        tell(request, error)
    return redirect("admin:articles_article_change", article.public_id)
