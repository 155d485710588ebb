"""Which addresses may be connected to.

An address is refused unless it is globally reachable by the IANA special-purpose registries (``ipaddress.is_global``
and what that leaves out: multicast, reserved, site-local). An IPv6 address that carries an IPv4 one (mapped, NAT64,
6to4, Teredo) is as public as what it carries.
"""

import ipaddress
import queue
import socket
import threading
from collections.abc import Iterator, Sequence

from factcheck.core.http.errors import ForbiddenAddress, Unreachable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


def resolve_public(host: str, port: int, *, allowed: Sequence[str], timeout: float) -> list[str]:
    """Return the addresses of a host, each of them checked, in the resolver's order.

    ``allowed`` lists networks (CIDR) that are let through although they are not public; ``timeout`` is in seconds.
    Raises ForbiddenAddress when any address is refused (a name with one public and one private address is an attempt
    to get past this check), Unreachable when the name has none or the resolver takes too long.
    """
    networks = [ipaddress.ip_network(network) for network in allowed]
    addresses = _resolve(host, port, timeout)
    for text in addresses:
        address = ipaddress.ip_address(text)
        if not is_public(address) and not any(address in network for network in networks):
            leads = "" if host == text else f" leads to {address}, which"
            raise ForbiddenAddress(f"{host}{leads} is not a public address.")
    return addresses


def is_public(address: Address) -> bool:
    """Say whether anybody on the internet could reach the address."""
    return all(
        part.is_global
        and not (part.is_multicast or part.is_reserved or part.is_unspecified or part.is_loopback)
        and not (isinstance(part, ipaddress.IPv6Address) and part.is_site_local)
        for part in _parts(address)
    )


def _parts(address: Address) -> Iterator[Address]:
    """The address itself, or the IPv4 addresses that it carries."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
    elif address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address.teredo:
        yield from address.teredo
    elif address.sixtofour:
        yield address.sixtofour
    elif any(address in network for network in _NAT64) or address in ipaddress.IPv6Network("::/96"):
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    else:
        yield address


def _resolve(host: str, port: int, timeout: float) -> list[str]:
    """``getaddrinfo`` with a time limit, which it lacks: a slow name server must not hold a worker."""
    answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answer.put(error)
        else:
            # A scope ("fe80::1%eth0") is not part of the address.
            answer.put(list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)))

    threading.Thread(target=look_up, daemon=True).start()
    try:
        result = answer.get(timeout=max(timeout, 0.001))
    except queue.Empty:
        raise Unreachable(f"The name {host} could not be looked up in time.") from None
    if isinstance(result, Exception) or not result:
        raise Unreachable(f"The name {host} has no address.")
    return result
