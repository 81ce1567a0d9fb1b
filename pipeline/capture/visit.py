"""One visit to one agency's site: which releases there are, what of each is new; and what came of it, in numbers and sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from pipeline.agencies import Agency
from pipeline.capture.archive import Archive
from pipeline.capture.attachments import read_attachments
from pipeline.capture.client import Answer, Client
from pipeline.capture.discovery import Discovery, Reading
from pipeline.capture.exchange import find_header
from pipeline.capture.limits import LIMITS, Limits
from pipeline.capture.memory import Memory
from pipeline.capture.pace import Pace
from pipeline.capture.site import Progress, Site
from pipeline.capture.transport import Transport
from pipeline.capture.wayback import Replays, as_visited
from pipeline.capture.writer import ArchiveWriter
from pipeline.clock import Clock

_MOST_ERRORS = 50

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What came of a visit. `errors` are sentences. `complete` is False when a later visit could bring what this one did not.

    requested: HTTP requests, retries included. listed: releases found in the index pages that were read, each once;
    links_per_page: how many each page lists, in the order they were read. All others count
    addresses of releases: not_modified: 304, or the same bytes. new: never answered with content before. changed: other bytes
    than the last ones. gone: 404 or 410. quarantined: no content although the status says so; what cannot be decoded comes
    later. unasked: left for the next run.
    """

    agency_id: str
    requested: int = 0
    not_modified: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    quarantined: int = 0
    refused_by_robots: int = 0
    failed: int = 0
    unasked: int = 0
    listed: int = 0
    links_per_page: tuple[int, ...] = ()
    errors: tuple[str, ...] = ()
    complete: bool = True


def visit_agency(
    agency: Agency,
    archive: Archive,
    run_id: str,
    clock: Clock,
    *,
    connect_to: Mapping[str, tuple[str, int]] | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    limits: Limits = LIMITS,
    pace: Pace | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Visit:
    """Fetch what is new at an agency's site into the archive. What the network does never raises: it becomes errors.

    `connect_to` sends requests for a host to another (address, port), as `curl --connect-to` does. `pace` is shared by the
    visits of a run. `since`, `until`: read the index beyond known ground, for releases published in between. MachineError
    when the archive cannot be written.
    """
    assert agency.captured, "only agencies with capture rules are visited"
    visited = as_visited(agency)
    transport = Transport(visited, connect_to or {}, limits, clock)
    try:
        with ArchiveWriter(archive, agency.agency_id, run_id, clock) as writer:
            memory = Memory(archive, agency.agency_id)
            pace = pace or Pace(clock, limits.pause_seconds_at_most)
            client = Client(visited, transport, memory, writer, pace, clock, limits)
            site = Site(visited, client, limits, progress)
            visitor = _Visitor(agency, archive, site, memory, writer, clock)
            return visitor.replays(since, until) if agency.index is None else visitor.visit(since, until)
    finally:
        transport.close()


@dataclass
class _Visitor:
    agency: Agency
    archive: Archive
    site: Site
    memory: Memory
    writer: ArchiveWriter
    clock: Clock
    errors: dict[str, None] = field(default_factory=dict)
    complete: bool = True
    unasked: int = 0

    def visit(self, since: date | None, until: date | None) -> Visit:
        assert self.agency.index is not None
        reading = Discovery(self.agency, self.site, self.memory, self.clock, since, until).read()
        self.errors.update(dict.fromkeys(reading.problems))
        self.complete = reading.sound
        if reading.pages:
            # Recorded before anything listed is asked for: whatever ends the visit, the next one knows what is left.
            self.writer.record_listing(
                self.agency.index.url,
                reading.listing(self.memory).to_json(),
                "sample" if self.agency.synthetic else "live",
            )
        self._left_attachments()
        if not self._take_from_index(reading):
            agenda = self._agenda(reading)
            self._each(list(agenda), lambda url: self._release(url, agenda[url]), lambda url: url)
        return self._report(len(reading.listed) + len(reading.late), reading.links_per_page)

    def replays(self, since: date | None, until: date | None) -> Visit:
        """What the Wayback Machine holds of the site."""
        replays = Replays(self.agency, self.site, self.memory)
        found = replays.find(since, until)
        self.errors.update(dict.fromkeys(replays.problems))
        self.complete = not replays.problems
        self._each([versions for versions in found if not replays.is_held(versions)], replays.fetch, lambda v: v[0].url)
        return self._report(len(found), replays.links_per_page)

    def _take_from_index(self, reading: Reading) -> bool:
        """Releases that the index holds whole; whether this is an agency whose index does."""
        for url, item in (reading.listed | reading.late).items():
            if item.content is None:
                continue
            if self.site.client.take(url, item.content, reading.sources[url]) in ("new", "changed"):
                self._attachments(url, item.content, "application/json")
        return self.agency.page is not None and self.agency.page.in_listing

    def _agenda(self, reading: Reading) -> dict[str, bool]:
        """The addresses to ask for, each with whether conditionally: what is new, what is in question, what is recent."""
        memory, now = self.memory, self.clock.now()
        tonight = [*reading.listed, *reading.late]
        agenda = {url: False for url in (*tonight, *memory.pending()) if url not in memory.answered}
        agenda |= {url: True for url in memory.in_question() if url in tonight or memory.is_due(url, now)}
        agenda |= dict.fromkeys(reading.moved(memory), True)
        agenda |= {url: True for url in memory.recent(now, self.agency.window.recheck_days) if url not in agenda}
        return agenda

    def _each(self, work: list[T], ask: Callable[[T], Answer], address: Callable[[T], str]) -> None:
        """Ask for one after the other until the work is done or the visit has ended."""
        for number, item in enumerate(work):
            self.site.tell("release", number, len(work), address(item))
            answer = ask(item)
            if answer.news == "unasked":
                self.unasked = len(work) - number
                break
            self._say(answer)
        self.site.tell("release", len(work) - self.unasked, len(work), "")

    def _release(self, url: str, conditional: bool) -> Answer:
        answer = self.site.get(url, "release", conditional)
        if answer.news in ("new", "changed") and answer.body:
            self._attachments(answer.url, answer.body, answer.content_type)
        return answer

    def _attachments(self, url: str, body: bytes, content_type: str) -> None:
        for link in read_attachments(body, content_type, self.agency, url):
            if link not in self.memory.attached:
                self.site.tell("attachment", 0, None, link)
                answer = self.site.get(link, "attachment")
                if answer.news != "unasked":
                    self._say(answer)

    def _left_attachments(self) -> None:
        """Those that an earlier run did not come to, or did not get: the next night, then after pauses that double."""
        if not (self.agency.page and self.agency.page.attachments):
            return
        for capture in self.memory.reopened:
            payload = self.archive.read(capture)
            self._attachments(capture.url, payload.body, find_header(payload.headers, "Content-Type") or "")

    def _say(self, answer: Answer) -> None:
        if answer.problem:
            self.errors[answer.problem] = None
            # The server's word that a page is gone is an answer; a later visit would bring no other.
            self.complete = self.complete and answer.news == "gone"

    def _report(self, listed: int, links_per_page: list[int]) -> Visit:
        client = self.site.client
        errors = list(self.errors)
        if client.stopped:
            self.complete = False
            errors.insert(0, f"The visit ended early: {client.stopped} Left for the next run: {self.unasked} releases.")
        if len(errors) > _MOST_ERRORS:
            errors[_MOST_ERRORS:] = [f"And {len(errors) - _MOST_ERRORS} more of the kind."]
        counts = [*client.outcomes.values()]
        return Visit(
            agency_id=self.agency.agency_id,
            requested=client.requested,
            not_modified=counts.count("not_modified"),
            new=counts.count("new"),
            changed=counts.count("changed"),
            gone=counts.count("gone"),
            quarantined=counts.count("not_content"),
            refused_by_robots=counts.count("refused"),
            failed=counts.count("failed"),
            unasked=self.unasked,
            listed=listed,
            links_per_page=tuple(links_per_page),
            errors=tuple(errors),
            complete=self.complete,
        )
