"""The words that name a claim's source and its cue go along to the new version, where they stand as before."""

from collections.abc import Mapping

from factcheck.articles.models import ArticleVersion
from factcheck.claims.locating import TextIndex, locate
from factcheck.core.text import Segment
from sources.registry.models import Mention
from sources.tracing.models import Attribution, Hop

_CARRIED = ("text", "source_id", "resolved_by", "confidence", "judgement", "judged_by_id", "judged_at")

Places = list[dict[str, int]]


def attributions_carry(
    *, version: ArticleVersion, index: TextIndex, shifts: Mapping[int, int]
) -> dict[int, tuple[Segment, ...]]:
    """Move the cues and mentions of claims that moved; returns the places of the cues that could be moved, by claim.

    ``shifts`` says how far each claim's words moved. A cue or mention is taken where it stands at the same distance
    from them as before, else where it is surely found again. A cue that is not found keeps its words and loses its
    place; a mention that is not stays that of the older version. What a person said of a mention goes along.
    """
    attributions = list(
        Attribution.objects.filter(claim__in=shifts)
        .select_related("mention__article_version", "claim__article_version")
        .prefetch_related("hops__mention__article_version")
    )
    carried = _Carried(version, index)
    cues: dict[int, tuple[Segment, ...]] = {}
    hops: list[Hop] = []
    for attribution in attributions:
        shift = shifts[attribution.claim_id]
        places = carried.places(attribution.cue_segments, attribution.claim.article_version, shift)
        attribution.cue_segments = places
        if places:
            cues[attribution.claim_id] = tuple(Segment(place["start"], place["end"]) for place in places)
        attribution.mention = carried.mention(attribution.mention, shift)
        for hop in attribution.hops.all():
            hop.mention = carried.mention(hop.mention, shift)
            hops.append(hop)
    Attribution.objects.bulk_update(attributions, ["cue_segments", "mention"], batch_size=200)
    Hop.objects.bulk_update(hops, ["mention"], batch_size=200)
    return cues


class _Carried:
    """Places and mentions as they stand in the new version; each mention is made once."""

    def __init__(self, version: ArticleVersion, index: TextIndex) -> None:
        self._version = version
        self._index = index
        self._known = {(m.start, m.end): m for m in Mention.objects.filter(article_version=version)}

    def mention(self, mention: Mention | None, shift: int) -> Mention | None:
        if mention is None or mention.article_version_id == self._version.id:
            return mention
        places = self.places(mention.segments, mention.article_version, shift)
        if not places:
            return mention
        key = (places[0]["start"], places[-1]["end"])
        if key not in self._known:
            self._known[key] = Mention.objects.create(
                article_version=self._version,
                segments=places,
                start=key[0],
                end=key[1],
                **{name: getattr(mention, name) for name in _CARRIED},
            )
        return self._known[key]

    def places(self, before: Places, older: ArticleVersion, shift: int) -> Places:
        """Return where the same words stand now, empty when that is not sure."""
        if not before:
            return []
        shifted = [{"start": place["start"] + shift, "end": place["end"] + shift} for place in before]
        if all(
            now["start"] >= 0 and older.text[old["start"] : old["end"]] == self._version.text[now["start"] : now["end"]]
            for old, now in zip(before, shifted, strict=True)
        ):
            return shifted
        segments = [Segment(place["start"], place["end"]) for place in before]
        located = locate(old_text=older.text, segments=segments, index=self._index)
        if not located.exact:
            return []
        return [{"start": segment.start, "end": segment.end} for segment in located.segments]
