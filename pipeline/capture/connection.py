"""The line to a host: where it may lead, and how it is hung up when a host holds it too long."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError

from pipeline.capture.address import is_public


class NotPublicError(NewConnectionError):
    """The host's name leads to an address that is not on the public internet."""


class Watch:
    """Hangs up on a host that takes longer than `seconds` for one whole answer.

    A socket's timeout starts anew with each byte, so that a host which drips would hold the line for ever.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._line: socket.socket | None = None
        self._lock = threading.Lock()
        self.hung_up = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        self.hung_up = False
        timer = threading.Timer(self._seconds, self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self.line(None)

    def line(self, sock: socket.socket | None) -> None:
        """The line of the exchange that begins. A handle of its own: TLS and urllib3 move and close theirs."""
        with self._lock:
            if self._line is not None:
                self._line.close()
            self._line = socket.socket(fileno=os.dup(sock.fileno())) if sock is not None else None

    def _hang_up(self) -> None:
        with self._lock, suppress(OSError):
            self.hung_up = True
            if self._line is not None:
                self._line.shutdown(socket.SHUT_RDWR)


class _Watched:
    """A connection that shows the watch its line before it reads an answer."""

    watch: Watch
    sock: socket.socket

    def getresponse(self, *arguments: Any, **named: Any) -> Any:
        self.watch.line(self.sock)
        return super().getresponse(*arguments, **named)  # type: ignore[misc]


class _PublicOnly:
    """Looks the host up once, refuses what is not on the public internet, and connects to the very address that was checked.

    So a site's name cannot lead into the machine's own network, nor can a second look-up answer otherwise than the first.
    """

    _dns_host: str  # what urllib3 connects to; TLS and the Host header go by the host's name
    port: int

    def _new_conn(self) -> socket.socket:
        name = self._dns_host
        refused: HTTPError = NotPublicError(self, f"{name} has no address")  # type: ignore[arg-type]
        try:
            for address in self._checked(name):
                self._dns_host = address
                try:
                    sock: socket.socket = super()._new_conn()  # type: ignore[misc]
                except HTTPError as error:
                    refused = error
                else:
                    return sock
            raise refused
        finally:
            self._dns_host = name

    def _checked(self, name: str) -> list[str]:
        """The host's addresses, all of them public: one that is not, beside others that are, is a trap too."""
        try:
            found = socket.getaddrinfo(name, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NameResolutionError(name, self, error) from error  # type: ignore[arg-type]
        addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
        for address in addresses:
            if not is_public(address):
                raise NotPublicError(self, f"{address} is not a public address")  # type: ignore[arg-type]
        return addresses


def pools(watch: Watch, *, public_only: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools by scheme, whose connections are watched, and (where asked for) lead to the public internet only."""
    guards: tuple[type, ...] = (_Watched, _PublicOnly) if public_only else (_Watched,)

    def connection(base: type) -> Any:
        return type(base.__name__, (*guards, base), {"watch": watch})

    plain: Any = type("Pool", (HTTPConnectionPool,), {"ConnectionCls": connection(HTTPConnection)})
    over_tls: Any = type("TlsPool", (HTTPSConnectionPool,), {"ConnectionCls": connection(HTTPSConnection)})
    return {"http": plain, "https": over_tls}
