import ipaddress
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.core.http.addresses import is_public, resolve_public
from factcheck.core.http.errors import ForbiddenAddress, Unreachable

REFUSED = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
]


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::808:808"])
def test_a_public_address_is_let_through(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_however_ipv6_wraps_it(address: ipaddress.IPv4Address) -> None:
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{int(address) >> 16:x}:{int(address) & 0xFFFF:x}"):
        assert is_public(ipaddress.ip_address(wrapped)) == is_public(address)


def resolver(*addresses: str) -> Callable[..., list[Any]]:
    return lambda host, port, **kwargs: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]


def test_one_private_address_among_public_ones_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolver("93.184.215.14", "10.0.0.7"))
    with pytest.raises(ForbiddenAddress, match=r"10\.0\.0\.7"):
        resolve_public("news.example", 443, allowed=[], timeout=5)


def test_an_allowed_network_lets_its_addresses_through_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolver("10.0.0.7"))
    assert resolve_public("news.example", 80, allowed=["10.0.0.0/24"], timeout=5) == ["10.0.0.7"]
    with pytest.raises(ForbiddenAddress):
        resolve_public("news.example", 80, allowed=["10.0.1.0/24"], timeout=5)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost"])
def test_an_odd_spelling_of_loopback_is_refused(host: str) -> None:
    with pytest.raises(ForbiddenAddress):
        resolve_public(host, 80, allowed=[], timeout=5)


def test_a_resolver_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: released.wait(10) and [])
    with pytest.raises(Unreachable, match="in time"):
        resolve_public("news.example", 80, allowed=[], timeout=0.05)
    released.set()


def test_a_name_without_an_address_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Unreachable, match="has no address"):
        resolve_public("nowhere.example", 80, allowed=[], timeout=5)
