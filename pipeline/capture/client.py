"""The polite client of one visit: paced, retried within reason, redirects followed by hand, every answer archived first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from pipeline.agencies import Agency
from pipeline.capture.address import RefusedAddressError, check, normal
from pipeline.capture.entry import Role
from pipeline.capture.exchange import REDIRECTS, Exchange
from pipeline.capture.limits import Limits
from pipeline.capture.memory import Known, Memory
from pipeline.capture.not_content import Recogniser, is_page
from pipeline.capture.pace import Pace
from pipeline.capture.payload import Payload, read_payload
from pipeline.capture.retry import OVERLOADED, asked_seconds, backoff_seconds, may_retry, reason
from pipeline.capture.transport import NETWORK_ERRORS, Transport
from pipeline.capture.writer import ArchiveWriter
from pipeline.clock import Clock
from pipeline.model import Capture

_PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))

News = Literal["new", "changed", "not_modified", "gone", "not_content", "failed", "refused", "unasked"]
"""What an answer brought. gone: 404 or 410. not_content: a waiting room and its like. refused: by robots.txt.

unasked: the visit had ended before.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a chain of redirects. `problem` is a sentence, empty when all is well."""

    url: str
    status: int | None
    news: News
    problem: str = ""
    body: bytes = b""
    content_type: str = ""
    capture: Capture | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an address is asked for.

    delay_seconds: the least pause before it. allows: asked before each hop. conditional: whether an unchanged page may be
    answered with 304. archived_as: what an answer is recorded as (a replay: as its original).
    """

    purpose: Role
    delay_seconds: float
    allows: Callable[[str], bool]
    conditional: bool = False
    archived_as: Callable[[Exchange], Exchange] = lambda exchange: exchange


@dataclass(frozen=True, slots=True)
class _Redirect:
    """Where an answer points, and the answer's capture."""

    target: str
    capture: Capture


class Client:
    """Requests of one visit, one at a time. `outcomes` is what became of each release's address, redirects resolved.

    `stopped` is empty, or the sentence that says why nothing more is asked for tonight.
    """

    def __init__(
        self,
        agency: Agency,
        transport: Transport,
        memory: Memory,
        writer: ArchiveWriter,
        pace: Pace,
        clock: Clock,
        limits: Limits,
    ) -> None:
        self._agency, self._transport, self._memory, self._writer = agency, transport, memory, writer
        self._pace, self._clock, self._limits = pace, clock, limits
        self._recogniser = Recogniser(agency)
        self._answers: dict[str, Answer | _Redirect] = {}
        self._failures_in_a_row = 0
        self.requested = 0
        self.outcomes: dict[str, News] = {}
        self.stopped = ""

    def get(self, url: str, terms: Terms) -> Answer:
        """Fetch an address, through its redirects. Never raises for what the network does; MachineError for the disk."""
        answer = self._follow(url, terms)
        if terms.purpose == "release":
            self.outcomes.setdefault(answer.url, answer.news)
        return answer

    def take(self, url: str, content: bytes, index: Capture) -> News:
        """A release that the index itself holds: recorded when it is new or changed, never requested."""
        known = self._memory.known.get(url)
        capture = self._writer.record_part(url, content, index, known.capture if known else None)
        news: News = "new" if known is None else "not_modified" if capture is None else "changed"
        return self.outcomes.setdefault(url, news)

    def _follow(self, url: str, terms: Terms) -> Answer:
        last_hop: Capture | None = None
        answer: Answer | None = None
        for _ in range(self._limits.redirects + 1):
            try:
                check(self._agency, url)
            except RefusedAddressError as error:
                answer = Answer(url, None, "failed", f"Not fetched: {error}")
                break
            if not terms.allows(url):
                answer = Answer(url, None, "refused")
                break
            # Two addresses that lead to the same page cost one request; an index page is read anew each time.
            step = self._answers.get(url)
            if step is None:
                step = self._fetch(url, terms, redirected=last_hop is not None)
                if terms.purpose == "release" and isinstance(step, Answer):
                    self.outcomes[step.url] = step.news
                if terms.purpose != "index":
                    # Bodies are for whoever asked first; keeping them would hold a whole site in memory.
                    self._answers[url] = replace(step, body=b"") if isinstance(step, Answer) else step
            if isinstance(step, Answer):
                answer = step
                break
            url, last_hop = step.target, step.capture
        if answer is None:
            problem = f"{url} stands at the end of more than {self._limits.redirects} redirects."
            answer = Answer(url, None, "failed", problem)
        if last_hop is not None and answer.capture is None:
            # Nothing was archived where it leads: without this the address would count as answered for, and be asked no more.
            self._writer.record_judgement(last_hop, "dead_end")
        return answer

    def _fetch(self, url: str, terms: Terms, redirected: bool) -> Answer | _Redirect:
        """The answer, or the address that it redirects to."""
        known = self._memory.known.get(url)
        conditions = _conditions(known) if known and terms.conditional else {}
        host, problem = urlsplit(url).netloc, ""
        for number in range(self._limits.tries):
            if not self.stopped and self.requested >= self._agency.rate.requests_per_night:
                self.stopped = f"The night's budget of {self._agency.rate.requests_per_night:,} requests is used up."
            if self.stopped:
                return Answer(url, None, "unasked")
            self._pace.wait(host, terms.delay_seconds)
            self.requested += 1
            began = self._clock.monotonic()
            pause = backoff_seconds(number, f"{self._writer.run_id} {url}")
            try:
                exchange = self._transport.get(url, conditions)
            except NETWORK_ERRORS as error:
                self._pace.answered(host, self._clock.monotonic() - began, good=False)
                problem = f"{url} could not be reached ({reason(error)})."
                if not may_retry(error):
                    break
            else:
                self._pace.answered(host, self._clock.monotonic() - began, good=exchange.status < 400)
                exchange = terms.archived_as(exchange)
                capture = self._writer.record(
                    exchange, terms.purpose, self._source_kind(exchange), known.capture if known else None
                )
                if exchange.status not in OVERLOADED:
                    self._failures_in_a_row = 0
                    return self._judge(exchange, capture, known, terms.purpose, redirected)
                problem = f"{url} answered {exchange.status}."
                pause = max(pause, asked_seconds(exchange.header("Retry-After"), self._clock.now()))
                if pause > self._limits.pause_seconds_at_most:
                    self.stopped = f"{problem} It asks to come back in {pause:.0f} seconds."
                    return Answer(url, None, "failed", problem)
            self._pace.hold(host, pause)
        self._failures_in_a_row += 1
        if self._failures_in_a_row == self._limits.failures_in_a_row:
            self.stopped = f"{self._failures_in_a_row} addresses in a row did not answer."
        return Answer(url, None, "failed", problem)

    def _source_kind(self, exchange: Exchange) -> Literal["live", "archive", "sample"]:
        if exchange.replayed:
            return "archive"
        return "sample" if self._agency.synthetic else "live"

    def _judge(
        self, exchange: Exchange, capture: Capture, known: Known | None, purpose: Role, redirected: bool
    ) -> Answer | _Redirect:
        url, status = exchange.url, exchange.status
        if status in REDIRECTS:
            target = exchange.header("Location")
            try:
                if target:
                    return _Redirect(normal(url, _as_sent(target)), capture)
                problem = f"{url} answered {status} without saying where to."
            except RefusedAddressError as error:
                problem = f"{url} redirects to nowhere: {error}"
            self._writer.record_judgement(capture, "dead_end")
            return Answer(url, status, "failed", problem, capture=capture)
        payload = read_payload(status, exchange.headers, exchange.payload, exchange.truncated, self._limits.body_bytes)
        answer = Answer(url, status, "failed", "", payload.body, exchange.header("Content-Type") or "", capture)
        if payload.truncated:
            if not exchange.truncated:
                self._writer.record_judgement(capture, "truncated")
            return replace(answer, problem=f"{url} is no content: {payload.problem}")
        if status in (200, 304) and purpose == "release" and redirected and self._recogniser.is_front(url):
            self._writer.record_judgement(capture, "soft_404")
            return replace(answer, news="not_content", problem=f"{url} is no release: soft 404.")
        if status == 304 and capture.revisit_of:
            return replace(answer, status=200, news="not_modified")
        if status in (404, 410) and purpose == "release":
            return replace(answer, news="gone" if self._agency.index else "failed", problem=f"{url} answered {status}.")
        if status != 200:
            return replace(answer, problem=f"{url} answered {status}.")
        if capture.revisit_of:
            return replace(answer, news="not_modified")
        if purpose == "attachment" and is_page(answer.content_type):
            self._writer.record_judgement(capture, "media_type")
            return replace(answer, news="not_content", problem=f"{url} is a page where a file was expected.")
        if purpose == "release" and (why := self._not_content(payload, capture, known)):
            return replace(answer, news="not_content", problem=f"{url} is no release: {why}.")
        return replace(answer, news="new" if known is None else "changed")

    def _not_content(self, payload: Payload, capture: Capture, known: Known | None) -> str:
        """Why the page is no release, judged after it was archived. The judgement may fall on earlier pages of the visit too."""
        why = ""
        for condemned, code in self._recogniser.judge(payload, capture, known is not None):
            self._writer.record_judgement(condemned, code)
            if condemned.url in self.outcomes:
                self.outcomes[condemned.url] = "not_content"
            why = code.replace("_", " ") if condemned == capture else why
        return why


def _as_sent(header: str) -> str:
    """A header value that came as raw UTF-8, which http.client reads as Latin-1; any other as it is."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _conditions(known: Known) -> Mapping[str, str]:
    """If-None-Match and If-Modified-Since; a validator that is no sound header value is not sent back."""
    pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value.strip() for name, value in pairs.items() if value and set(value) <= _PRINTABLE}
