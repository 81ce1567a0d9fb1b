"""That nothing was dropped: each capture of the archive that a snapshot should know is in it, and each release that one carries."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from pipeline.agencies import Registry
from pipeline.audit.fates import addresses
from pipeline.audit.published import Published
from pipeline.audit.verify.report import Checked, found
from pipeline.capture import Archive
from pipeline.capture.entry import Entry
from pipeline.capture.sidecar import scan

_RUN = re.compile(r"-(\d{8}T\d{6}Z)(?:-\d+)?\.warc\.gz$")


def verify_nothing_dropped(published: Published, archive: Archive, registry: Registry) -> Checked:
    """By the records of the WARC files: an index that lies beside them could leave some out. Captures of runs that began after the snapshot's newest capture are not its matter, nor is the sample
    beside real releases."""
    known = set(published.column("captures", "capture_id"))
    files = set(published.column("captures", "warc_file"))
    as_of = datetime.fromisoformat(str(published.package["created"]))
    told = set(published.column("agencies", "agency_id"))
    kind = {agency.agency_id for agency in registry.values() if agency.synthetic is published.package.get("synthetic")}
    entries = [
        entry
        for entry in _recorded(archive)
        if entry.role != "listing"
        and entry.capture.agency_id in told | kind
        and (entry.capture.warc_file in files or _began(entry) <= as_of)
    ]
    findings = [
        f"capture {entry.capture.capture_id} of {entry.capture.url} is in {entry.capture.warc_file}, and not in the snapshot."
        for entry in entries
        if entry.capture.capture_id not in known
    ]
    held, released = _addresses_of(entries), _addresses_published(published)
    unchecked = "" if published.has("quarantine") else "This schema does not publish which pages wait for a person."
    lost = sorted(held - released) if not unchecked else []
    findings += [f"{url} answered with a page, which is neither a release nor waits for a person." for url in lost]
    return found(
        "nothing_dropped",
        "captures of the archive, all of them in the snapshot, and the pages they brought",
        len(entries) - len(findings),
        findings,
        unchecked,
    )


def _recorded(archive: Archive) -> Iterator[Entry]:
    for warc in sorted(archive.root.glob("*/*.warc.gz")):
        yield from scan(warc, warc.relative_to(archive.root).as_posix())


def _addresses_of(entries: list[Entry]) -> set[str]:
    """Those that were asked for as a release, and answered with something to read."""
    return {
        entry.capture.url
        for entry in entries
        if entry.role in ("release", "import") and entry.capture.http_status in (None, 200)
    }


def _addresses_published(published: Published) -> set[str]:
    return set(_of_rows(published))


def _of_rows(published: Published) -> Iterator[str]:
    yield from published.column("press_releases", "url")
    for others in published.column("press_releases", "other_urls"):
        yield from addresses(others)
    if published.has("quarantine"):
        yield from published.column("quarantine", "url")


def _began(entry: Entry) -> datetime:
    """When the run began that brought it, as the file's name says; of a file that is named otherwise, when the capture was made."""
    match = _RUN.search(entry.capture.warc_file)
    if match is None:
        return entry.capture.fetched_at
    return datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
