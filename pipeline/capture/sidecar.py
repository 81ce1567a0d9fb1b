"""The CDXJ index beside each WARC file: a convenience that is made from the WARC and can always be made again."""

import json
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.capture.entry import Entry, entry_of, judgement_of
from pipeline.capture.warc import DamagedRecordError, from_member, members
from pipeline.errors import ArchiveError
from pipeline.model import Capture

RESTORE = "Put the file back from a backup; the other files of the archive are not affected."

_FORMAT = 2
_HEAD = "!kotacerdas "
_COPIED = (
    "capture_id",
    "agency_id",
    "byte_count",
    "etag",
    "last_modified",
    "source_kind",
    "revisit_of",
)


def sidecar_of(warc: Path) -> Path:
    return warc.with_name(warc.name + ".cdxj")


def write_sidecar(warc: Path, entries: list[Entry]) -> None:
    """Write it whole or not at all. The first line names the WARC's size, by which a stale index is known. May raise OSError."""
    head = _HEAD + json.dumps({"format": _FORMAT, "warc_bytes": warc.stat().st_size})
    text = "\n".join([head, *sorted(map(_line, entries))]) + "\n"
    target = sidecar_of(warc)
    staged = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        staged.write_text(text, "utf-8")
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)


def read_sidecar(warc: Path, warc_file: str, url: str | None = None) -> list[Entry] | None:
    """Its entries, or None where it is missing, stale, of another format or damaged: then the WARC must be read.

    With `url`, only those of that address; the lines of others are not looked into, which is most of the work.
    """
    try:
        head, *lines = sidecar_of(warc).read_text("utf-8").splitlines()
        if json.loads(head.removeprefix(_HEAD)) != {"format": _FORMAT, "warc_bytes": warc.stat().st_size}:
            return None
        if url is not None:
            key = f"{_sort_key(url)} "
            lines = [line for line in lines if line.startswith(key)]
        found = [_entry(json.loads(line.split(" ", 2)[2]), warc_file) for line in lines]
        return [entry for entry in found if url in (None, entry.capture.url)]
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None


def _line(entry: Entry) -> str:
    capture = entry.capture
    fields = {
        "url": capture.url,
        "mime": capture.media_type,
        "status": capture.http_status,
        "digest": f"sha256:{capture.payload_sha256}",
        "length": entry.length,
        "offset": capture.warc_offset,
        "filename": Path(capture.warc_file).name,
        "fetched_at": capture.fetched_at.isoformat(),
        "role": entry.role,
        "whole": entry.whole,
        "not_content": entry.not_content,
        **{name: getattr(capture, name) for name in _COPIED},
    }
    return f"{_sort_key(capture.url)} {capture.fetched_at:%Y%m%d%H%M%S} {json.dumps(fields)}"


def _entry(fields: dict[str, Any], warc_file: str) -> Entry:
    capture = Capture(
        url=fields["url"],
        fetched_at=datetime.fromisoformat(fields["fetched_at"]),
        http_status=fields["status"],
        media_type=fields["mime"],
        payload_sha256=fields["digest"].removeprefix("sha256:"),
        warc_file=warc_file,
        warc_offset=fields["offset"],
        **{name: fields[name] for name in _COPIED},
    )
    return Entry(capture, fields["role"], fields["length"], fields["whole"], fields["not_content"])


def _sort_key(url: str) -> str:
    """The host's labels reversed, then the path: 'id,go,kominfo)/content', so that a site's pages stand together."""
    parts = urlsplit(url)
    if not parts.hostname:
        return url
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"{','.join(reversed(parts.hostname.split('.')))}){path}".replace(" ", "%20")


def scan(warc: Path, warc_file: str) -> list[Entry]:
    """The entries of a WARC file, from its records alone. ArchiveError names the first damaged record."""
    try:
        found: dict[str, Entry] = {}
        with warc.open("rb") as file:
            for offset, length, data in members(file):
                record = from_member(data, offset)
                if entry := entry_of(record, warc_file, offset, length):
                    found[entry.capture.capture_id] = entry
                elif (judged := judgement_of(record)) and judged[0] in found:
                    found[judged[0]] = replace(found[judged[0]], not_content=judged[1])
        return list(found.values())
    except OSError as error:
        raise ArchiveError(f"{warc_file} cannot be read: {error.strerror}.", RESTORE) from error
    except DamagedRecordError as error:
        raise ArchiveError(f"{warc_file}, record at {error.offset}: {error.reason}.", RESTORE) from error
