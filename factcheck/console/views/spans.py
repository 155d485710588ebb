"""Words selected in the text: a new claim, or another stretch for a claim."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factcheck.articles.models import ArticleVersion
from factcheck.claims.models import Claim
from factcheck.claims.services import claim_create, claim_edit
from factcheck.console.access import signed_in
from factcheck.console.feedback import tell
from factcheck.console.views.workbench import claim_find
from factcheck.core.errors import InvalidInput, ServiceError
from factcheck.core.text import Segment


@require_POST
def claim_from_selection(request: HttpRequest, version_id: int) -> HttpResponse:
    """Make a claim of the selected words, or (``as=span``) make them the words of the claim that is open."""
    version = get_object_or_404(ArticleVersion, pk=version_id)
    back = reverse("admin:articles_article_change", args=[version.article.public_id])
    try:
        segment = _segment(request)
        # What the person saw selected, checked against the text, so that no miscounted offset makes a wrong claim.
        quotes = [request.POST["quote"]] if request.POST.get("quote") else None
        kind = request.POST.get("as", "")
        if kind == "span":
            claim = claim_find(request.POST.get("claim", ""))
            back = reverse("admin:claims_claim_change", args=[claim.public_id])
            claim_edit(
                claim_id=claim.pk,
                actor=signed_in(request),
                expected_version=int(request.POST.get("version") or 0),
                segments=[segment],
                quotes=quotes,
                version=version,
            )
            messages.success(request, _("The claim now stands on these words."))
        else:
            if kind not in (Claim.Kind.QUOTED, Claim.Kind.REPORTED, Claim.Kind.OWN_VOICE):
                raise InvalidInput.field(
                    "/as", "unknown", _("Say whether the words are reported or the article’s own.")
                )
            claim = claim_create(
                version=version, segments=[segment], kind=kind, actor=signed_in(request), quotes=quotes
            )
            back = reverse("admin:claims_claim_change", args=[claim.public_id])
            messages.success(request, _("A new claim, made by you."))
    except ServiceError as error:
        tell(request, error)
    return redirect(back)


def _segment(request: HttpRequest) -> Segment:
    try:
        return Segment(int(request.POST.get("start", "")), int(request.POST.get("end", "")))
    except ValueError:
        raise InvalidInput.field("/start", "invalid", _("Select some words in the text.")) from None
