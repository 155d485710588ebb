"""The outlet of an article: found in the registry by its address or its name, or made, provisional."""

import ipaddress
from urllib.parse import urlsplit

from sources.registry.models import Source
from sources.registry.selectors import publisher_for_url, source_current, sources_find, sure_candidate
from sources.registry.services import source_create

OUTLETS = (
    Source.Kind.PUBLICATION,
    Source.Kind.BROADCASTER,
    Source.Kind.NEWS_AGENCY,
    Source.Kind.ORGANISATION,
    Source.Kind.GOVERNMENT_BODY,
)


def publisher_for(*, url: str, site_name: str) -> Source | None:
    """Return the source that publishes at an address.

    In this order: the source whose homepage the address is under; the one that surely bears the site's name; a new
    provisional publication with that name and homepage. None without an address, or when it names no host.
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if not host or _is_number(host):
        return None
    known = publisher_for_url(url)
    if known is not None:
        return known
    name = site_name[:300] or host
    sure = sure_candidate(sources_find(name=name, kinds=OUTLETS))
    if sure is not None:
        return source_current(sure.source)
    parts = urlsplit(url)
    return source_create(
        kind=Source.Kind.PUBLICATION, name=name, provisional=True, homepage=f"{parts.scheme}://{parts.netloc}/"
    )


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
