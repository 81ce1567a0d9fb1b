"""One request over the network: requests' own adapter, told where it may connect to, and the caps on what it takes in."""

import http.client
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError

from pipeline.agencies import Agency
from pipeline.capture.connection import Watch, pools
from pipeline.capture.exchange import Exchange, Headers, Truncation
from pipeline.capture.limits import Limits
from pipeline.clock import Clock

ROBOT_NAME = "kotacerdas"
NETWORK_ERRORS = (OSError, HTTPError, http.client.HTTPException, ValueError)
"""All that a hostile server or a broken line may raise; requests' own errors are OSErrors, its InvalidHeader a ValueError."""

_CHUNK_BYTES = 1 << 16


def user_agent(agency: Agency) -> str:
    """Who we are, honestly, and whom to write to where the agency file says so."""
    about = f"+{agency.contact}" if agency.contact else "open data from ministries' press releases"
    return f"{ROBOT_NAME}/{version('kotacerdas')} ({about})"


class _Adapter(HTTPAdapter):
    """requests' own adapter over our own connections."""

    def __init__(self, watch: Watch, *, public_only: bool) -> None:
        self._pools = pools(watch, public_only=public_only)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools


class _ConnectToAdapter(_Adapter):
    """Connects to one named place, whatever the address's host says, as `curl --connect-to` does; TLS still checks the host."""

    def __init__(self, host: str, place: tuple[str, int], watch: Watch) -> None:
        self._host, self._place = host, place
        super().__init__(watch, public_only=False)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        place: Any
        tls: Any
        place, tls = super().build_connection_pool_key_attributes(request, verify, cert)
        place["host"], place["port"] = self._place
        if place["scheme"] == "https":
            tls.update(server_hostname=self._host, assert_hostname=self._host)
        return place, tls


class Transport:
    """Fetches one address, once. Not requests.Session: its redirect look-ahead would read a body before it is archived,

    and cookies, .netrc and proxies of the environment have no place here.
    """

    def __init__(self, agency: Agency, connect_to: Mapping[str, tuple[str, int]], limits: Limits, clock: Clock) -> None:
        self._user_agent, self._limits, self._clock = user_agent(agency), limits, clock
        self._watch = Watch(limits.total_seconds)
        self._public = _Adapter(self._watch, public_only=True)
        self._places = {host: _ConnectToAdapter(host, place, self._watch) for host, place in connect_to.items()}

    def close(self) -> None:
        for adapter in (self._public, *self._places.values()):
            adapter.close()

    def get(self, url: str, conditions: Mapping[str, str]) -> Exchange:
        """What the server answers, body as sent, within the caps. Raises NETWORK_ERRORS when no answer arrives."""
        sent = {
            "Host": urlsplit(url).netloc,
            "User-Agent": self._user_agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "keep-alive",
            **conditions,
        }
        request = requests.Request("GET", url, headers=sent).prepare()
        adapter = self._places.get(urlsplit(url).hostname or "", self._public)
        deadline = self._clock.monotonic() + self._limits.total_seconds
        with self._watch.watching(), self._send(adapter, request) as response:
            raw: urllib3.HTTPResponse = response.raw
            if raw.status < 200:
                adapter.close()  # the answer proper may still come on that line, and must not be taken for the next one's
                raise http.client.BadStatusLine(f"{raw.status} instead of an answer")
            payload, truncated = self._read(raw, deadline)
            headers = _archived_headers(tuple(raw.headers.items()))
            return Exchange(
                url=url,
                request_target=request.path_url,
                request_headers=tuple((str(name), str(value)) for name, value in request.headers.items()),
                fetched_at=self._clock.now(),
                protocol="HTTP/1.0" if raw.version == 10 else "HTTP/1.1",
                status=raw.status,
                reason=raw.reason or "",
                headers=headers,
                payload=payload,
                truncated=truncated or _too_short(raw, payload),
            )

    def _send(self, adapter: HTTPAdapter, request: requests.PreparedRequest) -> requests.Response:
        timeout = (self._limits.connect_seconds, self._limits.read_seconds)
        try:
            return adapter.send(request, stream=True, timeout=timeout, verify=True, proxies={})
        except NETWORK_ERRORS as error:
            if self._watch.hung_up:
                raise TimeoutError(f"no whole answer within {self._limits.total_seconds:g} seconds") from error
            raise

    def _read(self, raw: urllib3.HTTPResponse, deadline: float) -> tuple[bytes, Truncation | None]:
        body = bytearray()
        while True:
            try:
                # read1 returns what has arrived: a server that drips cannot hold a full-chunk read beyond the deadline.
                chunk = raw.read1(_CHUNK_BYTES, decode_content=False)
            except ReadTimeoutError:
                return bytes(body), "time"
            except NETWORK_ERRORS:
                return bytes(body), "time" if self._watch.hung_up else "disconnect"
            if not chunk:
                return bytes(body), "time" if self._watch.hung_up else None
            body += chunk
            if len(body) > self._limits.payload_bytes:
                return bytes(body[: self._limits.payload_bytes]), "length"
            if self._clock.monotonic() > deadline:
                return bytes(body), "time"


def _archived_headers(headers: Headers) -> Headers:
    """The chunks are gone from the payload, so the header that announced them is kept under another name."""
    return tuple(
        ("X-Archive-Orig-Transfer-Encoding" if name.lower() == "transfer-encoding" else name, value)
        for name, value in headers
    )


def _too_short(raw: urllib3.HTTPResponse, payload: bytes) -> Truncation | None:
    stated = raw.headers.get("Content-Length", "")
    if "Transfer-Encoding" in raw.headers or raw.status in (204, 304) or not (stated.isascii() and stated.isdigit()):
        return None
    return "disconnect" if len(payload) < int(stated) else None
