"""Sources that a request names by their id."""

from factcheck.core.errors import InvalidInput
from sources.registry.models import Source
from sources.registry.selectors import source_current


def source_named(public_id: str, *, pointer: str) -> Source:
    """Return the source with this id; of a merged one, that in which it lives on.

    Raises InvalidInput at the pointer when there is none.
    """
    source = Source.objects.filter(public_id=public_id).first()
    if source is None:
        raise InvalidInput.field(pointer, "not_found", "There is no source with this id.")
    return source_current(source)
