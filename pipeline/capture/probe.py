"""Three polite requests to a site, to see whether its agency file still fits: robots.txt, one index page, one release. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.agencies import Agency
from pipeline.capture.archive import Archive
from pipeline.capture.client import Answer, Client
from pipeline.capture.index_page import IndexPage, Listed, UnreadableIndexError, read_index
from pipeline.capture.limits import LIMITS, Limits
from pipeline.capture.memory import Memory
from pipeline.capture.pace import Pace
from pipeline.capture.payload import Payload
from pipeline.capture.site import Site
from pipeline.capture.transport import Transport
from pipeline.capture.wayback import Replays, as_visited
from pipeline.capture.writer import ArchiveWriter
from pipeline.clock import Clock
from pipeline.model import Capture


@dataclass(frozen=True, slots=True)
class Probe:
    """What came back. `index` is None when no index page could be read (or the site is read through a web archive).

    `release` is the first release listed, as decode takes it. `problems` are sentences.
    """

    requested: int
    index: IndexPage | None
    release: tuple[Capture, Payload] | None
    problems: tuple[str, ...]


def probe(
    agency: Agency,
    clock: Clock,
    connect_to: Mapping[str, tuple[str, int]] | None = None,
    limits: Limits = LIMITS,
) -> Probe:
    """Ask once, through the client of a visit: its pace, its caps, its hosts, robots.txt obeyed. Never raises for the network."""
    visited, limits = as_visited(agency), replace(limits, tries=1)
    transport = Transport(visited, connect_to or {}, limits, clock)
    try:
        with TemporaryDirectory() as folder:
            archive = Archive(Path(folder))
            with ArchiveWriter(archive, agency.agency_id, "probe", clock) as writer:
                memory = Memory(archive, agency.agency_id)
                client = Client(
                    visited, transport, memory, writer, Pace(clock, limits.pause_seconds_at_most), clock, limits
                )
                site = Site(visited, client, limits, lambda _: None)
                return _from_index(agency, site) if agency.index else _from_replays(agency, site, memory)
    finally:
        transport.close()


def _from_index(agency: Agency, site: Site) -> Probe:
    assert agency.index is not None
    answer = site.get(agency.index.address(agency.index.first_page), "index")
    if problem := _problem(answer):
        return Probe(site.client.requested, None, None, (problem,))
    try:
        page = read_index(answer.body, answer.content_type, agency, answer.url)
        if not page.listed and page.further and agency.index.kind == "sitemap":
            answer = site.get(page.further[0], "index")
            page = read_index(answer.body, answer.content_type, agency, answer.url)
    except UnreadableIndexError as error:
        return Probe(site.client.requested, None, None, (f"{answer.url}: {error}",))
    if not page.listed:
        return Probe(site.client.requested, page, None, page.problems)
    first = page.listed[0]
    if first.content is not None and answer.capture is not None:
        held = _held(first, answer.capture)
        return Probe(site.client.requested, page, held, page.problems)
    release = site.get(first.url, "release")
    return Probe(site.client.requested, page, _received(release), (*page.problems, *filter(None, [_problem(release)])))


def _from_replays(agency: Agency, site: Site, memory: Memory) -> Probe:
    replays = Replays(agency, site, memory)
    first = replays.first()
    if first is None:
        return Probe(site.client.requested, None, None, tuple(replays.problems) or ("No release is in the archive.",))
    release = replays.fetch([first])
    return Probe(site.client.requested, None, _received(release), tuple(filter(None, [_problem(release)])))


def _problem(answer: Answer) -> str:
    if answer.news == "refused":
        return f"robots.txt does not let us fetch {answer.url}."
    return answer.problem


def _received(answer: Answer) -> tuple[Capture, Payload] | None:
    if answer.capture is None:
        return None
    headers = (("Content-Type", answer.content_type),)
    return answer.capture, Payload(answer.status, headers, answer.body, answer.body)


def _held(listed: Listed, index: Capture) -> tuple[Capture, Payload]:
    """A release that the index holds whole."""
    content = listed.content or b""
    headers = (("Content-Type", "application/json"),)
    return replace(index, url=listed.url), Payload(200, headers, content, content)
