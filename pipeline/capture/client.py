"""The polite client of one visit: throttled, retried within reason, redirects followed by hand, every answer archived first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Literal

from pipeline.agencies import Agency
from pipeline.capture.address import RefusedAddressError, check, normal
from pipeline.capture.archive import Archive
from pipeline.capture.entry import Entry, Role
from pipeline.capture.exchange import REDIRECTS, Exchange
from pipeline.capture.limits import Limits
from pipeline.capture.payload import Payload, read_payload
from pipeline.capture.transport import NETWORK_ERRORS, Transport
from pipeline.capture.writer import ArchiveWriter
from pipeline.clock import Clock
from pipeline.model import Capture

_TRY_AGAIN = frozenset({429, 502, 503, 504})
_PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))

News = Literal["new", "changed", "not_modified", "failed", "refused"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a chain of redirects. `body` is readable content, kept for robots.txt and index pages only.

    `problem` is a sentence, empty when all is well. `overloaded`: no answer at all, or one that asks to come back later.
    """

    url: str
    status: int | None
    body: bytes
    news: News
    problem: str = ""
    overloaded: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """The newest good capture with bytes of an address, and the validators that the server last gave for them."""

    capture: Capture
    etag: str | None
    last_modified: str | None


class Client:
    """Requests of one visit, one at a time, `delay_seconds` apart. `allows` is asked before each address but robots.txt."""

    def __init__(
        self,
        agency: Agency,
        transport: Transport,
        archive: Archive,
        writer: ArchiveWriter,
        clock: Clock,
        limits: Limits,
    ) -> None:
        self._agency, self._transport, self._writer = agency, transport, writer
        self._clock, self._limits = clock, limits
        self._known = _known(archive.entries(agency.agency_id))
        self._answers: dict[str, Answer | str] = {}
        self._free_at = clock.monotonic()
        self.requested = 0

    def get(
        self, url: str, purpose: Role, delay_seconds: float, allows: Callable[[str], bool], conditional: bool = False
    ) -> Answer:
        """Fetch an address, through its redirects. Never raises for what the network does; MachineError for the disk."""
        for _ in range(self._limits.redirects + 1):
            try:
                check(self._agency, url)
            except RefusedAddressError as error:
                return Answer(url, None, b"", "failed", f"Not fetched: {error}")
            if purpose != "robots" and not allows(url):
                return Answer(url, None, b"", "refused")
            # Two addresses that lead to the same page cost one request.
            if url not in self._answers:
                self._answers[url] = self._fetch(url, purpose, delay_seconds, conditional)
            step = self._answers[url]
            if isinstance(step, Answer):
                return step
            url = step
        return Answer(
            url, None, b"", "failed", f"{url} stands at the end of more than {self._limits.redirects} redirects."
        )

    def _fetch(self, url: str, purpose: Role, delay_seconds: float, conditional: bool) -> Answer | str:
        """The answer, or the address that it redirects to."""
        known = self._known.get(url)
        conditions = _conditions(known) if known and conditional else {}
        problem, pause = "", 0.0
        for number in range(self._limits.tries):
            self._wait(max(delay_seconds, pause))
            self.requested += 1
            try:
                exchange = self._transport.get(url, conditions)
            except NETWORK_ERRORS as error:
                problem, asked = f"{url} could not be reached ({_reason(error)}).", None
            else:
                payload = read_payload(
                    exchange.status, exchange.headers, exchange.payload, exchange.truncated, self._limits.body_bytes
                )
                capture = self._writer.record(
                    exchange,
                    purpose,
                    "sample" if self._agency.synthetic else "live",
                    known.capture if known else None,
                    "" if exchange.truncated else payload.problem,
                )
                if exchange.status not in _TRY_AGAIN:
                    return self._judge(exchange, payload, capture, known, keep_body=purpose != "release")
                problem, asked = f"{url} answered {exchange.status}.", exchange.header("Retry-After")
            finally:
                self._free_at = self._clock.monotonic()
            pause = self._retry_pause(number, asked)
            if pause > self._limits.pause_seconds_at_most:
                problem += f" It asks to come back in {pause:.0f} seconds: left for the next run."
                break
        return Answer(url, None, b"", "failed", problem, overloaded=True)

    def _judge(
        self, exchange: Exchange, payload: Payload, capture: Capture, known: _Known | None, keep_body: bool
    ) -> Answer | str:
        url, status = exchange.url, exchange.status
        # Releases are read from the archive later; keeping their bodies would hold a whole site in memory.
        body = payload.body if keep_body else b""
        if status in REDIRECTS and (target := exchange.header("Location")):
            try:
                return normal(url, target)
            except RefusedAddressError as error:
                return Answer(url, status, b"", "failed", f"{url} redirects to nowhere: {error}")
        if payload.truncated:
            return Answer(url, status, b"", "failed", f"{url} is no content: {payload.problem}")
        if status == 304 and capture.revisit_of:
            return Answer(url, 200, b"", "not_modified")
        if status != 200:
            return Answer(url, status, body, "failed", f"{url} answered {status}.")
        news: News = "not_modified" if capture.revisit_of else "changed" if known else "new"
        return Answer(url, status, body, news)

    def _wait(self, seconds: float) -> None:
        left = self._free_at + seconds - self._clock.monotonic()
        if self.requested and left > 0:
            self._clock.sleep(left)

    def _retry_pause(self, tries: int, asked: str | None) -> float:
        """Seconds until the next try: what Retry-After says (seconds or a date), else 2, 4, 8 ... up to 30."""
        backoff = min(2.0 ** (tries + 1), 30.0)
        if asked is None:
            return backoff
        if asked.strip().isascii() and asked.strip().isdigit():
            return max(backoff, float(asked.strip()[:12]))
        try:
            moment = parsedate_to_datetime(asked)
        except ValueError:
            return backoff
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(backoff, (moment - self._clock.now()).total_seconds())


def _known(entries: list[Entry]) -> dict[str, _Known]:
    """Entries come oldest first. A 304 may repeat the validators, and need not."""
    captures = {entry.capture.capture_id: entry.capture for entry in entries}
    known: dict[str, _Known] = {}
    for entry in entries:
        capture = entry.capture
        held = captures.get(capture.revisit_of) if capture.revisit_of else capture
        if not entry.good or held is None or held.http_status != 200:
            continue
        before = known.get(capture.url) if capture.http_status == 304 else None
        known[capture.url] = _Known(
            held,
            capture.etag or (before.etag if before else None),
            capture.last_modified or (before.last_modified if before else None),
        )
    return known


def _conditions(known: _Known) -> Mapping[str, str]:
    """If-None-Match and If-Modified-Since; a validator that is no sound header value is not sent back."""
    pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value.strip() for name, value in pairs.items() if value and set(value) <= _PRINTABLE}


def _reason(error: Exception) -> str:
    """What lies at the bottom of urllib3's nested messages: 'Connection refused', not an object's repr."""
    bottom: BaseException = error
    for _ in range(10):
        inner = getattr(bottom, "reason", None) or bottom.__cause__ or bottom.__context__
        if not isinstance(inner, BaseException):
            break
        bottom = inner
    return getattr(bottom, "strerror", None) or str(bottom).rsplit(": ", 1)[-1][:200] or type(bottom).__name__
