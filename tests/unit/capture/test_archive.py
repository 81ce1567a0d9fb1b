import gzip
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.capture import Archive, ArchiveWriter, Visit
from pipeline.capture.warc import members
from pipeline.clock import FixedClock
from pipeline.errors import ArchiveError, UsageError
from pipeline.identity import sha256_hex
from pipeline.model import Capture
from tests.unit.capture.conftest import FIRST
from tests.unit.capture.fault_server import Reply, Site
from tests.unit.capture.records import exchange, flip_byte

Visiting = Callable[..., Visit]


@pytest.fixture
def held(archive: Archive, clock: FixedClock) -> Capture:
    """One capture, then a revisit of it in a second run."""
    with ArchiveWriter(archive, "ministry", "run1", clock) as writer:
        capture = writer.record(exchange(clock.now(), FIRST), "release", "live")
    with ArchiveWriter(archive, "ministry", "run2", clock) as writer:
        writer.record(exchange(clock.now() + timedelta(days=1), FIRST), "release", "live", known=capture)
    return capture


def warc_of(archive: Archive, capture: Capture) -> Path:
    return archive.root / capture.warc_file


def test_captures_come_in_order_of_time_and_can_be_found(archive: Archive, held: Capture) -> None:
    first, revisit = archive.captures()
    assert first == held
    assert archive.captures("ministry") == [first, revisit]
    assert archive.captures("other") == []
    assert archive.find(revisit.capture_id) == revisit
    with pytest.raises(UsageError, match="holds no capture 'c-none'"):
        archive.find("c-none")


def test_the_visits_to_an_address_are_found_without_the_rest_of_the_index(archive: Archive, held: Capture) -> None:
    with ArchiveWriter(archive, "ministry", "run3", FixedClock(held.fetched_at + timedelta(days=2))) as writer:
        other = exchange(held.fetched_at + timedelta(days=2), b"other", url=held.url + "2")
        writer.record(other, "release", "live")
    fresh = Archive(archive.root)
    assert [entry.capture for entry in fresh.visits("ministry", held.url)] == archive.captures("ministry")[:2]
    assert fresh.read(fresh.find(held.capture_id)).raw == FIRST
    assert fresh.visits("ministry", "http://[") == fresh.visits("other", held.url) == []
    for index in archive.root.glob("*/*.cdxj"):
        index.unlink()
    assert len(Archive(archive.root).visits("ministry", held.url)) == 2, "an index that is gone is made again"


def test_a_revisit_resolves_to_the_capture_that_it_confirms(archive: Archive, held: Capture) -> None:
    revisit = archive.captures()[1]
    assert revisit.revisit_of == held.capture_id
    assert archive.read(revisit) == archive.read(held)
    assert sha256_hex(archive.read(revisit).raw) == revisit.payload_sha256


def test_every_byte_that_rots_in_a_payload_is_noticed(archive: Archive, held: Capture) -> None:
    warc = warc_of(archive, held)
    whole = warc.read_bytes()
    with warc.open("rb") as file:
        length = next(length for offset, length, _ in members(file) if offset == held.warc_offset)
    # The ten bytes of the gzip header say nothing about the content.
    for offset in range(held.warc_offset + 10, held.warc_offset + length):
        flip_byte(warc, offset)
        with pytest.raises(ArchiveError, match=f"{held.warc_file}, record at {held.warc_offset}"):
            archive.read(held)
        warc.write_bytes(whole)
    assert archive.read(held).body == FIRST


def test_a_record_with_other_bytes_under_a_sound_gzip_is_noticed(archive: Archive, held: Capture) -> None:
    warc = warc_of(archive, held)
    with warc.open("rb") as file:
        found = [data for _, _, data in members(file)]
    forged = [gzip.compress(data.replace(b"Synthetic", b"SYNTHETIC")) for data in found]
    moved = sum(map(len, forged[:1]))
    warc.write_bytes(b"".join(forged))
    capture = archive.find(held.capture_id)
    assert capture.warc_offset == held.warc_offset
    rebuilt = next(c for c in Archive(archive.root).captures() if c.capture_id == held.capture_id)
    assert rebuilt.warc_offset == moved
    with pytest.raises(ArchiveError, match=f"should be {held.payload_sha256}.*its bytes give"):
        archive.read(rebuilt)


def test_an_index_that_names_another_record_is_noticed(archive: Archive, held: Capture) -> None:
    revisit = archive.captures()[1]
    forged = replace(held, warc_file=revisit.warc_file, warc_offset=revisit.warc_offset)
    with pytest.raises(ArchiveError, match=f"expected capture {held.capture_id}"):
        archive.read(forged)


def test_missing_files_are_errors_that_name_them(archive: Archive, held: Capture) -> None:
    revisit = archive.captures()[1]
    warc_of(archive, held).unlink()
    with pytest.raises(ArchiveError, match="indexes a WARC file that is not there"):
        archive.captures()
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.read(held)
    warc_of(archive, held).with_name("ministry-run1.warc.gz.cdxj").unlink()
    with pytest.raises(ArchiveError, match=f"confirms capture {held.capture_id}"):
        Archive(archive.root).read(revisit)


def test_a_file_that_was_cut_short_is_noticed(archive: Archive, held: Capture) -> None:
    warc = warc_of(archive, held)
    warc.write_bytes(warc.read_bytes()[: held.warc_offset])
    with pytest.raises(ArchiveError, match="it ends before"):
        archive.read(held)
    warc.write_bytes(b"")
    assert [c.warc_file for c in Archive(archive.root).captures()] == ["ministry/ministry-run2.warc.gz"]


def test_an_archive_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "none")
    assert (archive.captures(), archive.releases(), archive.recover()) == ([], [], [])


def test_what_a_visit_writes_passes_warcio_check(
    visit: Visiting, archive: Archive, site: Site, clock: FixedClock
) -> None:
    site.pages["/r/1"] = Reply(
        gzip.compress(FIRST, mtime=0), etag=True, headers={"Content-Encoding": "gzip", "X-Odd": "caf\xe9"}
    )
    site.pages["/r/2"] = Reply(b"<h1>You are now in line</h1>")  # a judgement beside it
    visit()
    visit()
    with ArchiveWriter(archive, "ministry", "part", clock) as writer:
        writer.record_part("http://ministry.example/b/1", b"{}", archive.releases()[0], None)
    files = sorted(map(str, archive.root.glob("*/*.warc.gz")))
    assert len(files) == 3
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("digest pass") >= 14
    assert "no digest" not in done.stdout
