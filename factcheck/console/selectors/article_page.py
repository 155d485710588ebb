"""What the article page and the workbench show of a version's claims, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from factcheck.articles.models import ArticleVersion
from factcheck.claims.models import Claim, ClaimAnchor
from factcheck.console import marks
from sources.tracing.models import Hop


@dataclass(frozen=True)
class ClaimRow:
    """A claim of an article as shown: its number in the text and where its words stand (start, end pairs)."""

    claim: Claim
    number: int
    anchor: ClaimAnchor
    content: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...] = ()
    mention: tuple[tuple[int, int], ...] = ()
    hops: tuple[Hop, ...] = field(default=())

    @property
    def url(self) -> str:
        return reverse("admin:claims_claim_change", args=[self.claim.public_id])

    @property
    def originator(self) -> Hop | None:
        return next((hop for hop in self.hops if hop.role == Hop.Role.ORIGINATOR), None)

    @property
    def passed_on(self) -> tuple[Hop, ...]:
        """The hops between the originator and the outlet of the article."""
        return tuple(hop for hop in self.hops if hop.role in (Hop.Role.RELAY, Hop.Role.CHANNEL))

    @property
    def css(self) -> str:
        """Classes by which its words are coloured: the state, and of a published one the verdict or finding."""
        claim = self.claim
        css = f"s-{claim.state}"
        if claim.revision:
            css += f" v-{claim.verdict or claim.finding}"
        if claim.kind == Claim.Kind.OWN_VOICE:
            css += " own-voice"
        if claim.uncertain:
            css += " uncertain"
        return css

    @property
    def label(self) -> str:
        """One sentence for who does not see the colours."""
        return _("Claim %(number)s, %(kind)s, %(state)s: %(text)s") % {
            "number": self.number,
            "kind": self.claim.get_kind_display(),
            "state": self.claim.get_state_display(),
            "text": self.claim.text[:80],
        }


def claims_for_console() -> QuerySet[Claim]:
    """Return claims with all that a row shows."""
    return Claim.objects.select_related(
        "article__publisher", "article_version", "assigned_to", "locked_by", "attribution__mention__source"
    ).prefetch_related(
        Prefetch(
            "anchors",
            queryset=ClaimAnchor.objects.filter(is_current=True).prefetch_related("segments"),
            to_attr="current_anchors",
        ),
        Prefetch(
            "attribution__hops",
            queryset=Hop.objects.select_related("source", "mention").order_by("position"),
        ),
    )


def version_claims(version: ArticleVersion) -> list[ClaimRow]:
    """Return the claims whose current anchor stands in this version, in text order, numbered from 1."""
    claims = (
        claims_for_console()
        .defer("article_version__text")
        .filter(anchors__is_current=True, anchors__article_version=version)
        .order_by("start", "id")
    )
    return [_row(claim, number) for number, claim in enumerate(claims, start=1)]


def claim_number(rows: Sequence[ClaimRow], claim: Claim) -> ClaimRow | None:
    """Return the row of this claim."""
    return next((row for row in rows if row.claim.pk == claim.pk), None)


def _row(claim: Claim, number: int) -> ClaimRow:
    anchor: ClaimAnchor = claim.current_anchors[0]  # type: ignore[attr-defined]
    attribution = getattr(claim, "attribution", None)
    mention = attribution.mention if attribution else None
    same_version = claim.article_version_id == anchor.article_version_id
    return ClaimRow(
        claim=claim,
        number=number,
        anchor=anchor,
        content=tuple((segment.start, segment.end) for segment in anchor.segments.all()),
        # Cue and mention stand in the version that they were found in; in a later one only the content is re-anchored.
        cue=_pairs(attribution.cue_segments) if attribution and same_version else (),
        mention=_pairs(mention.segments) if mention and mention.article_version_id == anchor.article_version_id else (),
        hops=tuple(attribution.hops.all()) if attribution else (),
    )


def _pairs(segments: Sequence[dict[str, int]]) -> tuple[tuple[int, int], ...]:
    return tuple((segment["start"], segment["end"]) for segment in segments)


def marked_text(version: ArticleVersion, rows: Sequence[ClaimRow], *, query: str = "") -> SafeString:
    """Return the version's text as HTML with every claim's source, cue and content marked.

    ``query`` is appended to the claims' addresses (such as ``?queue=…``).
    """
    shared: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    content: list[marks.Mark] = []
    references = []
    for row in rows:
        for start, end in row.content:
            content.append(marks.Mark(start, end, marks.CONTENT, (row.number,), row.css))
        for role, pairs in ((marks.CUE, row.cue), (marks.SOURCE, row.mention)):
            for start, end in pairs:
                shared[start, end, role].append(row.number)
        if row.content:
            references.append(
                marks.Reference(
                    position=row.content[0][0],
                    number=row.number,
                    href=row.url + query,
                    label=row.label,
                    title=row.claim.get_state_display(),
                    css=row.css,
                )
            )
    sides = [marks.Mark(start, end, role, tuple(numbers)) for (start, end, role), numbers in shared.items()]
    links = [marks.Link(link.start, link.end, link.href) for link in version.links.all()]
    return marks.render(version.text, marks=[*content, *sides], references=references, links=links)
