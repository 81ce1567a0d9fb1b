"""Upward: releases, the versions of their text, the captures that hold them, and every visit to their addresses."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pipeline.agencies import Registry
from pipeline.audit.fates import Account, account, addresses, numbers_of
from pipeline.audit.proofs import Prover
from pipeline.audit.published import Published
from pipeline.audit.reread import Rereader, Unreadable
from pipeline.audit.trace.history import Shelf
from pipeline.audit.trace.nodes import Capture, History, Release, Version, Visit
from pipeline.capture.entry import Entry
from pipeline.errors import ArchiveError, UsageError
from pipeline.model import Capture as Held
from pipeline.model import ReleaseText
from pipeline.schema import CAPTURES

Row = dict[str, Any]
Saying = Callable[[ReleaseText], tuple[bool, str]]
"""Whether a text says the thing that is traced just as it was published, and what it says there."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The snapshot and the archive behind one trace."""

    prover: Prover
    published: Published
    rereader: Rereader
    registry: Registry
    shelf: Shelf

    def release(self, row: Row) -> Release:
        """With everything: its numbers, its capture, its history, the texts at all its addresses."""
        urls, capture = [row["url"], *addresses(row["other_urls"])], self.capture(row["capture_id"])
        try:
            text = self.rereader.text(row["capture_id"]).text
        except Unreadable:
            text = ""
        return Release(
            row,
            tuple(version for url in urls for version in self._versions(row, url, row["capture_id"])),
            capture,
            tuple(self.prover.release(row, row["capture_id"])),
            numbers_of(self.published, row, text),
            tuple(self.published.rows("corrections", release_id=row["release_id"])),
            self._figures(self._ever_stated(row["release_id"])),
            self.history("press_releases", row),
        )

    def release_of(self, row: Row, capture: Row, saying: Saying) -> Release:
        """As one of its figures needs it: the versions of the text where it was read, each with what it says there."""
        return Release(row, tuple(self._versions(row, capture["url"], capture["capture_id"], saying)))

    def history(self, table: str, row: Row) -> History | None:
        return self.shelf.history(table, row)

    def capture(self, capture_id: str, *, whole: bool = False) -> Capture:
        """`whole`: with the release that it carries and what became of its numbers. UsageError for one that is nowhere."""
        rows = self.published.rows("captures", capture_id=capture_id)
        row = rows[0] if rows else self._indexed(capture_id)
        entries = self.entries(row["agency_id"], row["url"])
        mine = next((entry for entry in entries if entry.capture.capture_id == capture_id), None)
        role = mine.role if mine else ""
        steps = list(self.prover.capture(row)) if rows else []
        waiting = self.published.rows("quarantine", capture_id=capture_id) if whole else []
        if waiting:
            steps += self.prover.quarantined(waiting[0])
        found, about = self._account(row, mine) if whole else (None, "")
        return Capture(
            row,
            bool(rows),
            role,
            about,
            tuple(map(_visit, entries)),
            tuple(steps),
            (found.release,) if found and found.release else (),
            found.numbers if found else (),
            self._figures(each.statement_id for each in found.numbers if each.what != "repeat") if found else (),
            waiting[0] if waiting else None,
            self.history("captures", row) if whole and rows else None,
        )

    def _figures(self, statement_ids: Iterable[str]) -> tuple[tuple[str, History], ...]:
        keys = {name: {"statement_id": name} for name in sorted(set(statement_ids)) if name}
        return tuple(self.shelf.histories("statements", keys).items())

    def _ever_stated(self, release_id: str) -> Iterator[str]:
        """The statements of a release in any of the snapshots at hand; one that cannot be asked says so in their histories."""
        for snapshot in self.shelf.snapshots:
            with suppress(UsageError):
                yield from (row["statement_id"] for row in snapshot.rows("statements", release_id=release_id))

    def entries(self, agency_id: str, url: str) -> list[Entry]:
        """Every visit to the address that the archive holds, oldest first; none where it cannot be asked."""
        if agency_id not in self.registry:  # an id of a snapshot is no name of a folder before that is known
            return []
        try:
            return self.rereader.archive.visits(agency_id, url)
        except ArchiveError:
            return []

    def _versions(self, release: Row, url: str, read: str, saying: Saying | None = None) -> Iterator[Version]:
        """The texts at an address that differ from the one before, as the load stage tells versions apart. `read`: the capture of
        the one that the traced row is read from."""
        before, last = "", ""
        agencies = {release["agency_id"], *(row["agency_id"] for row in self._visits_published(release, url))}
        entries = [entry for agency_id in sorted(agencies) for entry in self.entries(agency_id, url)]
        for entry in entries:
            capture = entry.capture
            wanted = entry.role in ("release", "import") and capture.http_status in (None, 200)
            if not wanted or capture.revisit_of or capture.payload_sha256 == last:
                continue
            last = capture.payload_sha256
            try:
                text = self.rereader.text(capture.capture_id)
            except Unreadable as error:
                yield Version(capture.capture_id, url, capture.fetched_at, "", False, False, "", str(error))
                continue
            if text.text_sha256 != before:
                before = text.text_sha256
                same, says = saying(text) if saying else (before == release["text_sha256"], "")
                is_read = capture.capture_id == read
                yield Version(capture.capture_id, url, capture.fetched_at, before, is_read, same, says)

    def _visits_published(self, release: Row, url: str) -> list[Row]:
        return [] if url == release["url"] else self.published.rows("captures", url=url)

    def _indexed(self, capture_id: str) -> Row:
        """The row of a capture that the snapshot does not have, from the archive's index."""
        try:
            held: Held = self.rereader.archive.find(capture_id)
        except (UsageError, ArchiveError) as error:
            raise UsageError(
                f"Neither snapshot {self.published.version} nor the archive {self.rereader.archive.root} has capture '{capture_id}'.",
                "Ids stand in the first column of the snapshot's data/captures.csv; --archive names another archive.",
            ) from error
        return {column.name: getattr(held, column.name) for column in CAPTURES.columns}

    def _account(self, row: Row, entry: Entry | None) -> tuple[Account | None, str]:
        """What a capture holds, in a sentence, and of a release page what became of its numbers."""
        if entry is not None and entry.role not in ("release", "import"):
            return None, _ROLES[entry.role]
        if entry is not None and entry.not_content:
            return None, f"No release: the answer was taken for '{entry.not_content}' and is kept, not read."
        if row["http_status"] not in (None, 200, 304):
            return None, f"No release: the server answered {row['http_status']}."
        try:
            text = self.rereader.text(row["capture_id"])
        except Unreadable as error:
            return None, f"It cannot be read as a release, and waits for a person: {error}"
        found = account(self.published, self.rereader, text)
        again = " It confirms an earlier capture, whose bytes these are." if row["revisit_of"] else ""
        return found, f"The page of a press release.{again} {found.sentence}"


_ROLES = {
    "robots": "robots.txt: what the site asks programs to leave alone.",
    "index": "An index page: where the site lists its releases.",
    "redirect": "An address that leads to another one.",
    "attachment": "A file that a release links to; it is archived and not read.",
    "listing": "What reading the index came to, as the visit noted it.",
}


def _visit(entry: Entry) -> Visit:
    held = entry.capture
    return Visit(
        held.capture_id,
        held.fetched_at,
        _answer(entry),
        held.http_status,
        held.payload_sha256,
        held.revisit_of,
        held.warc_file,
        held.warc_offset,
    )


def _answer(entry: Entry) -> str:
    status = entry.capture.http_status
    if status is None:
        return "imported from a file"
    if entry.capture.revisit_of:
        return "HTTP 304, not modified" if status == 304 else f"HTTP {status}, the same bytes as before"
    if entry.not_content:
        return f"HTTP {status}, but no content ({entry.not_content})"
    return f"HTTP {status}" + ("" if entry.whole else ", not whole")
