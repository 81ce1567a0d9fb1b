"""The WARC files that a snapshot's captures stand in, read whole: every record's digests, and that each capture is where it is said to be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.capture.entry import Entry, entry_of
from pipeline.capture.verify import faults
from pipeline.capture.warc import DamagedRecordError, from_member, members
from pipeline.publish.checksums import is_regular, sha256_of
from pipeline.publish.edition import time_text

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WarcFile:
    """A WARC file that was read: `name` as captures.warc_file has it. `captures`: how many of the snapshot's stand in it.

    `entries`: every capture of it, published or not. `faults`: what does not match, each a sentence.
    """

    name: str
    path: Path
    byte_count: int
    sha256: str
    captures: int
    entries: tuple[Entry, ...]
    faults: tuple[str, ...]


def read_warc(path: Path, name: str, captures: Mapping[str, Row]) -> WarcFile:
    """Read it with the snapshot's captures that it should hold, by capture id. One record is in memory at a time."""
    if not is_regular(path):
        return WarcFile(name, path, 0, "", len(captures), (), (f"{name} is not in the archive.",))
    found: list[Entry] = []
    wrong: list[str] = []
    missing = dict(captures)
    try:
        sha256, byte_count = sha256_of(path), path.stat().st_size
        with path.open("rb") as file:
            for offset, length, data in members(file):
                record = from_member(data, offset)
                wrong += [f"{name}, record at {offset}: {fault}" for fault in faults(record, data)]
                if (entry := entry_of(record, name, offset, length)) is None:
                    continue
                found.append(entry)
                if published := missing.pop(entry.capture.capture_id, None):
                    wrong += [f"{name}, record at {offset}: {what}" for what in _differences(published, entry)]
    except DamagedRecordError as error:
        wrong.append(f"{name}, record at {error.offset}: {error.reason}.")
    except OSError as error:
        return WarcFile(name, path, 0, "", len(captures), (), (f"{name} cannot be read: {error.strerror or error}.",))
    wrong += [f"{name} does not hold capture {capture_id}." for capture_id in missing]
    return WarcFile(name, path, byte_count, sha256, len(captures), tuple(found), tuple(wrong))


def _differences(published: Row, entry: Entry) -> Iterator[str]:
    """Where the record says otherwise than the captures table. Its payload was held against its own digest."""
    for column in ("url", "fetched_at", "http_status", "payload_sha256", "warc_offset", "revisit_of"):
        said, held = published[column], getattr(entry.capture, column)
        if column == "fetched_at":
            said, held = time_text(said), time_text(held)
        if said != held:
            yield f"capture {entry.capture.capture_id} was published with {column} {said}, the record says {held}."
