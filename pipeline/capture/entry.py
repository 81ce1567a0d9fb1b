"""What the index says of one capture, and how it is read back from its WARC record alone."""

from dataclasses import dataclass
from typing import Literal, get_args

from pipeline.capture.exchange import REDIRECTS, find_header
from pipeline.capture.warc import DamagedRecordError, Record, parse_date
from pipeline.model import Capture, SourceKind

Role = Literal["robots", "index", "release", "redirect", "attachment", "import", "listing"]
"""Why it was fetched. A release's address that only points elsewhere is a redirect, not a release.

A listing was not fetched: it is what a visit's reading of the index came to, kept beside the index pages.
"""

_WITHOUT_HTTP = ("resource", "conversion", "metadata")

PREFIX = "WARC-Kota-Cerdas-"
"""Our own named fields (ISO 28500 allows them): what cannot be told from the standard ones."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A capture, why it was fetched, how long its record is, whether its content is whole, and the code of what it is instead

    of content ('' where nothing speaks against it).
    """

    capture: Capture
    role: Role
    length: int
    whole: bool
    not_content: str = ""

    @property
    def good(self) -> bool:
        """Content that a later visit may be compared with: a whole answer, or the server's word that nothing changed."""
        return self.whole and not self.not_content and self.capture.http_status in (None, 200, 304)


def role_of(purpose: Role, status: int) -> Role:
    return "redirect" if status in REDIRECTS and purpose == "release" else purpose


def entry_of(record: Record, warc_file: str, offset: int, length: int) -> Entry | None:
    """The entry of a record, or None for one that holds no capture (warcinfo, request, a judgement, or not ours)."""
    capture_id = record.get(PREFIX + "Capture-ID")
    if capture_id is None or record.kind not in ("response", "revisit", *_WITHOUT_HTTP):
        return None
    try:
        role, source_kind = record.get(PREFIX + "Role"), record.get(PREFIX + "Source-Kind")
        if role not in get_args(Role) or source_kind not in get_args(SourceKind):
            raise ValueError(f"role {role}, source kind {source_kind}")
        plain = record.kind in _WITHOUT_HTTP
        capture = Capture(
            capture_id=capture_id,
            agency_id=_must(record, PREFIX + "Agency"),
            url=_must(record, "WARC-Target-URI"),
            fetched_at=parse_date(_must(record, "WARC-Date")),
            http_status=None if plain else int(record.http_line.split(" ")[1]),
            media_type=media_type(record.get("Content-Type") if plain else _http(record, "Content-Type")),
            payload_sha256=_must(record, "WARC-Payload-Digest").removeprefix("sha256:"),
            byte_count=int(_must(record, PREFIX + "Payload-Length")),
            warc_file=warc_file,
            warc_offset=offset,
            etag=_http(record, "ETag"),
            last_modified=_http(record, "Last-Modified"),
            source_kind=source_kind,  # type: ignore[arg-type]
            revisit_of=record.get(PREFIX + "Revisit-Of"),
        )
    except (ValueError, IndexError) as error:
        raise DamagedRecordError(offset, f"its fields cannot be read ({error})") from error
    return Entry(capture, role, length, whole=record.get("WARC-Truncated") is None)  # type: ignore[arg-type]


def judgement_of(record: Record) -> tuple[str, str] | None:
    """The capture that a record judges, and the code of what it is instead of content; None for any other record."""
    judged = record.get(PREFIX + "Judges")
    return None if judged is None else (judged, record.get(PREFIX + "Not-Content") or "not_content")


def media_type(content_type: str | None) -> str | None:
    """'text/html' of 'Text/HTML; charset=utf-8'."""
    return (content_type or "").partition(";")[0].strip().lower() or None


def _http(record: Record, name: str) -> str | None:
    return find_header(record.http_headers, name)


def _must(record: Record, name: str) -> str:
    value = record.get(name)
    if value is None:
        raise ValueError(f"{name} is missing")
    return value
