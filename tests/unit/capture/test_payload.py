import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.capture.payload import read_payload, undo_content_coding


def gzipped(data: bytes) -> bytes:
    """Without the time of compression, so that the tests' names are the same in each worker."""
    return gzip.compress(data, mtime=0)


BODY = b"<p>Synthetic.</p>" * 20
BARE = zlib.compressobj(wbits=-15)
BARE_DEFLATE = BARE.compress(BODY) + BARE.flush()


@pytest.mark.parametrize(
    ("coding", "raw"),
    [
        ("", BODY),
        ("identity", BODY),
        ("gzip", gzipped(BODY)),
        ("X-GZIP", gzipped(BODY)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", BARE_DEFLATE),
        ("deflate, gzip", gzipped(zlib.compress(BODY))),
        ("gzip", gzipped(BODY[:50]) + gzipped(BODY[50:])),
        ("gzip", gzipped(BODY) + b"\0\0stray"),
        ("gzip", gzipped(b"") * 99 + gzipped(BODY)),
    ],
)
def test_content_codings_are_undone(coding: str, raw: bytes) -> None:
    assert undo_content_coding(raw, coding, 10_000) == (BODY, "")


@pytest.mark.parametrize(
    ("coding", "raw", "problem"),
    [
        ("gzip", gzipped(BODY)[:-9], "end in the middle"),
        ("gzip", b"<p>not compressed at all</p>", "are damaged"),
        ("gzip", gzipped(bytes(100_000)), "more than 10,000 bytes"),
        ("gzip, gzip", gzipped(gzipped(bytes(100_000))), "more than 10,000 bytes"),
        ("gzip", gzipped(BODY) + gzipped(b"") * 100, "in more than 100 parts"),
        ("br", b"?", "'br' is not one that was asked for"),
    ],
)
def test_what_cannot_be_undone_is_said(coding: str, raw: bytes, problem: str) -> None:
    payload = read_payload(200, (("Content-Encoding", coding),), raw, body_bytes=10_000)
    assert problem in payload.problem
    assert payload.truncated
    assert (payload.raw, len(payload.body) <= 10_000) == (raw, True)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "gzip, deflate", "br", ""]))
def test_no_bytes_raise(raw: bytes, coding: str) -> None:
    body, _ = undo_content_coding(raw, coding, 1000)
    assert len(body) <= 1000
