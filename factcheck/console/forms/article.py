"""The "Add article" form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sources.registry.models import Source
from sources.registry.selectors import sources_find

URL, TEXT, HTML = "url", "text", "html"


class ArticleForm(forms.Form):
    """An article by its address, as text, or as the HTML of its page. The service checks what is in it."""

    way = forms.ChoiceField(
        label=_("What do you have?"),
        choices=[(URL, _("An address")), (TEXT, _("A text")), (HTML, _("A page’s HTML"))],
        widget=forms.RadioSelect,
        initial=URL,
    )
    url = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=2000,
        help_text=_("With a text or page: where it was published, if anywhere."),
        widget=forms.URLInput(attrs={"placeholder": "https://…"}),
    )
    text = forms.CharField(label=_("Text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12}))
    html = forms.CharField(
        label=_("HTML"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "code", "spellcheck": "false"}),
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=1000)
    publisher_name = forms.CharField(label=_("Publisher"), required=False, max_length=300)
    publisher = forms.CharField(required=False, widget=forms.HiddenInput)
    author = forms.CharField(label=_("Author"), required=False, max_length=500)
    published_at = forms.DateTimeField(
        label=_("Published at (UTC)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    language = forms.CharField(
        label=_("Language"),
        required=False,
        max_length=16,
        help_text=_("Found by itself when left empty; en, ru, pt-BR …"),
    )

    def clean(self) -> dict[str, Any]:
        """Keep what the chosen way needs, and turn the publisher's name into the source that it names."""
        data: dict[str, Any] = super().clean() or {}
        way = data.get("way")
        if way == URL and not data.get("url"):
            self.add_error("url", _("Give the article’s address."))
        if way in (TEXT, HTML) and not data.get(way):
            self.add_error(way, _("Paste the article here."))
        data["source"] = self._publisher(data)
        return data

    def _publisher(self, data: dict[str, Any]) -> Source | None:
        if data.get("publisher"):
            chosen = Source.objects.filter(public_id=data["publisher"]).first()
            if chosen:
                return chosen
        name = (data.get("publisher_name") or "").strip()
        if not name:
            return None
        for candidate in sources_find(name=name, limit=5):
            if name.casefold() in (candidate.source.name.casefold(), str(candidate.name).casefold()):
                return candidate.source
        self.add_error("publisher_name", _("No source has this name. Pick one from the list, or leave it empty."))
        return None

    def for_service(self) -> dict[str, Any]:
        """Return the arguments of ``article_submit``."""
        data = self.cleaned_data
        return {
            "text": data["text"] if data["way"] == TEXT else None,
            "html": data["html"] if data["way"] == HTML else None,
            "url": data["url"],
            "title": data["title"],
            "author": data["author"],
            "language": data["language"],
            "published_at": data["published_at"],
            "publisher": data["source"],
        }
