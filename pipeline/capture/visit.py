"""One visit to one agency's site: robots.txt, index pages, release pages; and what came of it, in numbers and sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.agencies import Agency, IndexRules
from pipeline.capture.address import normal, origin
from pipeline.capture.archive import Archive
from pipeline.capture.client import Answer, Client
from pipeline.capture.index_page import UnreadableIndexError, read_index
from pipeline.capture.limits import LIMITS, Limits
from pipeline.capture.robots import Robots, robots_from
from pipeline.capture.transport import Transport
from pipeline.capture.writer import ArchiveWriter
from pipeline.clock import Clock


@dataclass(frozen=True, slots=True)
class Progress:
    """How a visit or an import gets on. `total` is None while it is not known."""

    agency_id: str
    step: Literal["robots", "index", "release", "import"]
    done: int
    total: int | None
    url: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of a visit. `errors` are sentences. `complete` is False when a later visit could bring what this one did not.

    requested: HTTP requests, retries included. listed: releases found in the index. not_modified: 304, or the same bytes.
    new: addresses that never answered with content before. changed: other bytes than the last ones. `quarantined` is
    known only after decoding.
    """

    agency_id: str
    requested: int
    not_modified: int
    new: int
    changed: int
    quarantined: int
    failed: int
    refused_by_robots: int
    listed: int
    errors: tuple[str, ...]
    complete: bool


def visit_agency(
    agency: Agency,
    archive: Archive,
    run_id: str,
    clock: Clock,
    *,
    connect_to: Mapping[str, tuple[str, int]] | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    limits: Limits = LIMITS,
) -> Visit:
    """Fetch what is new at an agency's site into the archive. What the network does never raises: it becomes errors.

    `connect_to` sends requests for a host to another (address, port), as `curl --connect-to` does. MachineError when the
    archive cannot be written.
    """
    assert agency.index is not None, "only agencies with index rules are visited"
    transport = Transport(agency, connect_to or {}, limits, clock)
    try:
        with ArchiveWriter(archive, agency.agency_id, run_id, clock) as writer:
            client = Client(agency, transport, archive, writer, clock, limits)
            return _Visitor(agency, client, progress, limits).visit(agency.index)
    finally:
        transport.close()


@dataclass
class _Visitor:
    agency: Agency
    client: Client
    progress: Callable[[Progress], None]
    limits: Limits
    robots: dict[str, Robots] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    complete: bool = True

    def visit(self, index: IndexRules) -> Visit:
        found = self._index_pages(index)
        self._releases(found)
        return Visit(
            agency_id=self.agency.agency_id,
            requested=self.client.requested,
            not_modified=self.counts.get("not_modified", 0),
            new=self.counts.get("new", 0),
            changed=self.counts.get("changed", 0),
            quarantined=0,
            failed=self.counts.get("failed", 0),
            refused_by_robots=self.counts.get("refused", 0),
            listed=len(found),
            errors=tuple(self.errors),
            complete=self.complete,
        )

    def _index_pages(self, index: IndexRules) -> list[str]:
        """Addresses of releases, in the order of the index, each once. Pages end where one lists nothing new."""
        found: dict[str, None] = {}
        for number in range(index.first_page, index.first_page + index.last_page_limit):
            url = normal(index.url, index.address(number))
            self._tell("index", number - index.first_page, None, url)
            answer = self._get(url, "index")
            if answer.news == "refused":
                self._fail(f"robots.txt does not let us fetch the index page {url}.")
                break
            if answer.status in (404, 410) and number > index.first_page:
                break
            if answer.problem:
                self._fail(f"The index was not read to its end: {answer.problem}")
                break
            try:
                page = read_index(answer.body, "", self.agency, answer.url)
            except UnreadableIndexError as error:
                self._fail(f"{answer.url} cannot be read as an index. {error}")
                break
            for problem in page.problems:
                self._say(problem)
            fresh = [listed.url for listed in page.listed if listed.url not in found]
            if not fresh:
                if number == index.first_page:
                    self._fail(f"The index page {answer.url} lists no release: nothing matches '{index.link}'.")
                break
            found.update(dict.fromkeys(fresh))
            if not index.paged:
                break
        else:
            self._fail(f"The index goes on after {index.last_page_limit} pages, the limit in the agency file.")
        return list(found)

    def _releases(self, found: list[str]) -> None:
        failures_in_a_row = 0
        for number, url in enumerate(found):
            self._tell("release", number, len(found), url)
            answer = self._get(url, "release", conditional=True)
            self.counts[answer.news] = self.counts.get(answer.news, 0) + 1
            if answer.problem:
                self._say(answer.problem)
                # The server's word that a page is gone is an answer; a later visit would bring no other.
                self.complete = self.complete and answer.status in (404, 410)
            failures_in_a_row = failures_in_a_row + 1 if answer.overloaded else 0
            if failures_in_a_row == self.limits.failures_in_a_row and number + 1 < len(found):
                self._fail(
                    f"Gave up after {failures_in_a_row} failures in a row; {len(found) - number - 1} releases were not asked for."
                )
                return
        self._tell("release", len(found), len(found), "")

    def _get(self, url: str, purpose: Literal["index", "release"], conditional: bool = False) -> Answer:
        robots = self._robots(url)
        if robots.refusal:
            return Answer(url, None, b"", "failed", robots.refusal)
        delay = max(self.agency.rate.delay_seconds, robots.delay_seconds)
        return self.client.get(url, purpose, delay, lambda target: self._robots(target).allows(target), conditional)

    def _robots(self, url: str) -> Robots:
        site = origin(url)
        if site not in self.robots:
            address = f"{site}/robots.txt"
            self._tell("robots", 0, 1, address)
            answer = self.client.get(address, "robots", self.agency.rate.delay_seconds, lambda _: True)
            self.robots[site] = robots_from(
                address, answer.status, answer.body, answer.problem, self.limits.pause_seconds_at_most
            )
        return self.robots[site]

    def _tell(self, step: Literal["robots", "index", "release"], done: int, total: int | None, url: str) -> None:
        self.progress(Progress(self.agency.agency_id, step, done, total, url))

    def _say(self, sentence: str) -> None:
        if sentence not in self.errors:
            self.errors.append(sentence)

    def _fail(self, sentence: str) -> None:
        self._say(sentence)
        self.complete = False
