"""An agency file tried on the live site: what of its rules matched, row by row. Three requests, nothing kept."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import sample_ministry
from pipeline.agencies import Agency
from pipeline.capture import IndexPage, Probe, probe
from pipeline.clock import Clock
from pipeline.decode import decode
from pipeline.model import Quarantined, ReleaseText


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked for: whether it is there, and what was seen."""

    what: str
    matched: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial of one agency found. `requested` counts HTTP requests."""

    agency_id: str
    requested: int
    found: tuple[Found, ...]

    @property
    def matched(self) -> bool:
        return all(found.matched for found in self.found)


def try_agency(agency: Agency, clock: Clock) -> Trial:
    """Ask the site (of a synthetic agency: the sample's, served for as long as that takes) and hold the answers against the file."""
    with ExitStack() as stack:
        connect_to: Mapping[str, tuple[str, int]] = {}
        if agency.synthetic:
            connect_to = stack.enter_context(sample_ministry.serve()).connect_to
        seen = probe(agency, clock, connect_to)
    return Trial(agency.agency_id, seen.requested, tuple(_found(agency, seen)))


def _found(agency: Agency, seen: Probe) -> Iterator[Found]:
    for problem in seen.problems:
        yield Found("answer", False, problem)
    if seen.index:
        yield from _index(agency, seen.index)
    if seen.release is None:
        yield Found("release", False, "No release was read.")
        return
    capture, payload = seen.release
    result = decode(capture, payload, agency)
    if isinstance(result, Quarantined):
        yield Found("release", False, f"{result.url}: {result.reason}: {result.detail}")
    else:
        yield from _release(agency, result)


def _index(agency: Agency, page: IndexPage) -> Iterator[Found]:
    rules = agency.index
    assert rules is not None, "an index was read by its rules"
    count = len(page.listed)
    # Where a page may be the last one, it may be short.
    fits = 1 <= count <= rules.links_max and (count >= rules.links_min or rules.kind == "sitemap")
    yield Found("index: releases", fits, f"{count} listed, {rules.links_min} to {rules.links_max} expected")
    for what, rule, having in (
        ("titles", rules.title or rules.kind == "html", [listed.title for listed in page.listed]),
        ("dates", rules.date, [listed.published_on for listed in page.listed]),
    ):
        if rule and count:
            there = sum(value is not None for value in having)
            yield Found(f"index: {what}", there > 0, f"{there} of {count}")
    if rules.last_page:
        yield Found("index: last page", page.last_page is not None, f"{page.last_page or 'not found'}")
    if rules.next:
        yield Found("index: further pages", bool(page.further), f"{len(page.further)} linked")


def _release(agency: Agency, release: ReleaseText) -> Iterator[Found]:
    expect = agency.expect
    yield Found("release: address", True, release.url)
    yield Found("release: title", True, release.title)
    yield Found("release: body", True, f"{len(release.text) - release.body_start:,} characters")
    for what, value, needed in (
        ("date", release.published_on, expect.share_with_date > 0),
        ("number", release.number, expect.share_with_number > 0),
    ):
        yield Found(f"release: {what}", value is not None or not needed, str(value or "none"))
    yield Found("release: files", True, ", ".join(release.attachments) or "none")
