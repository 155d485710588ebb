import hashlib

import factory
from django.core.files.base import ContentFile

from factcheck.core import clock
from factcheck.review.models import Evidence, EvidenceSnapshot
from tests.factories.claims import ClaimFactory


class EvidenceFactory(factory.django.DjangoModelFactory):
    """Supporting evidence with one snapshot; ``snapshot=False`` leaves it without, ``snapshot__body=b"…"`` fills it."""

    class Meta:
        model = Evidence
        skip_postgeneration_save = True

    claim = factory.SubFactory(ClaimFactory)
    url = factory.Sequence(lambda n: f"https://evidence.example/{n}")
    stance = Evidence.Stance.SUPPORTS
    fetch_state = Evidence.FetchState.FETCHED

    @factory.post_generation
    def snapshot(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted is not False:
            EvidenceSnapshotFactory(evidence=self, **kwargs)


class EvidenceSnapshotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EvidenceSnapshot
        exclude = ("body",)

    body = b"The bridge is closed, the city says."
    evidence = factory.SubFactory(EvidenceFactory, snapshot=False)
    method = EvidenceSnapshot.Method.FETCHED
    status = 200
    mime = "text/plain"
    url = factory.SelfAttribute("evidence.url")
    size = factory.LazyAttribute(lambda snapshot: len(snapshot.body))
    sha256 = factory.LazyAttribute(lambda snapshot: hashlib.sha256(snapshot.body).hexdigest())
    text = factory.LazyAttribute(lambda snapshot: snapshot.body.decode())
    extractor = "text"
    file = factory.LazyAttribute(lambda snapshot: ContentFile(snapshot.body, name="snapshot"))
    fetched_at = factory.LazyFunction(clock.now)
