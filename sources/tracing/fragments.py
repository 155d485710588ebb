"""Media fragments: which stretch of a recording is meant (W3C Media Fragments URI 1.0, temporal dimension)."""

import re

_CLOCK = r"(?:\d{1,5}(?:\.\d+)?|(?:\d+:)?[0-5]?\d:[0-5]\d(?:\.\d+)?)"
_FRAGMENT = re.compile(rf"^t=(?:npt:)?(?P<start>{_CLOCK})?(?:,(?P<end>{_CLOCK}))?$")


def is_media_fragment(value: str) -> bool:
    """Say whether a value is a temporal fragment such as ``t=10,25.5`` or ``t=0:02:10``: its start before its end."""
    match = _FRAGMENT.match(value)
    if not match or not (match["start"] or match["end"]):
        return False
    return match["end"] is None or seconds(match["start"] or "0") < seconds(match["end"])


def seconds(value: str) -> float:
    """Return a clock value of a fragment in seconds."""
    total = 0.0
    for part in value.split(":"):
        total = total * 60 + float(part)
    return total
