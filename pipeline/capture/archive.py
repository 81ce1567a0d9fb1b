"""The reading side of the archive: which captures there are, and their bytes, verified each time they are read."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pipeline.capture.entry import PREFIX, Entry, Role
from pipeline.capture.payload import Payload, read_payload
from pipeline.capture.recovery import Recovered, recover
from pipeline.capture.sidecar import RESTORE, read_sidecar, scan, write_sidecar
from pipeline.capture.warc import DamagedRecordError, Record, from_member, members
from pipeline.errors import ArchiveError, UsageError
from pipeline.identity import sha256_hex
from pipeline.model import Capture


class Archive:
    """WARC files below `root`, `<agency>/<agency>-<run>.warc.gz`. Files still being written (`.open`) are not read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._cache: dict[Path, tuple[tuple[int, int], list[Entry]]] = {}
        self._by_id: dict[str, Capture] = {}

    def captures(self, agency_id: str | None = None) -> list[Capture]:
        """All captures, oldest first. ArchiveError when a WARC file without a sound index cannot be read."""
        return [entry.capture for entry in self.entries(agency_id) if entry.role != "listing"]

    def releases(self, agency_id: str | None = None) -> list[Capture]:
        """Captures that were made to get a release: fetched pages and imports, whatever their status, revisits too."""
        return [entry.capture for entry in self.entries(agency_id) if entry.role in ("release", "import")]

    def visits(self, agency_id: str, url: str) -> list[Entry]:
        """What the index says of one address, oldest first, without reading what it says of the others. `find` knows them then."""
        found = [entry for warc in self._files(agency_id) for entry in self._of_address(warc, url)]
        self._by_id |= {entry.capture.capture_id: entry.capture for entry in found}
        return sorted(found, key=_order)

    def roles(self) -> dict[str, Role]:
        """Why each capture was made, by capture id."""
        return {entry.capture.capture_id: entry.role for entry in self.entries()}

    def judgements(self, agency_id: str) -> dict[str, str]:
        """What captures of the agency turned out to be instead of content, by capture id: the codes of docs/operations.md."""
        return {e.capture.capture_id: e.not_content for e in self.entries(agency_id) if e.not_content}

    def entry(self, capture_id: str) -> Entry:
        """What the index says of a capture. UsageError when the archive does not hold it."""
        capture = self.find(capture_id)
        return next(e for e in self.entries(capture.agency_id) if e.capture.capture_id == capture_id)

    def find(self, capture_id: str) -> Capture:
        # A capture never leaves the archive, so the index is read again only for an id that it does not hold yet.
        if capture_id not in self._by_id:
            self._by_id = {entry.capture.capture_id: entry.capture for entry in self.entries()}
        if capture_id in self._by_id:
            return self._by_id[capture_id]
        raise UsageError(
            f"The archive holds no capture '{capture_id}'.", "Look its id up in the captures table of the snapshot."
        )

    def entries(self, agency_id: str | None = None) -> list[Entry]:
        """The index of the whole archive or of one agency, in order of time, file and offset."""
        found = [entry for warc in self._files(agency_id) for entry in self._of_file(warc)]
        return sorted(found, key=_order)

    def read(self, capture: Capture) -> Payload:
        """The capture's payload; for a revisit, that of the capture it confirms.

        ArchiveError when the bytes are not what the record and the index say.
        """
        held = capture if capture.revisit_of is None else self._confirmed(capture)
        record = self._record(held)
        expected, found = held.payload_sha256, sha256_hex(record.payload)
        stated = (record.get("WARC-Payload-Digest") or "").removeprefix("sha256:")
        if not expected == found == stated == capture.payload_sha256:
            raise ArchiveError(
                f"{held.warc_file}, record at {held.warc_offset}: the payload's SHA-256 should be {expected} "
                f"(the record says {stated}), but its bytes give {found}.",
                RESTORE,
            )
        if record.kind not in ("response", "revisit"):
            return read_payload(None, (("Content-Type", record.get("Content-Type") or ""),), record.payload)
        truncated = record.get("WARC-Truncated")
        return read_payload(held.http_status, record.http_headers, record.payload, truncated)

    def records(self, capture: Capture) -> list[Record]:
        """The capture's record and, where it was fetched, its request's, which follows it."""
        found = [self._record(capture)]
        with (self.root / capture.warc_file).open("rb") as file:
            for number, (offset, _, data) in enumerate(members(file, capture.warc_offset)):
                record = from_member(data, offset)
                if number == 1 and record.get("WARC-Concurrent-To") == found[0].get("WARC-Record-ID"):
                    found.append(record)
                if number == 1:
                    break
        return found

    def recover(self) -> list[Recovered]:
        """Close the files that a killed run left open: whole records are kept, a torn last one is set aside and reported."""
        return [report for path in sorted(self.root.glob("*/*.warc.gz.open")) if (report := recover(self.root, path))]

    def _confirmed(self, capture: Capture) -> Capture:
        try:
            return self.find(str(capture.revisit_of))
        except UsageError as error:
            raise ArchiveError(
                f"{capture.warc_file}, record at {capture.warc_offset}: it confirms capture {capture.revisit_of}, "
                "which the archive does not hold.",
                RESTORE,
            ) from error

    def _record(self, capture: Capture) -> Record:
        """The capture's record, whose own fields name the same capture."""
        path = self.root / capture.warc_file
        try:
            with path.open("rb") as file:
                offset, _, data = next(members(file, capture.warc_offset))
                record = from_member(data, offset)
        except OSError as error:
            raise ArchiveError(f"{capture.warc_file} cannot be read: {error.strerror}.", RESTORE) from error
        except DamagedRecordError as error:
            raise ArchiveError(
                f"{capture.warc_file}, record at {capture.warc_offset}: {error.reason}; expected the payload with "
                f"SHA-256 {capture.payload_sha256}.",
                RESTORE,
            ) from error
        except StopIteration:
            raise ArchiveError(
                f"{capture.warc_file} has no record at {capture.warc_offset}: it ends before.", RESTORE
            ) from None
        if (found := record.get(PREFIX + "Capture-ID")) != capture.capture_id:
            raise ArchiveError(
                f"{capture.warc_file}, record at {capture.warc_offset}: expected capture {capture.capture_id}, found {found}.",
                RESTORE,
            )
        return record

    def _files(self, agency_id: str | None) -> Iterator[Path]:
        folder = agency_id or "*"
        warcs = set(self.root.glob(f"{folder}/*.warc.gz"))
        for sidecar in self.root.glob(f"{folder}/*.warc.gz.cdxj"):
            if sidecar.with_suffix("") not in warcs:
                raise ArchiveError(
                    f"{sidecar.name} indexes a WARC file that is not there.",
                    "Put the WARC file back from a backup, or delete the index too if the file was removed on purpose.",
                )
        yield from sorted(warcs)

    def _of_address(self, warc: Path, url: str) -> list[Entry]:
        name = warc.relative_to(self.root).as_posix()
        entries = None if warc in self._cache else read_sidecar(warc, name, url)
        return [entry for entry in self._of_file(warc) if entry.capture.url == url] if entries is None else entries

    def _of_file(self, warc: Path) -> list[Entry]:
        stamp = _stamp(warc)
        if warc not in self._cache or self._cache[warc][0] != stamp:
            name = warc.relative_to(self.root).as_posix()
            entries = read_sidecar(warc, name)
            if entries is None:
                entries = scan(warc, name)
                # A reader of a read-only copy needs no index on disk: it was just made in memory.
                with suppress(OSError):
                    write_sidecar(warc, entries)
                stamp = _stamp(warc)
            self._cache[warc] = (stamp, entries)
        return self._cache[warc][1]


def _order(entry: Entry) -> tuple[datetime, str, int]:
    return entry.capture.fetched_at, entry.capture.warc_file, entry.capture.warc_offset


def _stamp(warc: Path) -> tuple[int, int]:
    status = warc.stat()
    return status.st_size, status.st_mtime_ns
