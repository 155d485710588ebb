"""One spelling for one address, so that the same article is found again."""

import re
from contextlib import suppress
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid|_ga|ref_src|ref_url|cmpid|ocid|ito|smid|"
    r"taid|guccounter|guce_referrer.*)$",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "%/:=&?~#+!$,;'@()*[]-._"
MAX_LENGTH = 2000


def is_web_address(url: str) -> bool:
    """Say whether this is an http or https URL with a host, short enough to store."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme.lower() in _DEFAULT_PORTS and bool(host) and len(url) <= MAX_LENGTH


def has_credentials(url: str) -> bool:
    """Say whether the URL names a user or password."""
    return "@" in urlsplit(url).netloc


def canonicalise(url: str) -> str:
    """Return the URL with a lower-case scheme and host, without fragment, default port and tracking parameters.

    Nothing else changes: a trailing slash, the order of parameters or ``www.`` may matter to the server.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").lower()
    if not host.isascii():
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS.get(parts.scheme.lower()) else ""
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(name)
    ]
    # A query without tracking parameters stays as it was written: decoding and encoding it may change it.
    query = parts.query if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)) else urlencode(kept)
    return urlunsplit((parts.scheme.lower(), host + port, quote(parts.path or "/", safe=_SAFE), query, ""))


def same_site(one: str, other: str) -> bool:
    """Say whether two URLs are of one host, a leading ``www.``, ``m.`` or ``amp.`` aside."""
    return _bare_host(one) == _bare_host(other)


def _bare_host(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    return re.sub(r"^(www|m|mobile|amp)\.", "", host)
