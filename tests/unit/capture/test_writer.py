import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.capture import Archive, ArchiveWriter
from pipeline.capture.warc import IDENTICAL, NOT_MODIFIED, from_member, members
from pipeline.clock import FixedClock
from pipeline.errors import MachineError
from pipeline.identity import capture_id, sha256_hex
from tests.unit.capture.records import URL, exchange


def records(warc: Path) -> list[tuple[str, dict[str, str]]]:
    with warc.open("rb") as file:
        parsed = [from_member(data, offset) for offset, _, data in members(file)]
    return [(record.kind, dict(record.headers)) for record in parsed]


def test_a_run_that_records_nothing_leaves_no_file(archive: Archive, clock: FixedClock) -> None:
    with ArchiveWriter(archive, "ministry", "run1", clock):
        pass
    assert not archive.root.exists()


def test_a_response_is_a_whole_capture_and_its_request_stands_beside_it(archive: Archive, clock: FixedClock) -> None:
    headers = (
        ("Content-Type", "Text/HTML; charset=utf-8"),
        ("ETag", '"a"'),
        ("Last-Modified", "x"),
        ("X", "a\r\n b\n"),
    )
    with ArchiveWriter(archive, "ministry", "run1", clock) as writer:
        capture = writer.record(exchange(clock.now(), b"bytes", headers=headers), "release", "live")
        opened = archive.root / "ministry/ministry-run1.warc.gz.open"
        assert opened.stat().st_size > capture.warc_offset
    digest = sha256_hex(b"bytes")
    assert capture.capture_id == capture_id("ministry", URL, clock.now(), digest)
    assert (capture.media_type, capture.etag, capture.last_modified) == ("text/html", '"a"', "x")
    assert archive.read(capture).headers[3] == ("X", "a b")
    (info, _), (response, fields), (request, asked) = records(archive.root / capture.warc_file)
    assert (info, response, request) == ("warcinfo", "response", "request")
    assert fields["WARC-Payload-Digest"] == f"sha256:{digest}"
    assert asked["WARC-Concurrent-To"] == fields["WARC-Record-ID"]
    assert sorted(path.name for path in archive.root.glob("*/*")) == [
        "ministry-run1.warc.gz",
        "ministry-run1.warc.gz.cdxj",
    ]


def test_revisits_name_what_they_confirm(archive: Archive, clock: FixedClock) -> None:
    later = clock.now() + timedelta(days=1)
    with ArchiveWriter(archive, "ministry", "run1", clock) as writer:
        first = writer.record(exchange(clock.now()), "release", "live")
        writer.record(exchange(later, b"", status=304), "release", "live", known=first)
        writer.record(exchange(later + timedelta(days=1)), "release", "live", known=first)
        writer.record(exchange(later, b"other"), "release", "live", known=first)
    found = records(archive.root / first.warc_file)
    revisits = [fields for kind, fields in found if kind == "revisit"]
    original = next(fields for kind, fields in found if kind == "response")
    assert [fields["WARC-Profile"] for fields in revisits] == [NOT_MODIFIED, IDENTICAL]
    for fields in revisits:
        assert fields["WARC-Refers-To"] == original["WARC-Record-ID"]
        assert fields["WARC-Refers-To-Target-URI"] == URL
        assert fields["WARC-Refers-To-Date"] == original["WARC-Date"]
        assert fields["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]
    assert [c.revisit_of for c in archive.captures()].count(None) == 2


def test_the_same_bytes_in_the_same_second_are_one_capture(archive: Archive, clock: FixedClock) -> None:
    with ArchiveWriter(archive, "ministry", "run1", clock) as writer:
        first = writer.record(exchange(clock.now()), "release", "live")
        assert writer.record(exchange(clock.now()), "release", "live") == first
    assert archive.captures() == [first]


def test_a_second_file_of_the_same_run_does_not_overwrite_the_first(archive: Archive, clock: FixedClock) -> None:
    for payload in (b"one", b"two"):
        with ArchiveWriter(archive, "ministry", "run1", clock) as writer:
            writer.record(exchange(clock.now(), payload), "release", "live")
    assert [archive.read(c).body for c in archive.captures()] == [b"two", b"one"]
    assert archive.captures()[0].warc_file == "ministry/ministry-run1-2.warc.gz"


def test_a_folder_that_cannot_be_made_is_a_machine_error(archive: Archive, clock: FixedClock) -> None:
    archive.root.write_text("a file stands where the folder should be")
    with (
        pytest.raises(MachineError, match="Cannot write to the archive folder") as caught,
        ArchiveWriter(archive, "ministry", "run1", clock) as writer,
    ):
        writer.record(exchange(clock.now()), "release", "live")
    assert "Free some disk space" in caught.value.hint


def test_a_disk_that_fills_up_leaves_the_whole_records(
    archive: Archive, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def full(handle: int, data: memoryview) -> int:
        if len(data) < 100:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(handle, data[:-50])

    with ArchiveWriter(archive, "ministry", "run1", clock) as writer:
        first = writer.record(exchange(clock.now(), b"one"), "release", "live")
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(MachineError, match="No space left on device"):
            writer.record(exchange(clock.now(), b"two"), "release", "live")
    assert archive.captures() == [first]
    assert archive.read(first).body == b"one"
    assert archive.recover() == []


def test_a_disk_that_is_full_from_the_start_leaves_no_file(
    archive: Archive, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, data: memoryview) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(MachineError), ArchiveWriter(archive, "ministry", "run1", clock) as writer:
        writer.record(exchange(clock.now()), "release", "live")
    assert list(archive.root.glob("*/*")) == []
