"""``fetch``: one GET with redirects, size and time under control."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import httpcore2
import httpx2
from django.conf import settings

from factcheck.core.http.errors import BadStatus, ForbiddenAddress, TooLarge, Unreachable
from factcheck.core.http.transport import Budget, CheckedTransport

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"


@dataclass(frozen=True)
class Fetched:
    """What an address answered with: ``url`` after redirects, ``headers`` with lower-case names, the decoded body.

    ``mime`` is the declared type without parameters, lower case, empty when none was declared; ``charset`` likewise.
    ``status`` may be anything but a redirect that was followed.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    mime: str
    charset: str

    def require_ok(self) -> "Fetched":
        """Return self. Raises BadStatus for a status of 400 and more."""
        if self.status >= 400:
            raise BadStatus(f"The address answered {self.status} {_phrase(self.status)}.")
        return self


def fetch(
    url: str,
    *,
    max_bytes: int | None = None,
    timeout: float | None = None,
    headers: Mapping[str, str] | None = None,
) -> Fetched:
    """GET a URL that somebody else chose, and what it redirects to, without trusting either.

    ``max_bytes`` (of the body, over the wire and decompressed), ``timeout`` (seconds for all of it, redirects
    included) and the number of redirects default to the ``FETCH_*`` settings.

    Raises ForbiddenAddress (not http or https, credentials in the URL, an address that is not public), TooLarge, or
    Unreachable (no name, no connection, no answer in time, a broken answer, too many redirects or a loop of them).
    A status of 400 and more raises nothing; see ``Fetched.require_ok``.
    """
    limit = settings.FETCH_MAX_BYTES if max_bytes is None else max_bytes
    budget = Budget(seconds=timeout or settings.FETCH_TIMEOUT_SECONDS, max_bytes=limit)
    sent = {"User-Agent": settings.FETCH_USER_AGENT, "Accept": _ACCEPT, **(headers or {})}
    transport = CheckedTransport(budget, settings.FETCH_ALLOWED_NETWORKS)
    try:
        with httpx2.Client(transport=transport, headers=sent, timeout=None, trust_env=False) as client:
            return _follow(client, url, budget)
    except (httpcore2.TimeoutException, httpx2.TimeoutException) as error:
        raise Unreachable("The address did not answer in time.") from error
    except (httpcore2.NetworkError, httpx2.NetworkError) as error:
        raise Unreachable(f"The address could not be reached ({error}).") from error
    except (httpcore2.ProtocolError, httpx2.ProtocolError, httpx2.DecodingError) as error:
        raise Unreachable(f"The address gave a broken answer ({error}).") from error


def _follow(client: httpx2.Client, url: str, budget: Budget) -> Fetched:
    request = client.build_request("GET", _checked(url))
    seen = set()
    for _ in range(settings.FETCH_MAX_REDIRECTS + 1):
        # The same address again is a loop only when nothing has changed: some sites set a cookie and send one back.
        step = (str(request.url), request.headers.get("cookie", ""))
        if step in seen:
            raise Unreachable("The address redirects in a loop.")
        seen.add(step)
        response = client.send(request, stream=True)
        try:
            if response.next_request is None:
                return _read(response, budget)
            following = response.next_request
        finally:
            response.close()
        _checked(str(following.url))
        request = following
    raise Unreachable(f"The address redirects more than {settings.FETCH_MAX_REDIRECTS} times.")


def _read(response: httpx2.Response, budget: Budget) -> Fetched:
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > budget.max_bytes:
        raise TooLarge(f"The answer is larger than {budget.max_bytes:,} bytes.")
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > budget.max_bytes:
            raise TooLarge(f"The answer is larger than {budget.max_bytes:,} bytes.")
        budget.seconds_left(None, httpcore2.ReadTimeout)
    mime = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(
        url=str(response.url),
        status=response.status_code,
        headers={name.lower(): value for name, value in response.headers.items()},
        body=bytes(body),
        mime=mime,
        charset=(response.charset_encoding or "").lower(),
    )


def _checked(url: str) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, TypeError) as error:
        raise ForbiddenAddress(f"This is not an address that can be fetched: {error}.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ForbiddenAddress("Only http:// and https:// addresses are fetched.")
    if parsed.userinfo:
        raise ForbiddenAddress("An address with a user name or password in it is not fetched.")
    return parsed


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
