import json
from pathlib import Path

import pytest
from django.conf import settings

from factcheck.core.errors import InvalidInput
from sources.registry.models import Source, SourceName
from sources.registry.selectors import sources_find, sure_candidate
from sources.registry.services import registry_load, source_update
from tests.factories import EditorFactory

pytestmark = pytest.mark.django_db

SEEDS = Path(settings.BASE_DIR) / "seeds" / "registry.json"


def test_the_shipped_registry_loads_once() -> None:
    added = registry_load(path=SEEDS)
    names = SourceName.objects.count()
    assert added == Source.objects.count() > 90
    assert registry_load(path=SEEDS) == 0
    assert SourceName.objects.count() == names
    assert not Source.objects.filter(provisional=True).exists()


ASKED = {
    "Россия 24": "Russia 24",
    "Rossiya-24": "Russia 24",
    "新华社": "Xinhua News Agency",
    "China's Ministry of Foreign Affairs": "Chinese Foreign Ministry",
    "a spokeswoman for the Chinese Foreign Ministry": "Chinese Foreign Ministry spokesperson",
    "the kremlin": "Kremlin",
    "Кремль": "Kremlin",
    "MINISTRY OF DEFENCE OF CHINA": "Chinese Defense Ministry",
    "Elysee Palace": "Élysée",
    "TASS news agency": "TASS",
}


def test_the_shipped_registry_is_found_in_other_scripts_cases_and_orders() -> None:
    registry_load(path=SEEDS)
    found = {asked: sure_candidate(sources_find(name=asked)) for asked in ASKED}
    assert {asked: candidate and candidate.source.name for asked, candidate in found.items()} == ASKED


def test_loading_again_leaves_what_a_person_changed() -> None:
    registry_load(path=SEEDS)
    source = Source.objects.get(name="Reuters")
    source_update(source=source, actor=EditorFactory(), name="Reuters Ltd", country="CA")
    registry_load(path=SEEDS)
    source.refresh_from_db()
    assert (source.name, source.country) == ("Reuters Ltd", "CA")
    assert Source.objects.filter(wikidata_id="Q130879").count() == 1


@pytest.mark.parametrize(
    "content",
    [
        "not json",
        "{}",
        json.dumps({"sources": [{"key": "a", "kind": "person", "name": "A", "parents": ["b"]}]}),
        json.dumps({"sources": [{"key": "a", "kind": "person", "name": "A"}] * 2}),
        json.dumps({"sources": [{"key": "a", "kind": "nonsense", "name": "A"}]}),
    ],
)
def test_a_file_of_another_form_loads_nothing(content: str, tmp_path: Path) -> None:
    path = tmp_path / "registry.json"
    path.write_text(content)
    with pytest.raises(InvalidInput):
        registry_load(path=path)
    assert not Source.objects.exists()
