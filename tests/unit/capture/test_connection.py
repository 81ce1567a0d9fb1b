"""Where a line may lead, and how it is hung up. Real sockets on loopback; names are looked up in a table of the test's own."""

import http.server
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.capture import connection
from pipeline.capture.address import is_public
from pipeline.capture.limits import Limits
from pipeline.capture.transport import NETWORK_ERRORS, Transport
from pipeline.clock import FixedClock
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST, Reply, Site

METADATA = "169.254.169.254"
"""Where cloud machines keep their credentials: what an attacker who can steer a request asks for."""


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport(agency(), {}, Limits(connect_seconds=1), FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))
    yield made
    made.close()


def names_lead_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Each look-up takes the next answer; the names that were looked up."""
    asked: list[str] = []

    def look_up(host: str, port: int, *_: object, **__: object) -> list[tuple[Any, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers[len(asked) - 1]]

    monkeypatch.setattr(connection.socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", METADATA, "0.0.0.0", "100.64.0.1", "::1", "fe80::1%eth0", "fd00::1",
     "::ffff:127.0.0.1", "2002:a9fe:a9fe::1", "64:ff9b::a9fe:a9fe", "224.0.0.1", "ff02::1"],
)  # fmt: skip
def test_addresses_that_are_not_on_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["103.22.1.1", "2001:4860:4860::8888", "64:ff9b::6716:101", "::ffff:103.22.1.1"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], [METADATA], ["103.22.1.1", "10.0.0.1"]])
def test_a_name_that_leads_into_the_own_network_is_refused_before_anything_is_sent(
    transport: Transport, site: Site, monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    asked = names_lead_to(monkeypatch, addresses)
    with pytest.raises(NETWORK_ERRORS, match="is not a public address"):
        transport.get(f"http://{HOST}:{site.address[1]}/r/1", {})
    assert (asked, site.requests) == ([HOST], [])


def test_a_name_that_answers_otherwise_the_second_time_gains_nothing(
    transport: Transport, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: a public address for the check, the machine's own for the connection. There is no second look-up."""
    asked = names_lead_to(monkeypatch, ["127.0.0.9"], ["127.0.0.1"])
    monkeypatch.setattr(connection, "is_public", lambda address: address == "127.0.0.9")  # as if it were public
    dialled: list[str] = []
    dial = socket.socket.connect

    def connect(sock: socket.socket, address: Any) -> None:
        dialled.append(address[0])
        dial(sock, ("127.0.0.1", address[1]))

    def numeric(host: str, port: int, *_: object, **__: object) -> list[tuple[Any, ...]]:
        if host == HOST:
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.9", port))]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]

    asked.clear()
    monkeypatch.setattr(connection.socket, "getaddrinfo", numeric)
    monkeypatch.setattr(socket.socket, "connect", connect)
    assert transport.get(f"http://{HOST}:{site.address[1]}/r/1", {}).status == 200
    assert (asked, dialled) == ([HOST], ["127.0.0.9"])


def test_the_next_address_is_tried_when_the_first_does_not_answer(
    transport: Transport, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "is_public", lambda _: True)
    monkeypatch.setattr(
        connection._PublicOnly, "_checked", lambda self, name: ["::1", "127.0.0.1"] if name == HOST else [name]
    )
    assert transport.get(f"http://{HOST}:{site.address[1]}/r/1", {}).status == 200


def test_a_name_that_does_not_exist_is_an_error_of_the_network(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(connection.socket, "getaddrinfo", nobody)
    with pytest.raises(NETWORK_ERRORS, match="Name or service not known"):
        transport.get(f"http://{HOST}/", {})


def drip(head: bytes) -> Any:
    """One byte every 20 milliseconds, for ever: no socket timeout of seconds ever strikes."""

    def answer(request: http.server.BaseHTTPRequestHandler) -> Reply:
        request.wfile.write(head)
        request.close_connection = True
        with suppress(OSError):
            while True:
                request.wfile.write(b"x")
                time.sleep(0.02)
        raise ConnectionAbortedError

    return answer


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ids=["status", "headers", "chunks"],
)
def test_a_slow_loris_is_hung_up(site: Site, head: bytes) -> None:
    site.pages["/r/1"] = drip(head)
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    transport = Transport(agency(), site.connect_to, Limits(total_seconds=1.0), clock)
    try:
        # Cut inside its head, an answer may count as none or as one without a body: how the system ends the line decides.
        try:
            ended = transport.get(f"http://{HOST}/r/1", {}).truncated
        except NETWORK_ERRORS as error:
            ended = "time" if "no whole answer within 1 seconds" in str(error) else str(error)
        assert ended == "time"
        assert transport.get(f"http://{HOST}/r/2", {}).status == 200
    finally:
        transport.close()
