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


def claims_for_console(*, with_chains: bool = True) -> QuerySet[Claim]:
    """Return claims with all that a row shows; without their chains, with all that the text shows of them."""
    claims = Claim.objects.select_related("article_version", "attribution__mention").prefetch_related(
        Prefetch(
            "anchors",
            queryset=ClaimAnchor.objects.filter(is_current=True).prefetch_related("segments"),
            to_attr="current_anchors",
        )
    )
    if not with_chains:
        return claims
    return claims.select_related(
        "article__publisher", "assigned_to", "locked_by", "attribution__mention__source"
    ).prefetch_related(
        Prefetch(
            "attribution__hops",
            queryset=Hop.objects.select_related("source", "mention").order_by("position"),
        ),
    )


def _in_version(claims: QuerySet[Claim], version: ArticleVersion) -> QuerySet[Claim]:
    """Those whose current anchor stands in this version, in text order."""
    return claims.filter(anchors__is_current=True, anchors__article_version=version).order_by("start", "id")


def version_claims(version: ArticleVersion, *, with_chains: bool = True) -> list[ClaimRow]:
    """Return the claims whose current anchor stands in this version, in text order, numbered from 1."""
    claims = _in_version(claims_for_console(with_chains=with_chains), version).defer("article_version__text")
    return [_row(claim, number, with_chains) for number, claim in enumerate(claims, start=1)]


@dataclass(frozen=True)
class Place:
    """Where a claim stands among those of its version: its number, how many there are, and its neighbours' ids."""

    number: int
    count: int
    before: str | None
    after: str | None


def claim_place(version: ArticleVersion, claim: Claim) -> Place:
    """Return the claim's place in this version's text."""
    ids = list(_in_version(Claim.objects.all(), version).values_list("public_id", flat=True))
    at = ids.index(claim.public_id) if claim.public_id in ids else 0
    return Place(
        number=at + 1,
        count=len(ids),
        before=ids[at - 1] if at else None,
        after=ids[at + 1] if at + 1 < len(ids) else None,
    )


def claim_row(claim: Claim, place: Place) -> ClaimRow:
    """Return the row of one claim (from ``claims_for_console``)."""
    return _row(claim, place.number, True)


def _row(claim: Claim, number: int, with_chains: bool) -> ClaimRow:
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
        hops=tuple(attribution.hops.all()) if attribution and with_chains else (),
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
