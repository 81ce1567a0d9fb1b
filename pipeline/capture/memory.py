"""What the archive remembers of an agency's site when a visit begins: contents, listings, and pages in question."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from pipeline.capture.archive import Archive
from pipeline.capture.entry import Entry
from pipeline.clock import jakarta_date
from pipeline.model import Capture

Ground = Literal["reached", "end", "horizon", "cut"]
"""How a reading of the index ended: at known releases, at its end, at a date that was asked for, or before any of these."""

Place = tuple[int, str]
"""An index page: how many lie above it, and its address."""
TOP: Place = (0, "")

_UNDATED_RECENT = 60
"""Where an index shows no dates, this many of the newest listed count as recent."""
_LONGEST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Known:
    """The newest good capture with bytes of an address, and the validators that the server last gave for them."""

    capture: Capture
    etag: str | None
    last_modified: str | None


@dataclass(slots=True)
class _Asked:
    """How an address has answered since it last answered with content: the days (in Jakarta) on which it did not."""

    bad_days: list[date] = field(default_factory=list)
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What one reading of the index brought that no earlier one had: addresses, newest first, with dates where shown.

    `late`: not at the index's head: found on older pages that were read again, or known and with another day now.
    `resume`: where a reading that was cut may go on: the last page but one, as how many lie above it and its address. All that
    those list is listed.
    """

    ground: Ground
    listed: tuple[tuple[str, date | None], ...]
    late: tuple[tuple[str, date | None], ...] = ()
    pages: int = 0
    resume: Place = TOP

    def to_json(self) -> bytes:
        def rows(items: Iterable[tuple[str, date | None]]) -> list[list[str | None]]:
            return [[url, day.isoformat() if day else None] for url, day in items]

        return json.dumps(
            {
                "ground": self.ground,
                "pages": self.pages,
                "listed": rows(self.listed),
                "late": rows(self.late),
                "resume": self.resume,
            },
            separators=(",", ":"),
        ).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Listing":
        def rows(items: list[list[Any]]) -> tuple[tuple[str, date | None], ...]:
            return tuple((url, date.fromisoformat(day) if day else None) for url, day in items)

        document = json.loads(data)
        above, url = document.get("resume", TOP)
        return cls(
            document["ground"], rows(document["listed"]), rows(document["late"]), document["pages"], (above, url)
        )


class Memory:
    """Made from the archive alone.

    known: contents by address. answered: addresses of releases that were ever answered for. listed: every release ever listed,
    newest first. ground: those of them at which a reading of the index may stop. resume: where one that was cut goes on.
    reopened: contents that the last run brought, and those 2, 4, 8, 16 ... runs ago: files that belong to them may be missing still.
    """

    def __init__(self, archive: Archive, agency_id: str) -> None:
        entries = archive.entries(agency_id)
        self.known = _known(entries)
        self.answered = {entry.capture.url for entry in entries if entry.role in ("release", "redirect")}
        self.index_read = {entry.capture.url: entry.capture.fetched_at for entry in entries if entry.role == "index"}
        self.attached = {entry.capture.url for entry in entries if entry.role == "attachment" and entry.good}
        runs = sorted({entry.capture.warc_file for entry in entries}, reverse=True)
        reopened = {file for ago, file in enumerate(runs, start=1) if ago.bit_count() == 1}
        self.reopened = [
            entry.capture
            for entry in entries
            if entry.capture.warc_file in reopened
            and entry.role == "release"
            and entry.good
            and not entry.capture.revisit_of
        ]
        self._asked = _asked(entries)
        self.listed: dict[str, date | None] = {}
        self.ground: set[str] = set()
        self.resume = TOP
        head: list[tuple[str, date | None]] = []
        tail: list[tuple[str, date | None]] = []
        waiting: set[str] = set()
        gap = False
        for entry in entries:
            if entry.role != "listing":
                continue
            listing = Listing.from_json(archive.read(entry.capture).raw)
            head[:0] = listing.listed
            tail += listing.late
            waiting |= {url for url, _ in (*listing.listed, *listing.late)}
            # What lies above a gap is no ground to stop at, until a reading has passed below the gap.
            if listing.ground in ("reached", "end") or (listing.ground == "horizon" and not gap):
                self.ground |= waiting
                waiting, gap = set(), False
            elif listing.ground == "cut":
                gap = True
            if listing.ground != "horizon":
                self.resume = listing.resume
        self.listed = dict((*head, *tail))

    def head(self, count: int) -> list[str]:
        """The newest listed releases that are not missing."""
        return [url for url in self.listed if not self._missing(url)][:count]

    def pending(self) -> list[str]:
        """Listed, and never answered for."""
        return [url for url in self.listed if url not in self.answered]

    def recent(self, now: datetime, days: int) -> list[str]:
        """Releases whose content is known and that were published within the last `days`, as far as the index shows dates."""
        since = jakarta_date(now) - timedelta(days=days)
        return [
            url
            for place, (url, day) in enumerate(self.listed.items())
            if not self._in_question(url) and (day >= since if day else days > 0 and place < _UNDATED_RECENT)
        ]

    def in_question(self) -> list[str]:
        """Addresses whose newest answer was no content."""
        return [url for url in self._asked if self._in_question(url)]

    def is_due(self, url: str, now: datetime) -> bool:
        """Whether an address in question is asked again: the next day, then after pauses that double, up to 30 days."""
        bad_days = self._asked[url].bad_days
        return jakarta_date(now) - bad_days[-1] >= timedelta(days=min(2 ** (len(bad_days) - 1), _LONGEST_DAYS))

    def _in_question(self, url: str) -> bool:
        return url in self._asked and bool(self._asked[url].bad_days)

    def _missing(self, url: str) -> bool:
        return url in self._asked and self._asked[url].missing


def _known(entries: list[Entry]) -> dict[str, Known]:
    """Entries come oldest first. A 304 may repeat the validators, and need not."""
    captures = {entry.capture.capture_id: entry.capture for entry in entries}
    known: dict[str, Known] = {}
    for entry in entries:
        capture = entry.capture
        held = captures.get(capture.revisit_of) if capture.revisit_of else capture
        if not entry.good or held is None or entry.role in ("import", "listing"):
            continue
        before = known.get(capture.url) if capture.http_status == 304 else None
        known[capture.url] = Known(
            held,
            capture.etag or (before.etag if before else None),
            capture.last_modified or (before.last_modified if before else None),
        )
    return known


def _asked(entries: list[Entry]) -> dict[str, _Asked]:
    asked: dict[str, _Asked] = {}
    for entry in entries:
        if entry.role not in ("release", "redirect"):
            continue
        state = asked.setdefault(entry.capture.url, _Asked())
        if entry.good or (entry.role == "redirect" and not entry.not_content):
            state.bad_days, state.missing = [], False
            continue
        day = jakarta_date(entry.capture.fetched_at)
        state.missing = entry.capture.http_status in (404, 410)
        if state.bad_days[-1:] != [day]:
            state.bad_days.append(day)
    return asked
