"""The HTTP around the sites: virtual hosts, ETag, conditional requests, gzip, HEAD, and faults that a test asks for."""

import gzip
import hashlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sample_ministry.site import KOMDIGI, KOMINFO, Answer, answer

Change = Callable[[Answer], Answer] | tuple[int, Mapping[str, str], bytes]
"""A function of the healthy answer (an edited page), or a whole response that is sent exactly as it is given (a fault)."""

_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Served:
    """One request, and the status that it was answered with. `target` is path and query."""

    method: str
    host: str
    target: str
    status: int


@dataclass(frozen=True, slots=True)
class SampleSite:
    """A running sample ministry. `requests` grows while it runs."""

    port: int
    requests: list[Served] = field(default_factory=list)

    @property
    def connect_to(self) -> dict[str, tuple[str, int]]:
        """Where to connect for each host, as curl's --connect-to has it; addresses and Host headers stay as they are."""
        return dict.fromkeys((KOMINFO, KOMDIGI), (_LOOPBACK, self.port))


@contextmanager
def serve(port: int = 0, *, changes: Mapping[tuple[str, str], Change] | None = None) -> Iterator[SampleSite]:
    """Serves both hosts on 127.0.0.1 until the block ends. `changes` maps (host, path with query) to what differs there.

    OSError when the port is taken.
    """
    with _Server(port, {} if changes is None else changes) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.site
        finally:
            server.shutdown()
            thread.join()
            server.hang_up()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close() waits for the last answers, so that no thread outlives the block

    def __init__(self, port: int, changes: Mapping[tuple[str, str], Change]) -> None:
        self.connections: set[socket.socket] = set()
        super().__init__((_LOOPBACK, port), _Handler)
        self.site = SampleSite(self.server_port)
        self.changes = changes

    def hang_up(self) -> None:
        """Ends connections that clients keep alive; otherwise server_close() would wait for them."""
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the client was faster


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes; the second would wait for the first one's receipt
    timeout = 30

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        super().finish()

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True  # a client that hangs up early is its own business

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        change = self.server.changes.get((host, self.path))
        if isinstance(change, tuple):
            reply = Answer(*change)
            self.close_connection = True
        else:
            healthy = answer(host, self.path)
            reply = self._negotiate(change(healthy) if change else healthy)
        self.server.site.requests.append(Served(self.command, host, self.path, reply.status))
        self._send(reply)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks up

    def log_message(self, *_: object) -> None:
        """Silence: a run's own report says what was requested."""

    def _negotiate(self, reply: Answer) -> Answer:
        """ETag and Last-Modified against the request's conditions (RFC 9110, 13.2.2), then gzip where it is accepted."""
        if reply.status != 200:
            return reply
        digest = hashlib.sha256(reply.body).hexdigest()[:32]
        zipped = "gzip" in (self.headers.get("Accept-Encoding") or "").lower()
        headers = {**reply.headers, "ETag": f'"{digest}{"-gzip" if zipped else ""}"', "Vary": "Accept-Encoding"}
        if self._is_known(digest, reply.headers.get("Last-Modified")):
            return Answer(304, {name: value for name, value in headers.items() if name != "Content-Type"}, b"")
        if zipped:
            body = gzip.compress(reply.body, compresslevel=6, mtime=0)
            return replace(reply, headers={**headers, "Content-Encoding": "gzip"}, body=body)
        return replace(reply, headers=headers)

    def _is_known(self, digest: str, last_modified: str | None) -> bool:
        known = self.headers.get("If-None-Match")
        if known is not None:
            return known.strip() == "*" or digest in known
        since = self.headers.get("If-Modified-Since")
        if since is None or last_modified is None:
            return False
        try:
            return parsedate_to_datetime(last_modified) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False  # a condition that is no date is ignored

    def _send(self, reply: Answer) -> None:
        # No Server and Date headers: what is sent is the same in every run.
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 304 and "Content-Length" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)
