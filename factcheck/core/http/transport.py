"""A transport that connects only to addresses it has checked, within one deadline and one size.

The check sits where the connection is made, so that no second look-up lies between check and connection (DNS
rebinding), and so that it holds for every request of a fetch, redirects included. TLS still verifies the host name.
"""

import time
from collections.abc import Iterable
from functools import lru_cache
from ssl import SSLContext
from typing import Any

import httpcore2
import httpx2

from factcheck.core.http.addresses import resolve_public
from factcheck.core.http.errors import TooLarge

_HEADER_ALLOWANCE = 256 * 1024


class Budget:
    """What one fetch may use: seconds until ``deadline`` and bytes over the wire."""

    def __init__(self, *, seconds: float, max_bytes: int) -> None:
        self.deadline = time.monotonic() + seconds
        self.bytes_left = max_bytes + _HEADER_ALLOWANCE
        self.max_bytes = max_bytes

    def seconds_left(self, wanted: float | None, error: type[Exception]) -> float:
        """Return the smaller of ``wanted`` and what is left; raises ``error`` when nothing is."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise error("the time for this fetch is used up")
        return left if wanted is None else min(left, wanted)

    def spend(self, count: int) -> None:
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise TooLarge(f"The answer is larger than {self.max_bytes:,} bytes.")


class _BudgetStream(httpcore2.NetworkStream):
    """A connection on which every read and write counts against the budget."""

    def __init__(self, stream: httpcore2.NetworkStream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._budget.seconds_left(timeout, httpcore2.ReadTimeout))
        self._budget.spend(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._budget.seconds_left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = self._budget.seconds_left(timeout, httpcore2.ConnectTimeout)
        return _BudgetStream(self._stream.start_tls(ssl_context, server_hostname, left), self._budget)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _CheckedBackend(httpcore2.NetworkBackend):
    """Opens connections by address, after the name was looked up and every address of it was checked."""

    def __init__(self, budget: Budget, allowed: list[str]) -> None:
        self._budget = budget
        self._allowed = allowed
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        left = self._budget.seconds_left(timeout, httpcore2.ConnectTimeout)
        failure: Exception | None = None
        for address in resolve_public(host, port, allowed=self._allowed, timeout=left):
            try:
                left = self._budget.seconds_left(timeout, httpcore2.ConnectTimeout)
                stream = self._backend.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _BudgetStream(stream, self._budget)
        raise failure or httpcore2.ConnectError("no address")


@lru_cache(maxsize=1)
def _ssl_context() -> SSLContext:
    # Reading the certificate store takes tens of milliseconds; the context is safe to share between threads.
    return httpx2.create_ssl_context()


class _Stream(httpx2.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Any:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class CheckedTransport(httpx2.BaseTransport):
    """A transport for one fetch: its connections are not kept for another."""

    def __init__(self, budget: Budget, allowed: list[str]) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_ssl_context(), network_backend=_CheckedBackend(budget, allowed)
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request. Raises httpcore2's errors and those of ``factcheck.core.http.errors``."""
        response = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Stream(response.stream),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()
