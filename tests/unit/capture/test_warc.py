import gzip
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.capture.warc import (
    DamagedRecordError,
    format_date,
    from_member,
    http_headers,
    members,
    parse_date,
    record_id,
    to_member,
)

FIELDS = {"WARC-Record-ID": record_id("test"), "WARC-Date": "2026-01-31T18:30:00Z"}
HEADER_TEXT = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x85\xa0"), max_size=30)


@given(st.binary(max_size=500), HEADER_TEXT.map(str.strip))
def test_payload_and_headers_come_back_byte_for_byte(payload: bytes, value: str) -> None:
    head = http_headers("HTTP/1.1 200 OK", (("X-A", value), ("x-a", "second")))
    member = to_member("response", "https://ministry.example/", FIELDS, payload, head)
    ((offset, length, data),) = members(BytesIO(member))
    record = from_member(data, offset)
    assert (offset, length) == (0, len(member))
    assert (record.payload, record.http_line) == (payload, "HTTP/1.1 200 OK")
    assert record.http_headers == (("X-A", value), ("x-a", "second"))
    assert record.get("warc-type") == "response"


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_no_header_can_end_the_head_early(value: str) -> None:
    head = http_headers("HTTP/1.1 200 OK", (("X-A", value),))
    member = to_member("response", "https://ministry.example/", FIELDS, b"payload", head)
    ((offset, _, data),) = members(BytesIO(member))
    assert from_member(data, offset).payload == b"payload"


def test_the_same_record_gives_the_same_bytes() -> None:
    made = [to_member("resource", "urn:sha256:0", FIELDS, b"text", content_type="text/plain") for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 1, 31, 18, 30, tzinfo=UTC),
        datetime(2026, 1, 31, 18, 30, 0, 120_000, tzinfo=UTC),
        datetime(2026, 2, 1, 1, 30, tzinfo=timezone(timedelta(hours=7))),
    ],
)
def test_dates_round_trip(moment: datetime) -> None:
    assert format_date(moment).endswith("Z")
    assert parse_date(format_date(moment)) == moment


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"WARC/1.1\r\n\r\n",
        b"WARC/1.1\r\nContent-Length: many\r\n\r\n",
        b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 9\r\n\r\nshort",
    ],
)
def test_what_is_no_record_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedRecordError) as caught:
        from_member(data, 7)
    assert caught.value.offset == 7


def test_members_end_at_the_first_that_is_not_whole() -> None:
    whole = gzip.compress(b"one", mtime=0)
    reader = members(BytesIO(whole + gzip.compress(b"two")[:-1]))
    assert next(reader) == (0, len(whole), b"one")
    with pytest.raises(DamagedRecordError, match="ends in the middle") as caught:
        next(reader)
    assert caught.value.offset == len(whole)


def test_members_of_any_size_are_cut_at_their_ends() -> None:
    sizes = [0, 1, 65_535, 65_536, 200_000, 3]
    file = b"".join(gzip.compress(bytes(size), compresslevel=0) for size in sizes)
    assert [len(data) for _, _, data in members(BytesIO(file))] == sizes
