"""What a capture holds, for the stages that read it: the bytes as sent, and the body with its content coding undone."""

import zlib
from dataclasses import dataclass

from pipeline.capture.exchange import Headers, find_header
from pipeline.capture.limits import LIMITS

_GZIP, _ZLIB, _RAW_DEFLATE = 31, 15, -15
"""zlib's `wbits` for a gzip member, a zlib stream, and the bare deflate that some servers send under the same name."""
_MOST_MEMBERS = 100
"""Each member costs a copy of all that follow it; an answer that a server compressed has one."""


@dataclass(frozen=True, slots=True)
class Payload:
    """`raw` is what was sent and hashed; `body` is readable content. `http_status` is None for an imported file.

    `truncated` means that `body` is not the whole content: the connection was lost, a cap was reached, or the content
    coding cannot be undone to its end. `problem` says which, in one sentence.
    """

    http_status: int | None
    headers: Headers
    body: bytes
    raw: bytes
    truncated: bool = False
    problem: str = ""


_TRUNCATIONS = {
    "length": "It is larger than the cap, so only its beginning was kept.",
    "time": "It took longer than the time limit, so only its beginning was kept.",
    "disconnect": "The connection ended before it was whole.",
}


def read_payload(
    status: int | None,
    headers: Headers,
    raw: bytes,
    truncated: str | None = None,
    body_bytes: int = LIMITS.body_bytes,
) -> Payload:
    """Undo the content coding, within `body_bytes`. Never raises for what a server may send. `truncated` as in WARC-Truncated."""
    coding = find_header(headers, "Content-Encoding") or ""
    body, problem = undo_content_coding(raw, coding, body_bytes)
    problem = _TRUNCATIONS.get(truncated, f"It is not whole ({truncated}).") if truncated else problem
    return Payload(status, headers, body, raw, bool(problem), problem)


def undo_content_coding(raw: bytes, coding: str, limit_bytes: int) -> tuple[bytes, str]:
    """The body, and the sentence that says why it is not whole (empty: it is)."""
    body = raw
    for name in reversed([part.strip().lower() for part in coding.split(",")]):
        if name in ("", "identity") or not body:
            continue
        if name in ("gzip", "x-gzip"):
            body, problem = _inflate(body, _GZIP, limit_bytes)
        elif name == "deflate":
            body, problem = _inflate(body, _RAW_DEFLATE if body[0] & 0x0F != 8 else _ZLIB, limit_bytes)
        else:
            return b"", f"Its content coding '{name[:40]}' is not one that was asked for."
        if problem:
            return body, problem
    return body, ""


def _inflate(data: bytes, wbits: int, limit_bytes: int) -> tuple[bytes, str]:
    out, members = bytearray(), 0
    while data:
        members += 1
        if members > _MOST_MEMBERS:
            return bytes(out), f"Its compressed bytes are in more than {_MOST_MEMBERS} parts."
        stream = zlib.decompressobj(wbits)
        try:
            out += stream.decompress(data, limit_bytes + 1 - len(out))
        except zlib.error:
            return bytes(out), "Its compressed bytes are damaged."
        if len(out) > limit_bytes:
            return bytes(out[:limit_bytes]), f"It decompresses to more than {limit_bytes:,} bytes."
        if not stream.eof:
            return bytes(out), "Its compressed bytes end in the middle."
        # RFC 1952 allows several members one after another; padding and stray bytes after the last are ignored.
        data = stream.unused_data if stream.unused_data.startswith(b"\x1f\x8b") else b""
    return bytes(out), ""
