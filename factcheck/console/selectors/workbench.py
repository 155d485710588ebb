"""What the workbench shows of one claim: all that a person needs to judge it, in a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from factcheck.console.selectors.article_page import ClaimRow
from factcheck.core import clock
from factcheck.review.models import (
    Assessment,
    Comment,
    Decision,
    Evidence,
    EvidenceSnapshot,
    Proposal,
    ReplyRequest,
    Revision,
)
from factcheck.search.models import MatchSuggestion
from factcheck.search.selectors import match_suggestions_of
from sources.registry.models import Mention, SourceName
from sources.tracing.models import Appearance, Hop


@dataclass(frozen=True)
class HopView:
    """A hop with the names of its source in all scripts and the words that named it."""

    hop: Hop
    names: tuple[SourceName, ...]
    mention: Mention | None
    evidence: tuple[Evidence, ...]

    @property
    def name(self) -> str:
        """Who stands there, as far as it is known."""
        if self.hop.source is not None:
            return self.hop.source.name
        return self.mention.text if self.mention is not None else _("unknown")

    @property
    def is_open(self) -> bool:
        """Whether a person should still say if the words mean this source."""
        return self.mention is not None and self.mention.judgement is None


@dataclass(frozen=True)
class Dossier:
    """All that is known about a claim, apart from the article's text."""

    claim: Claim
    row: ClaimRow | None
    hops: tuple[HopView, ...]
    mention: Mention | None
    evidence: tuple[Evidence, ...]
    proposal: Proposal | None
    assessments: tuple[Assessment, ...]
    decisions: tuple[Decision, ...]
    revisions: tuple[Revision, ...]
    comments: tuple[Comment, ...]
    replies: tuple[ReplyRequest, ...]
    appearances: tuple[tuple[Appearance, Claim], ...]
    match_suggestions: tuple[MatchSuggestion, ...]
    locked_by_other: bool

    @property
    def general_evidence(self) -> tuple[Evidence, ...]:
        """Evidence on whether it is so, not on whether somebody said it."""
        return tuple(evidence for evidence in self.evidence if evidence.hop_id is None)

    @property
    def disagree(self) -> bool:
        """Whether two reviewers see it differently."""
        return len({(assessment.finding, assessment.verdict) for assessment in self.assessments}) > 1


def dossier(claim: Claim, *, row: ClaimRow | None, user: User) -> Dossier:
    """Return all that the workbench shows beside the text. ``row`` is the claim's row in its article."""
    attribution = getattr(claim, "attribution", None)
    evidence = tuple(
        claim.evidence.select_related("source", "added_by", "hop").prefetch_related(
            Prefetch("snapshots", queryset=EvidenceSnapshot.objects.defer("text").order_by("-id"))
        )
    )
    hops: tuple[HopView, ...] = ()
    if attribution is not None:
        found = attribution.hops.select_related("source", "mention__judged_by").prefetch_related("source__names")
        hops = tuple(
            HopView(
                hop=hop,
                names=tuple(hop.source.names.all()) if hop.source else (),
                mention=hop.mention,
                evidence=tuple(item for item in evidence if item.hop_id == hop.pk),
            )
            for hop in found.order_by("position")
        )
    return Dossier(
        claim=claim,
        row=row,
        hops=hops,
        mention=attribution.mention if attribution else None,
        evidence=evidence,
        proposal=claim.proposals.filter(state=Proposal.State.OPEN).select_related("proposed_by").first(),
        assessments=tuple(claim.assessments.filter(superseded_at=None).select_related("reviewer")),
        decisions=tuple(Decision.objects.filter(claim=claim).select_related("person").order_by("-sequence")),
        revisions=tuple(claim.revisions.select_related("person").defer("payload").order_by("-number")),
        comments=tuple(claim.comments.select_related("author")),
        replies=tuple(claim.reply_requests.select_related("source", "asked_by")),
        appearances=_appearances(claim),
        match_suggestions=tuple(match_suggestions_of(claim).order_by("-score", "id")[:10]),
        locked_by_other=is_locked_by_other(claim, user),
    )


def is_locked_by_other(claim: Claim, user: User) -> bool:
    """Whether another person works on the claim right now."""
    return bool(
        claim.locked_by_id and claim.locked_by_id != user.pk and claim.locked_until and claim.locked_until > clock.now()
    )


def _appearances(claim: Claim) -> tuple[tuple[Appearance, Claim], ...]:
    pairs = (
        Appearance.objects.filter(Q(earlier=claim) | Q(later=claim))
        .exclude(state=Appearance.State.REJECTED)
        .select_related("earlier__article__publisher", "later__article__publisher")
        .order_by("-score")[:10]
    )
    return tuple((pair, pair.later if pair.earlier_id == claim.pk else pair.earlier) for pair in pairs)


SEEN_FIELDS: Mapping[str, str] = {
    "state": "get_state_display",
    "verdict": "get_verdict_display",
    "finding": "get_finding_display",
    "text": "text",
    "assigned_to_id": "assigned_to",
    "due_at": "due_at",
    "revision": "revision",
}


def seen(claim: Claim) -> dict[str, str]:
    """Return what a form remembers of the claim as it was shown, so that a later change can be told."""
    return {name: str(getattr(claim, name) or "") for name in SEEN_FIELDS}


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was shown."""

    name: str
    before: str
    now: str


def differences(claim: Claim, before: Mapping[str, Any]) -> list[Difference]:
    """Return what has changed in the claim since ``before`` (from ``seen``) was shown."""
    names = {
        "state": _("State"),
        "verdict": _("Verdict"),
        "finding": _("Finding"),
        "text": _("Words"),
        "assigned_to_id": _("Assigned to"),
        "due_at": _("Deadline"),
        "revision": _("Published revision"),
    }
    choices = {
        "state": dict(Claim.State.choices),
        "verdict": dict(Claim.Verdict.choices),
        "finding": dict(Claim.Finding.choices),
    }
    now = seen(claim)
    result = []
    for name, value in now.items():
        was = str(before.get(name, value))
        if was == value:
            continue
        if name == "assigned_to_id":
            people = {
                str(user.pk): user.display_name for user in User.objects.filter(pk__in=filter(None, [was, value]))
            }
            was, value = people.get(was, ""), people.get(value, "")
        labels = choices.get(name, {})
        result.append(Difference(str(names[name]), str(labels.get(was, was)), str(labels.get(value, value))))
    return result


def decisions_since(claim: Claim, version: int) -> QuerySet[Decision]:
    """Return what was decided on the claim after it was shown at this version."""
    return Decision.objects.filter(claim=claim, claim_version__gt=version).select_related("person").order_by("sequence")
