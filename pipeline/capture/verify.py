"""Every record of the archive read again and compared with what it and the indexes say. No network, nothing is changed.

Bytes that say nothing about the content are passed over: the time stamp and the compressor's marks in a gzip header. A WARC file
that was deleted together with its index is missed by nobody, unless revisits point to it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.capture.entry import PREFIX, Entry, entry_of
from pipeline.capture.sidecar import read_sidecar, scan, sidecar_of
from pipeline.capture.warc import DamagedRecordError, Record, from_member, members
from pipeline.errors import ArchiveError
from pipeline.identity import capture_id, sha256_hex


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What is not as it should be: which file, the record's offset in it (None: the file as a whole), and a sentence."""

    warc_file: str
    offset: int | None
    what: str

    def __str__(self) -> str:
        place = "" if self.offset is None else f", record at {self.offset}"
        return f"{self.warc_file}{place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verification:
    """`notes` are sentences on what is no mismatch: files that a run has open, torn ends that were set aside."""

    files: int
    records: int
    captures: int
    payload_bytes: int
    mismatches: tuple[Mismatch, ...]
    notes: tuple[str, ...]


def verify(root: Path, progress: Callable[[str], None] = lambda _: None) -> Verification:
    """Hash all blocks and payloads again, follow all revisits, compare all indexes. ArchiveError when there is no archive."""
    if not root.is_dir():
        raise ArchiveError(f"There is no archive at {root}.", "Name the output folder with --output.")
    mismatches: list[Mismatch] = []
    captures: dict[str, Entry] = {}
    files = records = payload_bytes = 0
    for warc in sorted(root.glob("*/*.warc.gz")):
        name = warc.relative_to(root).as_posix()
        progress(name)
        files += 1
        for found in _records(warc, name):
            if isinstance(found, Mismatch):
                mismatches.append(found)
                continue
            records += 1
            offset, length, record, data = found
            mismatches += [Mismatch(name, offset, what) for what in faults(record, data)]
            try:
                entry = entry_of(record, name, offset, length)
            except DamagedRecordError as error:
                mismatches.append(Mismatch(name, offset, f"{error.reason}."))
                continue
            if entry is not None:
                captures[entry.capture.capture_id] = entry
                payload_bytes += len(record.payload)
        mismatches += _index_faults(warc, name)
    mismatches += _revisit_faults(captures)
    mismatches += [
        Mismatch(index.relative_to(root).as_posix(), None, "it indexes a WARC file that is not there.")
        for index in sorted(root.glob("*/*.warc.gz.cdxj"))
        if not index.with_suffix("").exists()
    ]
    return Verification(files, records, len(captures), payload_bytes, tuple(mismatches), tuple(_notes(root)))


def _records(warc: Path, name: str) -> Iterator[Mismatch | tuple[int, int, Record, bytes]]:
    """The records of a file; after a damaged one, on from the next that the file's index knows."""
    known = sorted(entry.capture.warc_offset for entry in read_sidecar(warc, name) or [])
    start = 0
    while True:
        offset = start
        try:
            with warc.open("rb") as file:
                for offset, length, data in members(file, start):
                    yield offset, length, from_member(data, offset), data
            return
        except DamagedRecordError as error:
            yield Mismatch(name, error.offset, f"{error.reason}.")
            offset = error.offset
        except OSError as error:
            yield Mismatch(name, None, f"it cannot be read: {error.strerror}.")
            return
        later = [place for place in known if place > offset]
        if not later:
            return
        start = later[0]


def faults(record: Record, data: bytes) -> Iterator[str]:
    """Where a record's digests are not those of its bytes; `data` is its unpacked member."""
    block = data.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")
    fields = [("WARC-Block-Digest", block)]
    if record.kind != "revisit":  # whose payload stands elsewhere
        fields.append(("WARC-Payload-Digest", record.payload))
    for name, content in fields:
        stated = record.get(name)
        if stated is None and name == "WARC-Payload-Digest" and record.get(PREFIX + "Capture-ID") is None:
            continue
        found = f"sha256:{sha256_hex(content)}"
        if stated != found:
            yield f"{name} says {stated}, its bytes give {found}."


def _index_faults(warc: Path, name: str) -> Iterator[Mismatch]:
    """An index that is missing or stale is made anew by whoever reads next; one that says something else is a fault."""
    indexed = read_sidecar(warc, name)
    if indexed is None:
        return
    try:
        true = scan(warc, name)
    except ArchiveError:
        return  # named already, by its record
    if sorted(map(repr, indexed)) != sorted(map(repr, true)):
        yield Mismatch(sidecar_of(warc).name, None, f"it says otherwise than {name}: delete it, and it is made anew.")


def _revisit_faults(captures: dict[str, Entry]) -> Iterator[Mismatch]:
    for entry in captures.values():
        capture = entry.capture
        facts = (capture.agency_id, capture.url, capture.fetched_at, capture.payload_sha256)
        what = ""
        if capture.capture_id != (name := capture_id(*facts)):
            what = f"its id is {capture.capture_id}, but its address, time and payload give {name}."
        elif capture.revisit_of is not None:
            held = captures.get(capture.revisit_of)
            if held is None:
                what = f"it confirms capture {capture.revisit_of}, which the archive does not hold."
            elif held.capture.payload_sha256 != capture.payload_sha256:
                what = f"it confirms capture {capture.revisit_of}, which has another payload."
        if what:
            yield Mismatch(capture.warc_file, capture.warc_offset, what)


def _notes(root: Path) -> Iterator[str]:
    for path in sorted(root.glob("*/*.open")):
        yield f"{path.relative_to(root).as_posix()} is being written, or was left open by a killed run: it was not read."
    for path in sorted(root.glob("*/*.torn")):
        yield f"{path.relative_to(root).as_posix()}: {path.stat().st_size:,} bytes of a torn record, set aside."
