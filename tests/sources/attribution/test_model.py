"""The shipped files and what their card says of them."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from sources.attribution import ModelError, read_settings
from sources.attribution.confidence import FEATURES
from sources.attribution.model import ENCODER, FOLDER, READER, SETTINGS, TOKENIZER, Model

LARGEST = 30 * 1024 * 1024
CARD = FOLDER / "MODEL_CARD.md"


@pytest.mark.parametrize("name", [ENCODER, READER, SETTINGS, TOKENIZER])
def test_a_file_has_the_hash_that_the_card_gives(name: str) -> None:
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    row = re.search(rf"`{re.escape(name)}`.*?`([0-9a-f]{{64}})`", CARD.read_text(encoding="utf-8"))
    assert row, f"MODEL_CARD.md gives no hash of {name}"
    assert row.group(1) == digest


def test_the_model_stays_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= LARGEST


def test_the_card_names_the_shipped_version() -> None:
    settings = read_settings()
    assert f"{settings.name}-{settings.version}" in CARD.read_text(encoding="utf-8")


def test_the_settings_weigh_known_features_only() -> None:
    assert set(read_settings().confidence) <= set(FEATURES)


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.json is missing; build the model"):
        read_settings(tmp_path)
    (tmp_path / SETTINGS).write_text((FOLDER / SETTINGS).read_text())
    with pytest.raises(ModelError, match=r"tokenizer\.json is missing"):
        Model(tmp_path)


def test_settings_of_another_version_are_refused(tmp_path: Path) -> None:
    (tmp_path / SETTINGS).write_text(json.dumps({"name": "x"}))
    with pytest.raises(ModelError, match="does not fit"):
        read_settings(tmp_path)
