"""The writing side of the archive: one WARC file per agency and run, append-only, closed under its final name."""

import fcntl
import os
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.capture.archive import Archive
from pipeline.capture.entry import PREFIX, Entry, Role, entry_of, role_of
from pipeline.capture.exchange import Exchange
from pipeline.capture.recovery import OPEN, close_under_final_name, disk_error, final_name
from pipeline.capture.warc import (
    IDENTICAL,
    NOT_MODIFIED,
    format_date,
    from_member,
    http_headers,
    members,
    record_id,
    to_member,
)
from pipeline.clock import Clock
from pipeline.identity import capture_id, sha256_hex
from pipeline.model import Capture, SourceKind


class ArchiveWriter:
    """Records captures of one agency in one run. Opened lazily: a run that records nothing leaves no file.

    Each record has reached the operating system before its capture is returned; the file is synced to the disk when it is
    closed. Disk trouble raises MachineError and leaves the records that were whole. The same bytes from the same address in
    the same second are one capture: a second record would say nothing more.
    """

    def __init__(self, archive: Archive, agency_id: str, run_id: str, clock: Clock) -> None:
        self.archive, self.agency_id, self.run_id, self.clock = archive, agency_id, run_id, clock
        self._opened: Path | None = None
        self._handle = -1
        self._bytes = 0
        self._written: dict[str, Capture] = {}
        self._judged: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def record(
        self,
        exchange: Exchange,
        purpose: Role,
        source_kind: SourceKind,
        known: Capture | None = None,
    ) -> Capture:
        """Archive a response and its request; a revisit record when it confirms `known`, a capture with its own payload."""
        profile = _confirms(exchange, known)
        digest = known.payload_sha256 if profile and known else sha256_hex(exchange.payload)
        fields = self._fields(exchange.url, digest, exchange.fetched_at, source_kind)
        fields |= {
            PREFIX + "Role": role_of(purpose, exchange.status),
            PREFIX + "Payload-Length": str(known.byte_count if profile and known else len(exchange.payload)),
            **({"WARC-Truncated": exchange.truncated} if exchange.truncated else {}),
            **_replayed(exchange),
        }
        if profile and known:
            fields |= {
                "WARC-Profile": profile,
                "WARC-Payload-Digest": f"sha256:{digest}",
                "WARC-Refers-To": record_id(known.capture_id),
                "WARC-Refers-To-Target-URI": known.url,
                "WARC-Refers-To-Date": format_date(known.fetched_at),
                PREFIX + "Revisit-Of": known.capture_id,
            }
        head = http_headers(f"{exchange.protocol} {exchange.status} {exchange.reason}".rstrip(), exchange.headers)
        payload = b"" if profile else exchange.payload
        response = to_member("revisit" if profile else "response", exchange.url, fields, payload, head)
        request = to_member(
            "request",
            exchange.url,
            {
                "WARC-Record-ID": record_id(fields[PREFIX + "Capture-ID"], "request"),
                "WARC-Date": fields["WARC-Date"],
                "WARC-Concurrent-To": fields["WARC-Record-ID"],
            },
            http=http_headers(f"GET {exchange.request_target} HTTP/1.1", exchange.request_headers),
        )
        return self._append(fields[PREFIX + "Capture-ID"], response, request)

    def record_import(self, url: str, media_type: str, data: bytes, origin: str) -> Capture:
        """Archive a release that someone held: `data` as it stood in the file that `origin` names, under the claimed address."""
        fields = self._fields(url, sha256_hex(data), self.clock.now(), "import")
        fields |= {
            PREFIX + "Role": "import",
            PREFIX + "Payload-Length": str(len(data)),
            PREFIX + "File-Name": origin.encode("utf-8", "replace").decode(),
        }
        return self._append(
            fields[PREFIX + "Capture-ID"], to_member("resource", url, fields, data, content_type=media_type)
        )

    def record_part(self, url: str, content: bytes, index: Capture, known: Capture | None) -> Capture | None:
        """Archive a release that stood in the answer `index`, as a conversion of it; None where `known` has the same bytes."""
        digest = sha256_hex(content)
        if known is not None and known.payload_sha256 == digest:
            return None
        fields = self._fields(url, digest, index.fetched_at, index.source_kind)
        fields |= {
            PREFIX + "Role": "release",
            PREFIX + "Payload-Length": str(len(content)),
            "WARC-Refers-To": record_id(index.capture_id),
        }
        record = to_member("conversion", url, fields, content, content_type="application/json")
        return self._append(fields[PREFIX + "Capture-ID"], record)

    def record_listing(self, url: str, content: bytes, source_kind: SourceKind) -> Capture:
        """Archive what a reading of the index at `url` came to."""
        fields = self._fields(url, sha256_hex(content), self.clock.now(), source_kind)
        fields |= {PREFIX + "Role": "listing", PREFIX + "Payload-Length": str(len(content))}
        record = to_member("metadata", url, fields, content, content_type="application/json")
        return self._append(fields[PREFIX + "Capture-ID"], record)

    def record_judgement(self, capture: Capture, code: str) -> None:
        """Note beside a capture of this file that it is no content. It was archived before anyone looked at it."""
        assert capture.capture_id in self._written, "judged in the run that captured it"
        if capture.capture_id in self._judged:
            return
        self._judged.add(capture.capture_id)
        fields = {
            "WARC-Record-ID": record_id(capture.capture_id, "judgement"),
            "WARC-Date": format_date(self.clock.now()),
            "WARC-Refers-To": record_id(capture.capture_id),
            PREFIX + "Judges": capture.capture_id,
            PREFIX + "Not-Content": code,
        }
        self._append_bytes(to_member("metadata", capture.url, fields, content_type="text/plain"))

    def close(self) -> None:
        """Sync, rename to the final name, index. Nothing to do where nothing was recorded."""
        if self._opened is None:
            return
        opened, self._opened = self._opened, None
        try:
            if not self._written:
                opened.unlink()
                return
            os.fsync(self._handle)
            close_under_final_name(self.archive.root, opened)
        except OSError as error:
            raise disk_error(opened.parent, error) from error
        finally:
            os.close(self._handle)

    def _fields(self, url: str, digest: str, moment: datetime, source_kind: SourceKind) -> dict[str, str]:
        name = capture_id(self.agency_id, url, moment, digest)
        return {
            "WARC-Record-ID": record_id(name),
            "WARC-Date": format_date(moment),
            PREFIX + "Capture-ID": name,
            PREFIX + "Agency": self.agency_id,
            PREFIX + "Source-Kind": source_kind,
        }

    def _append(self, name: str, *records: bytes) -> Capture:
        """Append the records as one, capture first. The capture is read back from its record, so the WARC alone holds all of it."""
        if name in self._written:
            return self._written[name]
        offset, warc_file = self._append_bytes(*records)
        entry = _entry(records[0], warc_file, offset)
        self._written[name] = entry.capture
        return entry.capture

    def _append_bytes(self, *records: bytes) -> tuple[int, str]:
        """Where the first of the records begins, and in which file."""
        try:
            opened = self._opened or self._open()
            offset = self._bytes
            self._write(b"".join(records))
        except OSError as error:
            raise disk_error(self.archive.root / self.agency_id, error) from error
        return offset, final_name(opened).relative_to(self.archive.root).as_posix()

    def _open(self) -> Path:
        folder = self.archive.root / self.agency_id
        folder.mkdir(parents=True, exist_ok=True)
        for number in count(1):
            name = f"{self.agency_id}-{self.run_id}{f'-{number}' if number > 1 else ''}.warc.gz"
            if not (folder / name).exists() and not (folder / (name + OPEN)).exists():
                break
        self._handle = os.open(folder / (name + OPEN), os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o644)
        self._opened = folder / (name + OPEN)
        # Whoever recovers what killed runs left open can tell by the lock that this run is alive.
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        self._write(self._warcinfo(name))
        return self._opened

    def _warcinfo(self, name: str) -> bytes:
        lines = {
            "software": f"kotacerdas/{version('kotacerdas')}",
            "format": "WARC file version 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "classic",
            "isPartOf": f"{self.agency_id} {self.run_id}",
        }
        fields = {
            "WARC-Record-ID": record_id("warcinfo", name),
            "WARC-Date": format_date(self.clock.now()),
            "WARC-Filename": name,
        }
        body = "".join(f"{key}: {value}\r\n" for key, value in lines.items()).encode()
        return to_member("warcinfo", "", fields, body)

    def _write(self, data: bytes) -> None:
        """Append all of it; when the disk refuses, cut the file back to its last whole record."""
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self._handle, left) :]
        except OSError:
            os.ftruncate(self._handle, self._bytes)
            raise
        self._bytes += len(data)


def _replayed(exchange: Exchange) -> dict[str, str]:
    """Fields of a replay, as web archives that take over from others write them: where it was read, and when."""
    if exchange.replayed is None:
        return {}
    return {
        "WARC-Source-URI": exchange.replayed.url,
        "WARC-Creation-Date": format_date(exchange.replayed.at),
    }


def _confirms(exchange: Exchange, known: Capture | None) -> str | None:
    """The revisit profile when the exchange says that `known` still holds, else None."""
    if known is None or exchange.truncated:
        return None
    if exchange.status == 304:
        return NOT_MODIFIED
    same = exchange.status == known.http_status and sha256_hex(exchange.payload) == known.payload_sha256
    return IDENTICAL if same else None


def _entry(member: bytes, warc_file: str, offset: int) -> Entry:
    _, length, data = next(members(BytesIO(member)))
    entry = entry_of(from_member(data, offset), warc_file, offset, length)
    assert entry is not None, "a record that was made here holds a capture"
    return entry
