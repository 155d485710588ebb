import pytest

from factcheck.core.ids import public_id


def test_a_public_id_carries_its_kind() -> None:
    value = public_id("clm")
    assert value.startswith("clm_")
    assert len(value) == 30
    assert value == value.lower()


def test_an_unknown_prefix_is_refused() -> None:
    with pytest.raises(KeyError):
        public_id("zzz")
