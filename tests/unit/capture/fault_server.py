"""A small HTTP site on 127.0.0.1 that can misbehave in each way that the capture stage has to stand."""

import hashlib
import http.server
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HOST = "ministry.example"


@dataclass
class Reply:
    """What is sent; `length` states another Content-Length than the true one, None none at all, so that the line's end ends it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = -1
    etag: bool = False


Answer = Reply | Callable[[http.server.BaseHTTPRequestHandler], Reply]


@dataclass
class Site:
    """`pages` maps a path with its query to what is answered there, `otherwise` is for all else. `requests` is (path, headers)."""

    pages: dict[str, Answer]
    requests: list[tuple[str, dict[str, str]]]
    address: tuple[str, int]
    otherwise: Answer = field(default_factory=lambda: Reply(status=404))

    @property
    def connect_to(self) -> dict[str, tuple[str, int]]:
        return {HOST: self.address}

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]


@contextmanager
def serve(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    site = Site({}, [], ("", 0))

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = (
            True  # head and body are two writes; the second would wait for the first one's receipt
        )

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

        def do_GET(self) -> None:
            site.requests.append((self.path, dict(self.headers.items())))
            answer = site.pages.get(self.path, site.otherwise)
            with suppress(ConnectionAbortedError):  # raised by a fault that has answered by itself
                self._send(answer if isinstance(answer, Reply) else answer(self))

        def _send(self, reply: Reply) -> None:
            status, body, headers = reply.status, reply.body, {"Content-Type": "text/html", **reply.headers}
            if reply.etag:
                headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
                if self.headers.get("If-None-Match") == headers["ETag"]:
                    status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304 and reply.length is not None:
                self.send_header("Content-Length", str(len(body) if reply.length < 0 else reply.length))
            self.close_connection = reply.length != -1
            self.end_headers()
            self.wfile.write(body)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.handle_error = lambda *_: None  # type: ignore[assignment] # a client that breaks a handshake off is its own business
        site.address = ("127.0.0.1", server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
