"""WARC 1.1 records (ISO 28500:2017) to bytes and back, one gzip member each. Knows records, not the archive's folders."""

import re
import uuid
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from pipeline.capture.exchange import Headers, find_header
from pipeline.identity import sha256_hex

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_READ_BYTES = 1 << 16
_MOST_BYTES = 1 << 28
"""Unpacked, of one record. None that a visit or an import writes comes near it; one that does was made to fill the memory."""
_LINE_BREAK = re.compile(r"[\r\n]+[ \t]*")
_RECORD_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kotacerdas:warc-record")


class DamagedRecordError(Exception):
    """A gzip member at `offset` that does not end, does not unpack, or is no WARC record."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset, self.reason = offset, reason


@dataclass(frozen=True, slots=True)
class Record:
    """A parsed record. For an HTTP record `http_line` is its first line, and `payload` what follows the HTTP headers."""

    kind: str
    headers: Headers
    http_line: str
    http_headers: Headers
    payload: bytes

    def get(self, name: str) -> str | None:
        return find_header(self.headers, name)


def record_id(*facts: str) -> str:
    """A WARC-Record-ID made from facts, so that a record's id can be told from its capture's."""
    return f"<urn:uuid:{uuid.uuid5(_RECORD_NAMES, chr(31).join(facts))}>"


def format_date(moment: datetime) -> str:
    """WARC-Date: UTC, with a fraction only where there is one (both are W3C dates that WARC 1.1 allows)."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def parse_date(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


class _HttpHeaders(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers go to the archive in the bytes they came in (ISO 8859-1), not percent-encoded as warcio would."""

    def to_ascii_bytes(self, header_filter: object = None) -> bytes:  # noqa: ARG002 - warcio's signature
        return str(self.to_str()).encode("latin-1", "replace") + b"\r\n"


def http_headers(first_line: str, headers: Headers) -> StatusAndHeaders:
    """The head of an HTTP message. Folded header lines are unfolded: a line break would end the head early."""
    return _HttpHeaders(_one_line(first_line), [(_one_line(name), _one_line(value)) for name, value in headers])


def _one_line(text: str) -> str:
    return _LINE_BREAK.sub(" ", text)


def to_member(
    kind: str,
    url: str,
    headers: Mapping[str, str],
    payload: bytes = b"",
    http: StatusAndHeaders | None = None,
    content_type: str = "",
) -> bytes:
    """One record as a gzip member. Digests are sha256, over the payload and over the whole block."""
    block = (http.to_ascii_bytes() if http else b"") + payload
    fields = {**headers, "WARC-Block-Digest": f"sha256:{sha256_hex(block)}"}
    if kind not in ("revisit", "warcinfo"):
        fields["WARC-Payload-Digest"] = f"sha256:{sha256_hex(payload)}"
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        url,
        kind,
        payload=BytesIO(payload),
        length=len(payload),
        warc_headers_dict={name: _one_line(value) for name, value in fields.items()},
        http_headers=http,
        warc_content_type=content_type,
    )
    writer.write_record(record)
    return out.getvalue()


def from_member(data: bytes, offset: int) -> Record:
    """Parse one unpacked member; `offset` is only for the error."""
    try:
        parsed: Any = ArcWarcRecordLoader().parse_record_stream(
            BytesIO(data), known_format="warc", no_record_parse=True
        )
        block: bytes = parsed.raw_stream.read()
        fields = tuple((str(name), str(value)) for name, value in parsed.rec_headers.headers)
        stated_length = int(find_header(fields, "Content-Length") or -1)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError) as error:
        raise DamagedRecordError(offset, "it is no WARC record") from error
    if len(block) != stated_length:
        raise DamagedRecordError(offset, f"its block has {len(block)} bytes instead of {stated_length}")
    if not (find_header(fields, "Content-Type") or "").startswith("application/http"):
        return Record(parsed.rec_type, fields, "", (), block)
    head, _, payload = block.partition(b"\r\n\r\n")
    first_line, *lines = head.decode("latin-1").split("\r\n")
    pairs = tuple((name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines))
    return Record(parsed.rec_type, fields, first_line, pairs, payload)


def members(file: BinaryIO, start: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """(offset, length, unpacked bytes) of each gzip member from `start`. DamagedRecordError at the first one that is not whole."""
    file.seek(start)
    offset, pending = start, b""
    while pending := pending or file.read(_READ_BYTES):
        stream, unpacked, length, unpacked_bytes = zlib.decompressobj(31), [], 0, 0
        while not stream.eof:
            pending = pending or file.read(_READ_BYTES)
            if not pending:
                raise DamagedRecordError(offset, "the file ends in the middle of it")
            try:
                unpacked.append(stream.decompress(pending))
            except zlib.error as error:
                raise DamagedRecordError(offset, f"its compressed bytes are damaged ({error})") from error
            unpacked_bytes += len(unpacked[-1])
            if unpacked_bytes > _MOST_BYTES:
                raise DamagedRecordError(offset, f"it unpacks to more than {_MOST_BYTES:,} bytes")
            length += len(pending) - len(stream.unused_data)
            pending = stream.unused_data
        yield offset, length, b"".join(unpacked)
        offset += length
